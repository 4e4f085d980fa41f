// Languages: "speaks Thai and Lao", "swore in Greek", "her mother tongue is Finnish", "the only language we share".
import { speaker } from './implied.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { possessorAt } from './placed.ts'
import type { Saying } from './saying.ts'
import { languages } from './spans.ts'
import { after, type Reader, type Told } from './told.ts'
import { normAt, type Token } from './token.ts'

const between = /^(and|or|,|&|fluent|fluently|some|a|little|bit|of|in|both|perfect|good|broken|decent|only|just|passable|native|mostly|also|excellent|better|plus|but|enough|rusty|conversational|proper|basic|great|beautiful|flawless|impeccable|terrible|bad|awful|pure|real|actual|her|his|the)$/

/** The languages that are listed from a place on; after a denial what "only" opens is another list. */
function listedFrom(tokens: readonly Token[], from: number, denied = false): string[] {
  const values: string[] = []
  for (let at = from; at < tokens.length && at - from < 12; at++) {
    const { norm } = tokens[at]!
    if (languages.has(norm)) values.push(norm)
    else if (norm === 'te' && tokens[at + 1]?.norm === 'reo') values.push('te reo')
    else if (norm !== 'reo' && (!between.test(norm) || (denied && values.length > 0 && /^(only|just|but)$/.test(norm)))) break
  }
  return values
}

const speaks = (values: string[], at: number): Told[] => (values.length > 0 ? [{ attribute: 'speaks', values, at }] : [])

/** "Speaks Thai", "speaks five languages, Thai among them", "speaks it fluently". */
export const speaking: Reader = ({ tokens, verb }) => {
  const denied = tokens.slice(Math.max(0, verb - 3), verb).some(({ norm }) => /^(not|never|barely|hardly)$/.test(norm))
  const values = listedFrom(tokens, verb + 1, denied)
  if (values.length > 0) return speaks(values, verb)
  if (tokens[verb + 1]?.norm === 'it') return speaks(['it'], verb)
  const many = tokens.findIndex(({ norm }, at) => at > verb && at < verb + 5 && norm === 'languages')
  return many < 0 ? [] : speaks(tokens.slice(many + 1).flatMap(({ norm }) => (languages.has(norm) ? norm : [])), verb)
}

/** "Sings to her in Danish", "we chatted in Estonian", "explained it in Thai". */
const talking: Reader = ({ tokens, verb }) => {
  const at = after(tokens, verb + 1, new Set(['in']), 5)
  const language = at === undefined ? undefined : tokens[at]?.norm
  return language !== undefined && languages.has(language) && !/^(class|lessons?|course|exam|food|restaurant|school)$/.test(normAt(tokens, at! + 1)) ? speaks([language], verb) : []
}

/** "Learned Russian at school", "taught herself Thai", "knows some Lao": no learner yet, and no "knows Thai people". */
const mastering: Reader = ({ tokens, verb, norm }) => {
  if (norm === 'taught' && !/^(myself|himself|herself)$/.test(normAt(tokens, verb + 1))) return []
  if (norm === 'picked' && tokens[verb + 1]?.norm !== 'up') return []
  const start = norm === 'taught' || norm === 'picked' || norm === 'grew' ? verb + 2 : verb + 1
  const first = tokens.findIndex((token, at) => at >= start && at < start + 4 && languages.has(token.norm))
  if (first < 0 || tokens.slice(start, first).some(token => !between.test(token.norm) && !/^(speaking|with|from)$/.test(token.norm))) return []
  const values = listedFrom(tokens, first)
  const last = tokens.findLastIndex(token => token.norm === values.at(-1))
  const next = tokens[last + 1]
  return next === undefined || next.kind === 'mark' || /^(at|in|from|on|by|when|as|and|because|so|well|fluently|too|with|while|before|during|quite|very|better|first|for|through|via|to|off|that|who|which|or|but|even|now)$/.test(next.norm) ? speaks(values, verb) : []
}

/** "Translates from Danish into Thai". */
const rendering: Reader = ({ tokens, verb }) => speaks(tokens.slice(verb + 1, verb + 8).flatMap(({ norm }, step, all) => (languages.has(norm) && /^(from|into|to|and)$/.test(all[step - 1]?.norm ?? '') ? norm : [])), verb)

