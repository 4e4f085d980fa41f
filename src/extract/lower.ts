// Where names stand in a text without capitals: what comes before and after one that can hardly be said of anything else.
import { isAdverb } from './adverb.ts'
import { kinAt } from './kin.ts'
import { isOrdinary, isVerb, isWordName } from './ordinary.ts'
import { isProfession } from './spans.ts'
import { normAt, type Token } from './token.ts'

const owners = /^(my|our|his|her|their|your)$/
const describing = /^(older|younger|big|little|best|old|twin|half|baby|elder|eldest|oldest|youngest|only|lil|new|former|good|close|dear)$/
/** Words that a place or a thing stands after. */
const placing = /^(in|at|from|near|of|to|into|via|around|the|a|an|this|that|some|any|no|on|by|outside|than|as|like|-)$/
const wherever = /^(work|school|uni|college|church|football|choir|yoga|pilates|hr|accounting|accounts|legal|sales|reception|upstairs|downstairs)$/
const joints = /^(so|and|but|because|when|that|if|then|ok|btw|yo|hey|since|while|as|cause|where|though|until|before|after|well|honestly|anyway|apparently|today|tonight|yesterday|now|actually)$/

/** Names in -as, which is no clipped "anna's". */
export const endsInAs: ReadonlySet<string> = new Set('jonas lucas lukas thomas tomas niklas nicolas nikolas matias mathias matthias elias tobias andreas silas douglas atlas barnabas dallas rojas vargas dumas'.split(' '))

/** Names that open a sentence as verbs as well: "Will Ana come", "Bill Ana for it". */
export const bids: ReadonlySet<string> = new Set('will may bill mark sue chase grant skip hope pat rob drew'.split(' '))

/** Words that somebody stands after. */
export const meetings: ReadonlySet<string> = new Set((
  'with told tell met saw see call called ask asked invite invited text texted from for and by to about visit visiting into ring rang phone phoned ' +
  'hired dropped take took married marrying dating love miss missed meet meeting remind message messaged thank blame know knew bring brought'
).split(' '))

/** "Since May", "12 June": no persons. */
export function isMonth(tokens: readonly Token[], at: number): boolean {
  return /^(april|may|june|august)$/.test(tokens[at]!.norm) && /^(since|until|till|by|before|after|this|last|next|early|late|mid|of|every|from|on|\d+(?:st|nd|rd|th)?)$/.test(normAt(tokens, at - 1))
}

