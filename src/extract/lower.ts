// Where names stand in a text without capitals: what comes before and after one that can hardly be said of anything else.
import { isAdverb } from './adverb.ts'
import { kinAt } from './kin.ts'
import { isOrdinary, isVerb, isWordName } from './ordinary.ts'
import type { Token } from './token.ts'

const owners = /^(my|our|his|her|their|your)$/
const describing = /^(older|younger|big|little|best|old|twin|half|baby|elder|eldest|oldest|youngest|only|lil|new|former|good|close|dear)$/
/** Words that a place or a thing stands after. */
const placing = /^(in|at|from|near|of|to|into|via|around|the|a|an|this|that|some|any|no|on|by|outside|than|as|like|-)$/
const wherever = /^(work|school|uni|college|church|football|choir|yoga|pilates|hr|accounting|accounts|legal|sales|reception|upstairs|downstairs)$/
const joints = /^(so|and|but|because|when|that|if|then|ok|btw|yo|hey|since|while|as|cause|where|though|until|before|after|well|honestly|anyway|apparently|today|tonight|yesterday|now|actually)$/

/** Names in -as, which is no clipped "anna's". */
export const endsInAs = new Set('jonas lucas lukas thomas tomas niklas nicolas nikolas matias mathias matthias elias tobias andreas silas douglas atlas barnabas dallas rojas vargas dumas'.split(' '))

/** Names that open a sentence as verbs as well: "Will Ana come", "Bill Ana for it". */
export const bids = new Set('will may bill mark sue chase grant skip hope pat rob drew'.split(' '))

/** True for a word, or the first of two, that its place shows to be a name; `end` is the place after the name. */
export function namedByPlace(tokens: readonly Token[], at: number, end: number): boolean {
  const { norm } = tokens[at]!
  if (norm.length < 3 || kinAt([norm], 0) || norm.includes("'")) return false
  const opens = startsClause(tokens, at)
  if (opens && isSaidToBeKin(tokens, end)) return !isOrdinary(norm) || isWordName(norm)
  if (isOrdinary(norm)) return false
  const next = tokens[end]?.norm ?? ''
  if (next === "'s" && kinFrom(tokens, end + 1)) return true
  const before = tokens[at - 1]?.norm ?? ''
  if (next === 'who' && /^('s|is|was)$/.test(before) && /^(it|that|this|there)$/.test(tokens[at - 2]?.norm ?? '')) return true
  if ((next === ',' || next === '(') && !placing.test(before) && owners.test(tokens[end + 1]?.norm ?? '') && kinFrom(tokens, end + 2)) return true
  return opens && (isSomewhere(tokens, end) || (isAdverb(next) && isVerb(tokens[end + 1]?.norm ?? '')))
}

function startsClause(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]
  return before === undefined || before.kind === 'mark' || joints.test(before.norm)
}

/** "Is my cousin", "and nils are her brothers", "= my mum". */
function isSaidToBeKin(tokens: readonly Token[], at: number): boolean {
  const joined = /^(and|,)$/.test(tokens[at]?.norm ?? '') && tokens[at + 1]?.kind === 'word' ? at + 2 : at
  if (!/^(is|'s|was|are|were)$/.test(tokens[joined]?.norm ?? '')) return false
  const from = tokens[joined + 1]?.norm === 'not' || isAdverb(tokens[joined + 1]?.norm ?? '') ? joined + 2 : joined + 1
  return owners.test(tokens[from]?.norm ?? '') && kinFrom(tokens, from + 1)
}

/** A kin word, what describes it aside. */
function kinFrom(tokens: readonly Token[], at: number): boolean {
  let next = at
  while (describing.test(tokens[next]?.norm ?? '') && next - at < 3) next++
  return kinAt([tokens[next]?.norm], 0) !== undefined || (next > at && kinAt([tokens[next - 1]?.norm, tokens[next]?.norm], 0) !== undefined)
}

/** "At work", "from our choir", "next door", "in my team". */
function isSomewhere(tokens: readonly Token[], at: number): boolean {
  const [norm, next] = [tokens[at]?.norm ?? '', tokens[at + 1]?.norm ?? '']
  if (norm === 'next') return next === 'door'
  return /^(at|from|in)$/.test(norm) && (wherever.test(next) || /^(my|our)$/.test(next))
}