/** "Is bilingual, Thai and Lao". */
const many: Reader = ({ tokens, verb }) => speaks(listedFrom(tokens, verb + (/^[,:(]$/.test(normAt(tokens, verb + 1)) ? 2 : 1)), verb)

/** Readers of verbs that tell a language. */
export const tongueReaders: readonly (readonly [words: string, reader: Reader])[] = [
  ['speak speaks spoke speaking', speaking],
  ['sings sing sang talks talk talked chats chat chatted prays pray prayed swears swear swore curses cursed counts counted explains explained argues argued whispered mutters muttered shouted yelled texts texted answered replied preaches gossip gossips', talking],
  ['learned learnt mastered taught picked knows grew', mastering],
  ['translates translated interprets', rendering],
  ['bilingual trilingual', many],
]

const level = /^(better|rusty|good|great|excellent|fluent|perfect|decent|flawless|impeccable|improving|fine|okay|ok|solid)$/

/** What nouns say of languages: "Ana's mother tongue is Thai", "Thai is my first language", "her Thai is better than mine". */
export function tonguesIn(tokens: readonly Token[], { phrases }: Parsed): Saying[] {
  const found: Saying[] = []
  const say = (who: readonly Phrase[], values: string[], at: number): void => {
    for (const told of speaks(values, at)) found.push({ type: 'attribute', who, told, at, mood: 'holds' })
  }
  for (const [at, { norm }] of tokens.entries()) {
    const before = normAt(tokens, at - 1)
    const isTongue = (norm === 'tongue' && before === 'mother') || (norm === 'language' && /^(first|native|second|third)$/.test(before))
    const owner = isTongue ? possessorAt(tokens, phrases, at - 1) : languages.has(norm) ? possessorAt(tokens, phrases, at) : undefined
    if (owner && isTongue) {
      const copula = /^(is|was|'s)$/.test(normAt(tokens, at + 1))
      const start = owner.start > 0 ? tokens.findLastIndex((token, place) => place < at && languages.has(token.norm)) : -1
      say([owner], copula ? listedFrom(tokens, at + 2) : start >= 0 && /^(is|'s|being)$/.test(normAt(tokens, start + 1)) ? [tokens[start]!.norm] : [], at)
    } else if (owner && /^(is|'s)$/.test(normAt(tokens, at + 1)) && tokens.slice(at + 2, at + 5).some(token => level.test(token.norm))) say([owner], [norm], at)
    else if (/^(speaks?|speaking)$/.test(norm) && !/^(not|never)$/.test(before)) conversed(at)
    else if (norm === 'language' && /^(only|one|common)$/.test(before)) shared(at)
  }
  return found

  /** "Speaks Thai with my aunt": so does she. */
  function conversed(at: number): void {
    const values = listedFrom(tokens, at + 1)
    const last = tokens.findIndex((token, place) => place > at && token.norm === values.at(-1))
    const other = last > 0 && tokens[last + 1]?.norm === 'with' ? phrases.get(last + 2) : undefined
    if (other?.type === 'name' || (other?.type === 'kin' && other.kin.role !== 'pet')) say([other], values, at)
  }

  /** "In Thai, the only language we both speak". */
  function shared(at: number): void {
    const we = tokens[at + 1]?.norm === 'that' ? at + 2 : at + 1
    if (tokens[we]?.norm !== 'we' || !tokens.slice(we + 1, we + 5).some(({ norm }) => /^(speak|share|know|have)$/.test(norm))) return
    const other = [...phrases.values()].findLast(phrase => phrase.end <= at && ((phrase.type === 'name' && !phrase.place) || phrase.type === 'kin' || (phrase.type === 'pronoun' && !phrase.thing)))
    say([speaker(at), ...(other ? [other] : [])], tokens.flatMap(({ norm }) => (languages.has(norm) ? norm : [])).slice(-1), at)
  }
}

/** The last language that is named before a place: "it" afterwards. */
export function lastLanguage(tokens: readonly Token[], at: number = tokens.length): string | undefined {
  return tokens.slice(0, at).findLast(({ norm }) => languages.has(norm))?.norm
}
