// What else one is said to be: "my aunt, not my mother", "not my brother but my cousin", "my cousin and best friend".
import type { NameReader } from './name.ts'
import type { Parsed } from './parse.ts'
import { kinPhraseAt, type KinPhrase, type Phrase } from './phrase.ts'
import type { Saying } from './saying.ts'
import { normAt, type Token } from './token.ts'

/** What a kin phrase says of a subject beside another, or denies of it. */
interface Further {
  phrase: Phrase
  saying: Saying
}

const links = /^(,|and|but|so|also|not|nor|just|rather|thus|hence|therefore)$/
const ends = /^(,|;|:|\)|-|"|and|but|so|because|although|though|too|as|or|nor|which|from|by|in|on|not|lol|btw|)$/

/** The kin phrases that go on with a predicate. */
export function furtherKin({ tokens, phrases }: Parsed, names: NameReader, first: Phrase & KinPhrase, who: readonly Phrase[]): Further[] {
  const found: Further[] = []
  if (!first.owner) return found
  for (let last = first; ;) {
    const at = afterLinks(tokens, last.end)
    // "The mother of Tom, my son's friend": Tom is the friend.
    if (at === last.end || (last.owner?.type === 'name' && last.owner.end === last.end && tokens[last.end]?.norm === ',')) return found
    const words = tokens.slice(last.end, at).map(({ norm }) => norm)
    const phrase = phrases.get(at) ?? shared(tokens, words, at, first, names)
    if (phrase?.type !== 'kin' || !phrase.owner || phrase.names.length > 0 || phrase.kin.plural || !ends.test(normAt(tokens, phrase.end))) return found
    const denied = words.includes('not') || words.includes('nor')
    found.push({ phrase, saying: { type: 'kin', owners: [phrase.owner], kin: phrase.kin, members: who, names: [], at, mood: denied ? 'denied' : 'holds' } })
    last = phrase
  }
}

function afterLinks(tokens: readonly Token[], from: number): number {
  let at = from
  while (at - from < 3 && links.test(normAt(tokens, at))) at++
  return at
}

/** "My cousin and best friend": the owner is told once. */
function shared(tokens: readonly Token[], words: readonly string[], at: number, first: Phrase & KinPhrase, names: NameReader): (Phrase & KinPhrase) | undefined {
  const phrase = words.length === 1 && words[0] === 'and' ? kinPhraseAt(tokens, at, names) : undefined
  return phrase && phrase.start === at && phrase.kin.role !== 'pet' ? { ...phrase, owner: first.owner, indefinite: false } : undefined
}