/** Family names of two letters. */
export const short: RegExp = /^(li|wu|xu|ng|le|vo|yu|hu|lu)$/
/** What may follow somebody who was met. */
export const timely: RegExp = /^(today|yesterday|tonight|tomorrow|again|earlier|last|this|every|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/

/** "Will wait", "may not": no Will, no May. */
export function isModal(tokens: readonly Token[], at: number): boolean {
  const next = normAt(tokens, at + 1)
  return /^(will|may)$/.test(tokens[at]!.norm) && (/^(be|have|not|never|also|i|you|he|she|it|we|they|my|his|her|the)$/.test(next) || (isVerb(next) && !/(?:s|ed)$/.test(next)))
}

// Names that say of somebody what he is like: "my dad is frank".
const adjectives = /^(rich|happy|frank|sunny|lucky|rusty|merry|will|may|van|skip|max)$/

/** True for a word, or the first of two, that its place shows to be a name; `end` is the place after the name. */
export function namedByPlace(tokens: readonly Token[], at: number, end: number): boolean {
  const { norm } = tokens[at]!
  if (norm.length < 3 || kinAt([norm], 0) || norm.includes("'")) return false
  const opens = startsClause(tokens, at)
  const next = normAt(tokens, end)
  const before = normAt(tokens, at - 1)
  const named = !isOrdinary(norm) || isWordName(norm)
  if (named && opens && (isSaidToBeKin(tokens, end) || isPair(tokens, end))) return true
  if (named && ((next === "'s" && kinFrom(tokens, end + 1)) || (before === 'of' && tokens[at - 2]?.norm === 'instead'))) return true
  if (named && !adjectives.test(norm) && !isProfession(norm) && isListedAsKin(tokens, at) && !/(?:ic|al|ac|ish|ent|ese|ful)$/.test(norm)) return isListEnd(tokens[end])
  if (isOrdinary(norm) || isProfession(norm)) return false
  if (next === 'who' && /^('s|is|was)$/.test(before) && /^(it|that|this|there)$/.test(normAt(tokens, at - 2))) return true
  if ((next === ',' || next === '(') && !placing.test(before) && owners.test(normAt(tokens, end + 1)) && kinFrom(tokens, end + 2)) return true
  return opens && (isSomewhere(tokens, end) || (isAdverb(next) && isVerb(normAt(tokens, end + 1))))
}

function startsClause(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]
  return before === undefined || before.kind === 'mark' || joints.test(before.norm)
}

/** "Is my cousin", "and nils are her brothers", "= my mum". */
function isSaidToBeKin(tokens: readonly Token[], at: number): boolean {
  const joined = /^(and|,)$/.test(normAt(tokens, at)) && tokens[at + 1]?.kind === 'word' ? at + 2 : at
  if (!/^(is|'s|was|are|were)$/.test(normAt(tokens, joined))) return false
  const from = tokens[joined + 1]?.norm === 'not' || isAdverb(normAt(tokens, joined + 1)) ? joined + 2 : joined + 1
  return owners.test(normAt(tokens, from)) && kinFrom(tokens, from + 1)
}

/** "And i", "and ruta are siblings": what two do or are. */
function isPair(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.norm !== 'and') return false
  if (/^(i|me)$/.test(normAt(tokens, at + 1))) return true
  return /^(are|were|got)$/.test(normAt(tokens, at + 2)) && (kinAt([tokens[at + 3]?.norm], 0) !== undefined || /^(married|engaged|twins|related|together)$/.test(normAt(tokens, at + 3)))
}

/** "My kids are nils (4), ruta and elof", "my brother is mark": a word of what a kin word is said to be. */
function isListedAsKin(tokens: readonly Token[], at: number): boolean {
  let before = at - 1
  while (before > 0 && at - before < 12 && /^(?:,|and|\(|\)|\d+)$/.test(tokens[before]!.norm)) {
    before--
    while (tokens[before]?.kind === 'word' && /^(and|\d+)$/.test(tokens[before]!.norm)) before--
    // The name before in the list.
    if (tokens[before]?.kind === 'word' && !/^(is|'s|are|were)$/.test(tokens[before]!.norm) && !isOrdinary(tokens[before]!.norm)) before--
  }
  const plural = before < at - 1 || /^(are|were)$/.test(normAt(tokens, before))
  const kin = kinAt([tokens[before - 1]?.norm], 0)
  if (!kin || !owners.test(normAt(tokens, before - 2)) && !describing.test(normAt(tokens, before - 2))) return false
  return plural ? /^(are|were)$/.test(tokens[before]!.norm) && kin.kin.plural : /^(is|'s)$/.test(tokens[before]!.norm)
}

function isListEnd(token: Token | undefined): boolean {
  return token === undefined || token.kind === 'mark' || /^(and|btw|but|who)$/.test(token.norm)
}

/** A kin word, what describes it aside. */
function kinFrom(tokens: readonly Token[], at: number): boolean {
  let next = at
  while (describing.test(normAt(tokens, next)) && next - at < 3) next++
  return kinAt([tokens[next]?.norm], 0) !== undefined || (next > at && kinAt([tokens[next - 1]?.norm, tokens[next]?.norm], 0) !== undefined)
}

/** "At work", "from our choir", "next door", "in my team". */
function isSomewhere(tokens: readonly Token[], at: number): boolean {
  const [norm, next] = [normAt(tokens, at), normAt(tokens, at + 1)]
  if (norm === 'next') return next === 'door'
  return /^(at|from|in)$/.test(norm) && (wherever.test(next) || /^(my|our)$/.test(next))
}
