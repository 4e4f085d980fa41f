// A sentence as phrases among tokens, and which phrases stand for the same person.
import { sharedRole } from './both.ts'
import { kinOwned, speaker } from './implied.ts'
import type { NameReader } from './name.ts'
import { endingAt } from './placed.ts'
import { respectively } from './respectively.ts'
import { bareKinAt, phraseAt, type KinPhrase, type Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'

/** A sentence with the phrases in it, by the place where each starts. */
export interface Parsed {
  tokens: readonly Token[]
  phrases: ReadonlyMap<number, Phrase>
  /** Pairs that are one person: "Dana, my sister". */
  same: readonly (readonly [Phrase, Phrase])[]
  /** Several and what they all are: "Ana and Bea, my sisters". */
  groups: readonly { members: Phrase[]; kin: Phrase & KinPhrase }[]
}

/** Finds the phrases of a sentence, longest first from the left. */
export function parse(tokens: readonly Token[], names: NameReader): Parsed {
  const phrases = new Map<number, Phrase>()
  for (let at = 0; at < tokens.length; ) {
    const phrase = phraseAt(tokens, at, names)
    if (phrase) phrases.set(at, phrase)
    at = phrase ? phrase.end : at + 1
  }
  respectively(tokens, phrases)
  const same: (readonly [Phrase, Phrase])[] = []
  const groups: { members: Phrase[]; kin: Phrase & KinPhrase }[] = []
  for (const phrase of phrases.values()) {
    // "The mother of Tom, my son's friend": Tom is the friend.
    const inner = phrase.type === 'kin' && phrase.names.length === 0 && phrase.owner?.type === 'name' && phrase.owner.end === phrase.end ? phrase.owner : phrase
    const next = apposed(tokens, phrases, inner) ?? (phrase.type === 'name' ? sharedRole(tokens, phrases, moments.test(normAt(tokens, phrase.end)) ? phrase.end + 1 : phrase.end) : undefined)
    const echoed = next ? undefined : dislocated(tokens, phrases, phrase, names)
    if (echoed) same.push([phrase, echoed])
    const later = next || echoed ? undefined : (trailing(tokens, phrases, phrase) ?? unmarked(tokens, phrases, phrase))
    if (later) same.push([phrase, later])
    if (!next) continue
    if (next.kin.plural) {
      const members = listBefore(tokens, phrases, phrase)
      if (members.length > 1) groups.push({ members, kin: next })
    } else same.push([inner, next])
  }
  const choice = chosen(tokens, phrases)
  if (choice) groups.push(choice)
  return { tokens, phrases, same, groups }
}

/** "Which of my cousins was it, Ana or Bo?": they are all of them. */
function chosen(tokens: readonly Token[], phrases: ReadonlyMap<number, Phrase>): Parsed['groups'][number] | undefined {
  const of = tokens.findIndex(({ norm }, at) => norm === 'of' && /^(which|one|neither|both|none)$/.test(normAt(tokens, at - 1)))
  const kin = of < 0 ? undefined : phrases.get(of + 1)
  if (kin?.type !== 'kin' || !kin.kin.plural || !kin.owner || kin.names.length > 0) return undefined
  const or = tokens.findIndex(({ norm }, at) => at > kin.end && norm === 'or')
  const members = [...phrases.values()].filter(({ start, end }) => or > 0 && (end === or || start === or + 1))
  return members.length === 2 && members[0]!.type === 'name' && /^[,:]$/.test(tokens[members[0]!.start - 1]?.norm ?? '') ? { members, kin } : undefined
}

const openers = new Set([',', '(', '-', ':'])
/** What may stand between a name and who that is: "met Ana today, my friend from the choir". */
const moments = /^(today|yesterday|tonight|again|earlier|recently|there|lately|too)$/

/** The kin phrase that stands beside a named one and says who it is. */
function apposed(tokens: readonly Token[], phrases: ReadonlyMap<number, Phrase>, phrase: Phrase): (Phrase & KinPhrase) | undefined {
  // "I, her mother, must go", "it is down to me her gran".
  if (phrase.type === 'self') {
    const own = phrases.get(tokens[phrase.end]?.norm === ',' ? phrase.end + 1 : phrase.end)
    return own?.type === 'kin' && own.owner?.type === 'pronoun' && own.names.length === 0 && /^(,|\)|)$/.test(normAt(tokens, own.end)) && /^(me|i)$/.test(tokens[phrase.start]!.norm) ? own : undefined
  }
  const named = phrase.type === 'name' || (phrase.type === 'kin' && phrase.names.length === 1)
  const late = moments.test(normAt(tokens, phrase.end)) && tokens[phrase.end + 1]?.norm === ',' ? 1 : 0
  const opener = normAt(tokens, phrase.end + late)
  if (!named) return undefined
  const linked = opener === 'as' && tokens[phrase.end + 1]?.norm === 'in' ? 2 : /^(being|meaning|aka)$/.test(opener) ? 1 : 0
  if (linked > 0) {
    const next = phrases.get(phrase.end + linked)
    return next?.type === 'kin' && next.names.length === 0 && next.owner ? next : undefined
  }
  if (!openers.has(opener)) return adjoined(tokens, phrases, phrase) ?? gapped(tokens, phrases, phrase)
  // "Dana, aka my sister", "Dana (that's my sister)", "Dana, who's my sister".
  let at = phrase.end + late + 1
  while (/^(that|he|she|is|'s|aka|also|namely|btw|who|being|as|in|meaning)$/.test(normAt(tokens, at)) && !phrases.has(at) && at - phrase.end < 5 + late) at++
  if (/^(he|she)$/.test(normAt(tokens, at)) && opener === '(' && /^(is|'s)$/.test(normAt(tokens, at + 1))) at += 2
  const next = phrases.get(at) ?? bareApposition(tokens, at, opener)
  if (next?.type !== 'kin' || next.names.length > 0) return undefined
  // "Ana, a colleague, is here": the speaker's.
  const acquainted = phrase.start === 0 && next.indefinite && !next.owner && /^(friend|colleague)$/.test(next.kin.role) && /^(,|from|)$/.test(normAt(tokens, next.end))
  if (acquainted) return { ...next, owner: speaker(at) }
  if (!next.owner && !next.definite) return undefined
  const after = tokens[next.end]
  if (opener === '(') return next
  if (after === undefined || /^(,|\)|-|and|who|whom|from|at|in|;|:|"|but|whose|since|with|for)$/.test(after.norm)) {
    // "I called Dana, my sister and Tom": a list, not who Dana is.
    // "Dana, mother of Kim and Leo, works": the list is that of the owners.
    const ofMany = next.owner?.end === next.end && tokens[phrases.get(next.end + 1)?.end ?? 0]?.norm === ','
    return after?.norm === 'and' && opener === ',' && !ofMany && phrases.has(next.end + 1) && !startsPredicate(tokens, phrases.get(next.end + 1)!.end) ? undefined : next
  }
  return undefined
}

/** "Ana my boss is here": the commas are left out. */
function adjoined(tokens: readonly Token[], phrases: ReadonlyMap<number, Phrase>, phrase: Phrase): (Phrase & KinPhrase) | undefined {
  const next = phrase.start === 0 && phrase.type === 'name' ? phrases.get(phrase.end) : undefined
  const own = next?.type === 'kin' && next.owner?.type === 'self' && next.names.length === 0 && !next.kin.plural
  return own && startsPredicate(tokens, next.end) ? next : undefined
}

/** "Ana is my sister, Bo her husband": the verb is left out. */
function gapped(tokens: readonly Token[], phrases: ReadonlyMap<number, Phrase>, phrase: Phrase): (Phrase & KinPhrase) | undefined {
  const next = phrases.get(phrase.end)
  const opens = /^(,|and|;|but)$/.test(normAt(tokens, phrase.start - 1)) && tokens.slice(0, phrase.start).some(({ norm }) => /^(is|'s|am|are)$/.test(norm))
  if (!opens || next?.type !== 'kin' || !next.owner || next.names.length > 0 || next.kin.plural) return undefined
  return /^(,|\)|;|and|)$/.test(normAt(tokens, next.end)) ? next : undefined
}

/** "Her son is late again, Sigge": a new name after the clause names whom the clause began with. */
function dislocated(tokens: readonly Token[], phrases: ReadonlyMap<number, Phrase>, phrase: Phrase, names: NameReader): (Phrase & KinPhrase) | undefined {
  if (phrase.type !== 'name' || phrase.place || tokens[phrase.start - 1]?.norm !== ',' || names.knows(phrase.name.text.toLowerCase())) return undefined
  if (!/^(,|\)|-|;|)$/.test(normAt(tokens, phrase.end))) return undefined
  const before = [...phrases.values()].filter(other => other.end < phrase.start)
  const [first] = before
  if (first?.type !== 'kin' || first.kin.plural || first.names.length > 0 || !(first.owner || first.definite) || first.start > 3 || first.kin.role === 'stranger') return undefined
  // "My sister called Tom, Ana": no other name stands between, and no list goes on.
  if (before.some(other => other.type === 'name' || (other !== first && other.type === 'kin' && other.names.length > 0))) return undefined
  const rest = tokens.slice(first.end, phrase.start - 1)
  if (rest.length === 0 || rest.some(({ norm }) => /^(,|and|or|:|"|said|says|like|if|called|named|is)$/.test(norm) && norm !== 'is')) return undefined
  return phrases.has(phrase.end + 1) && phrases.get(phrase.end + 1)!.type === 'name' ? undefined : first
}

/** "Ana my cousin is here", "went with Ana my best friend": the comma was left out. */
function unmarked(tokens: readonly Token[], phrases: ReadonlyMap<number, Phrase>, phrase: Phrase): (Phrase & KinPhrase) | undefined {
  const kin = phrase.type === 'name' ? phrases.get(phrase.end) : undefined
  if (kin?.type !== 'kin' || kin.owner?.type !== 'self' || kin.owner.start !== kin.start || kin.kin.plural || kin.names.length > 0) return undefined
  const before = normAt(tokens, phrase.start - 1)
  return /^(|with|and|met|saw|from|meet|visit)$/.test(before) && /^(|,|\)|and|is|was|has|from|who|at|in)$/.test(normAt(tokens, kin.end)) ? kin : undefined
}

/** "Met Ana at the shop, my cousin": who was met, a place or a time after the name. */
function trailing(tokens: readonly Token[], phrases: ReadonlyMap<number, Phrase>, phrase: Phrase): (Phrase & KinPhrase) | undefined {
  if (phrase.type !== 'name' || phrase.place || phrase.start === 0) return undefined
  const comma = tokens.findIndex(({ norm }, at) => at > phrase.end && at < phrase.end + 6 && norm === ',')
  const kin = comma < 0 ? undefined : phrases.get(comma + 1)
  if (kin?.type !== 'kin' || kin.owner?.type !== 'self' || kin.kin.plural || kin.names.length > 0) return undefined
  const between = tokens.slice(phrase.end, comma)
  const adverbial = /^(today|yesterday|tonight|earlier|again|there|this|last|at|in|on|for|outside|after|over|near)$/.test(between[0]?.norm ?? '')
  if (!adverbial || between.some((token, step) => /^(and|or|who|is|was|but|that)$/.test(token.norm) || phrases.has(phrase.end + step))) return undefined
  return /^(|,|\)|from|at|in|who|;|:|-)$/.test(normAt(tokens, kin.end)) ? kin : undefined
}

/** "Thiago (roommate)", "Małgosia (the wife)": the speaker's own. */
function bareApposition(tokens: readonly Token[], at: number, opener: string): (Phrase & KinPhrase) | undefined {
  const kin = opener === '(' ? bareKinAt(tokens, at) : undefined
  const close = tokens.slice(at, at + 5).find(token => /^[),]$/.test(token.norm))
  if (!kin || !close) return undefined
  const end = tokens.indexOf(close)
  return kinOwned(speaker(at), { kin, word: tokens[at]!.norm, start: at, end })
}

function startsPredicate(tokens: readonly Token[], at: number): boolean {
  return /^(is|am|are|was|were|has|have|'s|'ve|do|did|will|can|lives?|works?)$/.test(normAt(tokens, at))
}

/** The phrases of a list that ends with one, in order. */
function listBefore(tokens: readonly Token[], phrases: ReadonlyMap<number, Phrase>, last: Phrase): Phrase[] {
  const list = [last]
  for (;;) {
    const first = list[0]!
    let at = first.start - 1
    if (!/^(,|and)$/.test(normAt(tokens, at))) return list
    while (/^(,|and)$/.test(normAt(tokens, at))) at--
    const before = endingAt(phrases, at + 1)
    if (!before || (before.type !== 'name' && before.type !== 'kin')) return list
    list.unshift(before)
  }
}

/** The phrases that start at a place and are joined by commas and "and", with the place after the last. */
export function listFrom({ tokens, phrases, same }: Parsed, at: number): { list: Phrase[]; end: number } {
  const first = phrases.get(at)!
  const list = [first]
  let end = afterApposition(tokens, same, first)
  for (;;) {
    const from = afterAge(tokens, end)
    const next = afterLink(tokens, from)
    const phrase = next > from ? phrases.get(next) : undefined
    // "Siv, 5, and Bo, 3, are": the age is no end.
    if (!phrase) return { list, end: list.length > 1 && from > end && tokens[from]?.norm === ',' ? from + 1 : end }
    // After a bare comma a pronoun starts another clause: "Dana works there, she ...".
    const bare = !tokens.slice(from, next).some(token => token.norm !== ',')
    // "Ana, and I ...": so does one after a comma and "and".
    if (next - from > 1 && phrase.type === 'self' && phrase.end === phrase.start + 1 && startsPredicate(tokens, phrase.end)) return { list, end }
    if (bare && (first.type === 'pronoun' || (phrase.type !== 'name' && phrase.type !== 'kin'))) return { list, end }
    // "Ana, a dentist from Graz": what she is.
    if (bare && phrase.type === 'kin' && phrase.indefinite && !phrase.owner && phrase.names.length === 0) return { list, end }
    // "Mom is Lucille, dad is Ray": the next clause.
    if (bare && startsPredicate(tokens, phrase.end)) return { list, end }
    list.push(phrase)
    end = afterApposition(tokens, same, phrase)
  }
}

/** The place after what joins a list: ",", "and", ", and", "as well as". */
function afterLink(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.norm === 'as' && tokens[at + 1]?.norm === 'well' && tokens[at + 2]?.norm === 'as') return at + 3
  let next = at
  while (/^(,|and|plus)$/.test(normAt(tokens, next)) && next - at < 3) next++
  return next
}

/** "Jonah (7) and Esme": an age in brackets does not end a list. */
function afterAge(tokens: readonly Token[], at: number): number {
  const told = tokens[at]?.norm === ',' && /^\d{1,2}$/.test(normAt(tokens, at + 1)) && /^(,|and)$/.test(normAt(tokens, at + 2))
  if (told) return at + 2
  const aged = tokens[at]?.norm === '(' && /^\d+$/.test(normAt(tokens, at + 1)) && tokens[at + 2]?.norm === ')'
  return aged && /^(,|and)$/.test(normAt(tokens, at + 3)) ? at + 3 : at
}

function afterApposition(tokens: readonly Token[], same: Parsed['same'], phrase: Phrase): number {
  const next = same.find(([left]) => left === phrase)?.[1]
  // An echo stands before: "her son is here, Leo".
  if (!next || next.end <= phrase.end) return phrase.end
  return /^[,)-]$/.test(normAt(tokens, next.end)) ? next.end + 1 : next.end
}
