// Who a verb is said of, where that is not plain: nobody in particular, the last of a list, the speaker of a clipped sentence.
import { isFunctionWord } from '../encode/prose.ts'
import { lastSpokenOf, speaker } from './implied.ts'
import { isVerb } from './ordinary.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { isProfession } from './spans.ts'
import { normAt, type Token } from './token.ts'

/** Verbs that help others, and the forms of "be". */
export const auxiliaries: ReadonlySet<string> = new Set("is are was were am 's been be has have had do does did will would can could should might may must 'd ca".split(' '))

/** True for a phrase that a verb follows, adverbs aside: its one subject. */
export function leadsVerb(tokens: readonly Token[], { start, end }: Phrase): boolean {
  if (start > 1 && tokens[start - 1]!.norm === 'and' && tokens[start - 2]!.capital) return false
  let next = end
  while (next - end < 2 && /(?:ly|^(?:still|also|now|just|never|always|often|both|all|who|himself|herself))$/.test(normAt(tokens, next))) next++
  const { norm } = tokens[next] ?? { norm: '' }
  return auxiliaries.has(norm) || (isVerb(norm) && !norm.endsWith('ing')) || /[^e]ed$/.test(norm)
}

/** "The driver spoke", "the woman works": who does something. */
function isAgent(noun: string): boolean {
  return isProfession(noun) || /^(man|woman|guy|lady|bloke|chap|girl|boy|fellow|kid|tenant|landlord|owner|seller|stranger|patient|client|customer)$/.test(noun)
}

const several = /^(half|most|some|all|many|both|few|none)$/
/** "Half the tenors work there", "most of the parents live here": several of whom nothing is known. */
function startsSeveral({ tokens, phrases }: Pick<Parsed, 'tokens' | 'phrases'>, at: number): boolean {
  if (!several.test(tokens[at]!.norm)) return false
  let next = at + 1
  while (/^(of|the|our|their|my|those|these)$/.test(normAt(tokens, next)) && next - at < 3) next++
  const noun = tokens[next]
  const verb = tokens[next + 1]
  return noun?.kind === 'word' && !noun.capital && noun.norm.endsWith('s') && !phrases.has(next) && !phrases.has(next + 1) && verb?.kind === 'word' && (isVerb(verb.norm) || auxiliaries.has(verb.norm))
}

/** "The man who called me", "a woman at the bank said": a subject that is nobody's kin and has no name. */
export function startsAnybody({ tokens, phrases }: Pick<Parsed, 'tokens' | 'phrases'>, at: number): boolean {
  if (startsSeveral({ tokens, phrases }, at)) return true
  if (!/^(the|a|an|this|that|some|every)$/.test(tokens[at]!.norm)) return false
  // "I am the only one who ...", "she is a woman who ...": the subject goes on.
  if (/^(is|'s|am|are|was|only|be)$/.test(normAt(tokens, at - 1)) && tokens[at - 2]?.norm !== 'there') return false
  for (let next = at + 1; next < at + 4; next++) {
    const token = tokens[next]
    if (token?.kind !== 'word' || token.capital || phrases.has(next)) return false
    const after = normAt(tokens, next + 1)
    const agent = isAgent(token.norm) && isVerb(after) && !after.endsWith('ing')
    if (!phrases.has(next + 1) && (after === 'who' || auxiliaries.has(after) || agent)) return !isFunctionWord(token.norm)
  }
  return false
}

/** "Works at Siemens." is said of the last who was spoken of; other verbs without a subject are the writer's. */
export function implied(norm: string): Phrase {
  return norm.endsWith('s') && !norm.endsWith('ss') && norm !== 'is' && isVerb(norm)
    ? lastSpokenOf(0)
    : speaker(0)
}

/** "Ana next door has ...": the last who was spoken of before a place, those aside that are only said of somebody. */
export function lastBefore({ phrases }: Parsed, at: number, except?: ReadonlySet<Phrase>): readonly Phrase[] {
  const last = [...phrases.values()].findLast(phrase => phrase.end <= at && !except?.has(phrase) && (phrase.type === 'name' || phrase.type === 'kin'))
  return last ? [last] : []
}

/** "I met Bo, that's Ana's brother": whoever was named last, not the subject; undefined where nobody is pointed at. */
export function pointedAt(parsed: Parsed, at: number): readonly Phrase[] | undefined {
  const [before, that] = [normAt(parsed.tokens, at - 2), normAt(parsed.tokens, at - 1)]
  return /^(that|this)$/.test(that) && /^([,(-]|and)$/.test(before) ? lastBefore(parsed, at) : undefined
}

/** "Whose wife": kin of whoever was named before. */
export function isWhose([phrase]: readonly Phrase[]): boolean {
  return phrase?.type === 'kin' && phrase.owner?.type === 'relative'
}

/** The subject of a verb: of a list the last alone, where the verb is singular. */
export function agreeing(list: readonly Phrase[], verb: Token): readonly Phrase[] {
  const singular = /^(is|was|has|does|'s)$/.test(verb.norm) || (/[^s]s$/.test(verb.norm) && isVerb(verb.norm))
  return singular && list.length > 1 ? [list.at(-1)!] : list
}
