// Several who are the same to somebody: "Ana and Bo, both friends from school", "Ana and Bo, old friends of mine".
import { kinOwned, speaker } from './implied.ts'
import type { Parsed } from './parse.ts'
import { bareKinAt, type KinPhrase, type Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'

const circle = /^(from|at|in|of|who|i|we|and|plus|,|;|\)|-|)$/

/** What several who were listed are, told behind a comma or a bracket at a place. */
export function sharedRole(tokens: readonly Token[], phrases: Parsed['phrases'], at: number): (Phrase & KinPhrase) | undefined {
  if (!/^[,(:-]$/.test(normAt(tokens, at))) return undefined
  const both = /^(both|all|two)$/.test(normAt(tokens, at + 1))
  const start = both ? at + 2 : at + 1
  const owned = both ? phrases.get(start) : undefined
  if (owned?.type === 'kin') return owned.owner && owned.kin.plural && owned.names.length === 0 ? owned : undefined
  if (phrases.has(start)) return undefined
  const kin = bareKinAt(tokens, start)
  const end = kin ? pastPlural(tokens, start) : start
  if (!kin?.plural || !circle.test(normAt(tokens, end))) return undefined
  const owner = ownerOf(tokens, phrases, end)
  const acquainted = /^(friend|colleague)$/.test(kin.role) && tokens[end]?.norm !== 'of' && (both || isMet(tokens, at, end))
  if (!owner && !acquainted) return undefined
  return kinOwned(owner ?? speaker(start), { kin, word: tokens[end - 1]!.norm, start, end })
}

/** "I met Ana and Bo, friends from uni": the speaker's; friends from childhood on are each other's. */
function isMet(tokens: readonly Token[], at: number, end: number): boolean {
  const own = tokens.slice(0, at).some(({ norm }) => /^(i|we|me|us|my|our)$/.test(norm))
  return own && /^(from|at)$/.test(normAt(tokens, end)) && !tokens.slice(end, end + 3).some(({ norm }) => /^(start|beginning|childhood|day|birth|kindergarten)$/.test(norm))
}

/** "Of mine", "of my mother's". */
function ownerOf(tokens: readonly Token[], phrases: Parsed['phrases'], at: number): Phrase | undefined {
  if (tokens[at]?.norm !== 'of') return undefined
  const owner = phrases.get(at + 1)
  if (owner?.type === 'kin' || owner?.type === 'name') return owner
  return /^(mine|ours)$/.test(normAt(tokens, at + 1)) ? speaker(at) : undefined
}

/** The place after a plural kin word and its adjectives. */
function pastPlural(tokens: readonly Token[], from: number): number {
  const noun = tokens.findIndex(({ norm }, place) => place >= from && norm.endsWith('s') && bareKinAt([tokens[place]!], 0)?.plural === true)
  return noun < 0 ? from : noun + 1
}
