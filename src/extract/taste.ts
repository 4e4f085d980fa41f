// Tastes that no verb of liking tells: "keen on sailing", "her favourite food is sushi", "lives for jazz".
import type { Parsed } from './parse.ts'
import { endingAt, possessorAt } from './placed.ts'
import type { Saying } from './saying.ts'
import { nounAt } from './spans.ts'
import { thingsAfter, type Reader, type Told } from './told.ts'
import { normAt, type Token } from './token.ts'

const liked = thingsAfter('likes')

// Words that mean liking, with what follows them.
const leanings: ReadonlyMap<string, RegExp> = new Map([
  ['keen', /^on$/], ['passionate', /^about$/], ['addicted', /^to$/], ['partial', /^to$/], ['hooked', /^on$/], ['devoted', /^to$/],
])

/** "Is keen on sailing", after "is". */
export function leaningAt(tokens: readonly Token[], at: number, cased: boolean): Told[] {
  const { norm } = tokens[at] ?? { norm: '' }
  return leanings.get(norm)?.test(normAt(tokens, at + 1)) ? liked({ tokens, verb: at + 1, norm, cased }) : []
}

const owned = /^(it|that|this|him|her|them|me|you|us|the|my|your|his|our|their|i|he|she|we|they)$/

const collecting: Reader = verb => (owned.test(normAt(verb.tokens, verb.verb + 1)) || /^(dust|unemployment|data|from|at|money|rent)$/.test(normAt(verb.tokens, verb.verb + 1)) ? [] : liked(verb))

/** "Prefers tea to coffee"; "prefers Bea" is how somebody is called. */
const preferring: Reader = verb => (owned.test(normAt(verb.tokens, verb.verb + 1)) || verb.tokens[verb.verb + 1]?.norm === 'to' || verb.tokens[verb.verb + 1]?.capital ? [] : liked(verb))

/** "Lives for jazz", "has a soft spot for pugs", "goes crazy for mango": `verb` is the place of "for". */
const craving: Reader = ({ tokens, verb, norm, cased }) => {
  const before = tokens.slice(Math.max(0, verb - 2), verb).map(token => token.norm).join(' ')
  const means = /(?:^| )lives$|soft spot$|goes (?:crazy|mad|nuts|wild)$/.test(before)
  return means && !owned.test(normAt(tokens, verb + 1)) ? liked({ tokens, verb, norm, cased }) : []
}

/** "Cannot get enough of kimchi": the denial belongs to the words. */
const insatiable: Reader = ({ tokens, verb, cased }) => {
  const not = tokens[verb - 1]?.norm === 'get' && tokens[verb - 2]?.norm === 'not' && tokens[verb + 1]?.norm === 'of'
  return not && !owned.test(normAt(tokens, verb + 2)) ? liked({ tokens, verb: verb + 1, norm: 'of', cased }).map(taste => ({ ...taste, at: verb - 3 })) : []
}

/** Readers of words that tell a taste. */
export const tasteReaders: readonly (readonly [words: string, reader: Reader])[] = [
  ['collects collect', collecting],
  ['prefers prefer', preferring],
  ['for', craving],
  ['enough', insatiable],
]

/** "What my aunt hates most is fuss": the thing stands after. */
export function mostIn(tokens: readonly Token[], { phrases }: Parsed): Saying[] {
  const at = tokens.findIndex(({ norm }, place) => place > 1 && /^(?:likes?|loves?|hates?|dislikes?)$/.test(norm) && /^(most|best|more|above)$/.test(normAt(tokens, place + 1)))
  const is = at < 0 ? -1 : tokens.findIndex(({ norm }, place) => place > at && place < at + 4 && /^(is|are|'s)$/.test(norm))
  const who = is < 0 ? undefined : [...phrases.values()].find(({ end, type }) => end === at && type !== 'relative')
  const opens = who && /^(what|thing|food|one|that)$/.test(normAt(tokens, who.start - 1))
  const thing = opens && !phrases.has(is + 1) && !owned.test(normAt(tokens, is + 1)) ? nounAt(tokens, is + 1) : undefined
  if (!who || !thing) return []
  const attribute = /^(?:hate|dislike)/.test(tokens[at]!.norm) ? 'dislikes' : 'likes'
  return [{ type: 'attribute', who: [who], told: { attribute, values: [thing.text.toLowerCase()], at }, at, mood: 'holds' }]
}

/** "Ana's favourite food is sushi", "sushi is my favourite". */
export function favouritesIn(tokens: readonly Token[], { phrases }: Parsed): Saying[] {
  const at = tokens.findIndex(({ norm }) => /^favou?rites?$/.test(norm))
  const who = at < 1 ? undefined : possessorAt(tokens, phrases, at)
  if (!who || tokens.some(({ norm }) => norm === 'not')) return []
  const is = tokens.findIndex(({ norm }, place) => place > at && place < at + 4 && /^(is|are|'s)$/.test(norm))
  const single = is > 0 && !owned.test(normAt(tokens, is + 1)) && !phrases.has(is + 1) ? nounAt(tokens, is + 1) : undefined
  // "The one who is my favourite" is a person.
  const verb = tokens.findLastIndex(({ norm }, place) => place < at && place >= at - 6 && /^(is|are)$/.test(norm))
  const before = single || verb < 1 || phrases.has(0) || tokens.slice(0, verb).some(({ norm }) => owned.test(norm)) ? undefined : nounAt(tokens.slice(0, verb), 0)
  const thing = single ?? (before?.end === verb ? before : undefined)
  if (!thing || /^(?:one|when|what|a|not)\b/.test(thing.text)) return []
  return [{ type: 'attribute', who: [who], told: { attribute: 'likes', values: [thing.text.toLowerCase()], at }, at, mood: 'holds' }]
}

const cravings = /^(?:likes|loves|adores|prefers|hates|dislikes|detests|loathes)$/
const kinds = /^(?:kind|kinds|one|ones|way|thing|things|sort|type|guy|man|woman|girl|boy|person|people|place|idea|fact|same|only|stuff|reason|day|time|look|life|men|women)$/

/** "The tea that Ana likes", "those biscuits my dad loves": the thing stands before. */
export function cravedIn(tokens: readonly Token[], { phrases }: Parsed): Saying[] {
  return tokens.flatMap(({ norm }, at): Saying[] => {
    if (!cravings.test(norm) || !/^(?:|,|;|\)|and|so|for|from|but|because|with|on|at|in|too|most|best)$/.test(normAt(tokens, at + 1))) return []
    const who = endingAt(phrases, at, /^(?:name|kin|pronoun)$/)
    const end = who && (/^(?:that|which)$/.test(normAt(tokens, who.start - 1)) ? who.start - 1 : who.start)
    const start = end === undefined ? -1 : tokens.findLastIndex((token, place) => place < end && end - place < 5 && /^(?:the|those|that|some)$/.test(token.norm))
    const thing = start < 0 ? undefined : nounAt(tokens.slice(0, end), start + 1)
    if (!who || !thing || thing.end !== end || tokens.slice(start, end).some(token => kinds.test(token.norm)) || tokens.slice(start, end).some((_, step) => phrases.has(start + step))) return []
    const attribute = /^(?:hates|dis|detests|loathes)/.test(norm) ? 'dislikes' : 'likes'
    return [{ type: 'attribute', who: [who], told: { attribute, values: [thing.text.toLowerCase()], at }, at, mood: 'holds' }]
  })
}
