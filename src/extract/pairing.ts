// Verbs and nouns between two persons, and names that are given: "married Ana", "reports to Tom", "everyone calls her Bex".
import { elderCalled } from './address.ts'
import { birthAt } from './birth.ts'
import { leads } from './chief.ts'
import { speaker } from './implied.ts'
import { beast, bosses, married, mates, offspring, together, type Kin } from './kin.ts'
import type { Mood } from './mood.ts'
import { nameAt, type NameReader } from './name.ts'
import { bearsLike } from './namesake.ts'
import type { Parsed } from './parse.ts'
import { wasOnce } from './past.ts'
import { bareKinAt, type Phrase } from './phrase.ts'
import { endingAt, ownerOf } from './placed.ts'
import type { Saying } from './saying.ts'
import { normAt, type Token } from './token.ts'

/** A clause as far as it was read. */
export interface Clause {
  tokens: readonly Token[]
  parsed: Parsed
  names: NameReader
  subject: readonly Phrase[]
  readonly mood: (at: number) => Mood
}

/** What was found, and the phrases that are names given and so stand for nobody else. */
interface Found {
  sayings: Saying[]
  names: Phrase[]
}

/** What tells one name of somebody from another. */
export const sortsOfName: RegExp = /^(full|real|proper|actual|legal|official|birth|pedigree|given|christian|maiden|stage|pen|middle|whole|registered|passport|chosen|true|first)$/
const nothing: Found = { sayings: [], names: [] }

/** What the word at a place says of two, or of a name. */
export function pairingAt(clause: Clause, at: number): Found {
  const { tokens, parsed, subject } = clause
  const { norm } = tokens[at]!
  if (norm === 'surname' || (norm === 'name' && /^(last|family)$/.test(normAt(tokens, at - 1)))) return surname(clause, at)
  if (/^(names|name)$/.test(norm) && tokens[at - 2]?.norm !== 'by') return subject.length > 0 || at > 0 || norm === 'names' ? naming(clause, at) : nothing
  if (norm === 'as' || norm === 'instead') return capacity(clause, at)
  if (norm === 'what') return petName(clause, at)
  // "People take Ana for my sister": she is none.
  const mistaken = /^(takes?|took|taken|mistakes?|mistook|mistaken)$/.test(norm) ? parsed.phrases.get(at + 1) : undefined
  const taken = mistaken && tokens[mistaken.end]?.norm === 'for' ? parsed.phrases.get(mistaken.end + 1) : undefined
  if (taken?.type === 'kin' && taken.names.length === 0) return { ...nothing, names: [taken] }
  // "I call Ana my boss": a manner of speaking.
  const spoken = /^(calls?|called|calling|considers?|considered)$/.test(norm) ? parsed.phrases.get(at + 1) : undefined
  const title = spoken?.type === 'name' || spoken?.type === 'pronoun' ? parsed.phrases.get(spoken.end) : undefined
  if (title?.type === 'kin' && title.owner && title.names.length === 0) return { ...nothing, names: [title] }
  if (subject.length === 0) return nothing
  const next = normAt(tokens, at + 1)
  const to = (step: number): Phrase | undefined => parsed.phrases.get(at + step)
  const mood = clause.mood(at) === 'holds' && wasOnce(tokens, at - 1, undefined) ? 'ended' : clause.mood(at)
  const pair = (other: Phrase | undefined, kin: Kin): Found =>
    other && /^(name|kin|pronoun|self)$/.test(other.type) ? { ...nothing, sayings: [{ type: 'mutual', among: [...subject, other], kin, at, mood }] } : nothing
  const one = (other: Phrase | undefined, kin: Kin): Found =>
    other && /^(name|kin|self)$/.test(other.type) ? { ...nothing, sayings: [{ type: 'kin', owners: subject, kin, members: [other], names: [], at, mood }] } : nothing
  // "Me gran" may be one's own, "calls me gran" is what one is called.
  const called = /^(call|calls|called|calling)$/.test(norm) && next === 'me' ? to(1) : undefined
  if (called?.type === 'kin' && called.names.length === 0) {
    const elder = elderCalled(tokens, at, subject)
    return { names: [called], sayings: elder && mood === 'holds' ? [{ type: 'kin', owners: subject, kin: elder, members: [speaker(at)], names: [], at, mood }] : [] }
  }
  const gone = departs(tokens, at)
  if ((gone || leaves(tokens, at)) && mood === 'holds') return { ...nothing, sayings: [{ type: 'left', who: subject, gone, at, mood }] }
  if (norm === 'married' && /^(getting|get)$/.test(normAt(tokens, at - 1)) && (subject.length > 1 || (subject[0]?.type === 'pronoun' && subject[0].plural))) return { ...nothing, sayings: [{ type: 'mutual', among: subject, kin: together, at, mood }] }
  if (norm === 'married') return pair(to(/^(to|with)$/.test(next) ? 2 : 1) ?? groom(clause, at), married)
  if (norm === 'marriage' && next === 'to') return pair(to(2), married)
  if (norm === 'engaged' && next === 'to') return pair(to(2), together)
  if (norm === 'proposed' && next === 'to' && !/^(a|an|the|that)$/.test(normAt(tokens, at + 3))) return pair(to(2), together)
  if (/^(is|'s|now)$/.test(norm) && next === 'with') return pair(lover(clause, at + 1), together)
  if (/^(dating|dates|seeing|marrying|marries)$/.test(norm)) return pair(to(1) ?? described(clause, at), together)
  if (/^(goes|going)$/.test(norm) && next === 'out' && tokens[at + 2]?.norm === 'with') return pair(to(3) ?? described(clause, at + 2), together)
  if (/^(call|calls|called|named|naming)$/.test(norm)) return calling(clause, at, to(1))
  if (norm === 'answers' && next === 'to' && bearsLike(subject[0], normAt(tokens, at + 2))) return nothing
  if (/^(reports|report|reporting|answers)$/.test(norm)) return one(to(next === 'to' ? 2 : tokens[at + 2]?.norm === 'to' && next.endsWith('ly') ? 3 : -1), bosses)
  if (leads(tokens, at)) return { ...nothing, sayings: [{ type: 'kin', owners: [speaker(at)], kin: bosses, members: subject, names: [], at, mood }] }
  if (/^(works|work|working)$/.test(norm) && next === 'under') return one(to(2), bosses)
  if (/^(works|work|working)$/.test(norm) && next === 'with' && namedPerson(to(2))) return pair(to(2), mates)
  // "Works for his sister Ruta" is no firm.
  if (/^(works|work|working)$/.test(norm) && next === 'for') return one(employer(clause, at + 2), bosses)
  if (/^(goes|go)$/.test(norm) && next === 'by') return alias(clause, at)
  if (norm === 'belongs' && next === 'to') return belonging(clause, at, to(2))
  if (norm === 'birth' && next === 'to') return birth(clause, at) ?? one(to(2), offspring)
  return norm === 'short' && tokens[at - 1]?.norm === 'for' ? shortening(clause, at) : nothing
}

/** "Works with Bo", "with my cousin Bo"; "with kids" is a trade. */
function namedPerson(phrase: Phrase | undefined): boolean {
  return phrase?.type === 'name' || (phrase?.type === 'kin' && phrase.names.length === 1 && phrase.kin.role !== 'pet')
}

/** "Gave birth to a boy, Nils", "to a girl". */
function birth({ tokens, names, subject, mood }: Clause, at: number): Found | undefined {
  const born = birthAt(tokens, at + 2, names)
  const unnamed = /^(a|another)$/.test(normAt(tokens, at + 2)) ? bareKinAt(tokens, at + 3) : undefined
  const kin = born?.kin ?? (unnamed?.role === 'child' && !unnamed.plural ? unnamed : undefined)
  return kin && { names: [], sayings: [{ type: 'kin', owners: subject, kin, members: [], names: born ? [born.name] : [], at, mood: mood(at) }] }
}

/** "Started as my assistant", "as her only brother I must ...", "was my boss instead of Bo". */
function capacity({ tokens, parsed, subject, mood }: Clause, at: number): Found {
  const say = (kin: Kin, owner: Phrase, who: readonly Phrase[], as: Mood): Found => ({ names: [], sayings: [{ type: 'kin', owners: [owner], kin, members: who, names: [], at, mood: as }] })
  if (tokens[at]!.norm === 'instead') {
    const held = endingAt(parsed.phrases, at)
    const holder = tokens[at + 1]?.norm === 'of' ? parsed.phrases.get(at + 2) : undefined
    return held?.type === 'kin' && held.owner && held.names.length === 0 && holder?.type === 'name' ? say(held.kin, held.owner, [holder], 'holds') : nothing
  }
  const kin = parsed.phrases.get(at + 1)
  if (kin?.type !== 'kin' || !kin.owner || kin.names.length > 0 || kin.kin.plural) return nothing
  const self = parsed.phrases.get(tokens[kin.end]?.norm === ',' ? kin.end + 1 : kin.end)
  if (self?.type === 'self' && kin.owner.type !== 'self') return say(kin.kin, kin.owner, [self], 'holds')
  const enters = tokens.slice(Math.max(0, at - 5), at).some(({ norm }) => /^(over|starts|started|starting|joins|joined|joining|back|in|act|acts|acting)$/.test(norm))
  return enters && subject.length > 0 ? say(kin.kin, kin.owner, subject, mood(at)) : nothing
}

/** "Married in May to a lad called Per". */
function groom(clause: Clause, at: number): Phrase | undefined {
  const to = clause.tokens.findIndex(({ norm }, place) => place > at && place < at + 12 && norm === 'to')
  return to < 0 ? undefined : (described(clause, to) ?? clause.parsed.phrases.get(to + 1))
}

/** "With a tall girl called Ana": the name that a description ends with. */
function described({ tokens, parsed }: Clause, at: number): Phrase | undefined {
  const named = tokens.findIndex(({ norm }, place) => place > at && place < at + 7 && /^(called|named|of)$/.test(norm) && (norm !== 'of' || tokens[place - 1]?.norm === 'name'))
  return named < 0 ? undefined : parsed.phrases.get(named + 1)
}

/** "Is with a lad called Bo": more than beside him. */
function lover(clause: Clause, at: number): Phrase | undefined {
  const { tokens } = clause
  const somebody = /^(a|an|this|some)$/.test(normAt(tokens, at + 1)) && [2, 3, 4].some(step => /^(man|woman|guy|lad|girl|bloke|lady|chap|fella)$/.test(normAt(tokens, at + step)))
  return somebody ? described(clause, at) : undefined
}

/** "Works for her uncle", "for Mrs Dahl", "for a woman called Ana": a person, where it is plain. */
function employer(clause: Clause, at: number): Phrase | undefined {
  const { tokens, parsed } = clause
  const phrase = parsed.phrases.get(at)
  if (phrase?.type === 'kin' || (phrase?.type === 'name' && phrase.name.title !== undefined)) return phrase
  const person = [at + 1, at + 2].some(place => /^(man|woman|guy|lady|bloke|lad|chap|girl|couple)$/.test(normAt(tokens, place)))
  return person ? described(clause, at) : undefined
}

/** "Left us", "left on 2 May", "left the firm": is there no more, nor anybody's boss there. */
function departs(tokens: readonly Token[], at: number): boolean {
  const [norm, next, third] = [0, 1, 2].map(step => normAt(tokens, at + step))
  if (norm !== 'left') return false
  if (/^(the|our)$/.test(next!)) return /^(company|firm|team|job|business)$/.test(third!)
  return next === 'us' || (next === 'on' && /^(?:\d|the$|mon|tues|wednes|thurs|fri)/.test(third!)) || (next === 'for' && third === 'some')
}

/** "Resigned on Monday", "gave notice", "quit my job", "was laid off". */
function leaves(tokens: readonly Token[], at: number): boolean {
  const [norm, next, third] = [0, 1, 2].map(step => normAt(tokens, at + step))
  if (norm === 'resigned' || (/^(changed|switched)$/.test(norm!) && next === 'jobs')) return true
  if (norm === 'quit') return /^(|,|today|yesterday|on|last|and|because)$/.test(next!) || (/^(my|her|his|the|their)$/.test(next!) && third === 'job')
  if (/^(gave|given|handed)$/.test(norm!)) return tokens.slice(at + 1, at + 4).some(token => token.norm === 'notice')
  return /^(laid|let)$/.test(norm!) && /^(off|go)$/.test(next!) && /^(was|got|were|been|being)$/.test(normAt(tokens, at - 1))
}

/** "Everyone calls her Bex", "we call him Uncle Remo". */
function calling({ tokens, names, mood }: Clause, at: number, who: Phrase | undefined): Found {
  const all = /^(everyone|everybody|they|we|people|i|us|friends|all|always|usually|just|have|are|'ve|and)$/.test(normAt(tokens, at - 1))
  if (who?.type !== 'pronoun' || !all || /^(that|when|if|to|for|about|back|and)$/.test(normAt(tokens, who.end))) return nothing
  const found = nameAt(tokens, who.end, names, true)
  return found && mood(at) === 'holds' ? { ...nothing, sayings: [{ type: 'named', who: [who], name: found.name, at, mood: 'holds' }] } : nothing
}

/** "Mausi is what I call my sister". */
function petName({ tokens, parsed, mood }: Clause, at: number): Found {
  const named = /^(is|'s)$/.test(normAt(tokens, at - 1)) ? [...parsed.phrases.values()].find(({ end, type }) => end === at - 1 && type === 'name') : undefined
  const who = /^(call|calls)$/.test(normAt(tokens, at + 2)) ? parsed.phrases.get(at + 3) : undefined
  if (named?.type !== 'name' || who?.type !== 'kin' || who.names.length > 0 || mood(at) !== 'holds') return nothing
  return { names: [], sayings: [{ type: 'named', who: [who], name: named.name, at, mood: 'holds' }] }
}

/** "Goes by Tore in the office". */
function alias({ tokens, parsed, names, subject }: Clause, at: number): Found {
  const found = nameAt(tokens, at + 2, names, true)
  const phrase = parsed.phrases.get(at + 2)
  return found ? { names: phrase ? [phrase] : [], sayings: [{ type: 'named', who: subject, name: found.name, at, mood: 'holds' }] } : nothing
}

/** "She belongs to Ana": an animal of hers, where it has a name and nobody says that it is a thing. */
function belonging({ subject, mood }: Clause, at: number, owner: Phrase | undefined): Found {
  const animal = subject.length === 1 && /^(name|pronoun)$/.test(subject[0]!.type)
  if (!animal || !owner || !/^(name|kin)$/.test(owner.type) || mood(at) !== 'holds') return nothing
  return { names: [], sayings: [{ type: 'kin', owners: [owner], kin: beast, members: subject, names: [], at, mood: 'holds' }] }
}

/** "Chukwuemeka, Emeka for short". */
function shortening({ parsed }: Clause, at: number): Found {
  const before = [...parsed.phrases.values()].filter(phrase => phrase.end <= at - 1 && (phrase.type === 'name' || phrase.type === 'kin'))
  const [long, short] = before.slice(-2)
  if (!long || short?.type !== 'name' || short.end !== at - 1) return nothing
  return { names: [short], sayings: [{ type: 'named', who: [long], name: short.name, at, mood: 'holds' }] }
}

/** "His surname is Berg". */
function surname({ tokens, names, parsed }: Clause, at: number): Found {
  const owner = tokens.slice(Math.max(0, at - 2), at).find(({ norm }) => /^(his|her)$/.test(norm))
  const found = owner && /^(is|'s)$/.test(normAt(tokens, at + 1)) ? nameAt(tokens, at + 2, names, true) : undefined
  const phrase = parsed.phrases.get(at + 2)
  return found ? { names: phrase ? [phrase] : [], sayings: [{ type: 'surname', who: [ownerOf(owner!.norm, at)], name: found.name, at, mood: 'holds' }] } : nothing
}

/** "Her name is Dana", "my boss's name is Farah", "names Bernie": `at` is the place of "name". */
function naming(clause: Clause, at: number): Found {
  const { tokens, parsed, names, mood } = clause
  if (tokens[at]!.norm === 'names' && tokens[at + 1]?.norm === 'are') return nothing
  // "My dog's pedigree name", "Kostya (real name Konstantin)".
  const from = sortsOfName.test(normAt(tokens, at - 1)) ? at - 1 : at
  const whose = normAt(tokens, from - 1)
  const before = [...parsed.phrases.values()].find(phrase => phrase.end === from || (phrase.end === from - 1 && (whose === "'s" || (from < at && /^[,(]$/.test(whose)))))
  const bearer = nameBefore(clause, at)
  if (bearer) return bearer
  let next = at + 1
  while (/^(is|'s|was|are|=|:|of|the|actually|not)$/.test(normAt(tokens, next)) && next - at < 4) next++
  const found = nameAt(tokens, next, names, true)
  if (!found || (next === at + 1 && tokens[at]!.norm === 'name' && (from === at || !before)) || mood(next) !== 'holds') return nothing
  const named = parsed.phrases.get(next)
  // "The plumber's name is Ana": who holds a profession is whoever has the name.
  const holder = tokens[at - 1]?.norm === "'s" && (!before || (before.type === 'kin' && !before.owner && before.kin.role !== 'pet'))
  if (holder && named) return before ? { names: [], sayings: [{ type: 'same', left: before, right: named, at, mood: 'holds' }] } : nothing
  return {
    names: named?.type === 'name' ? [named] : [],
    sayings: [{ type: 'named', who: [before ?? ownerOf(whose, at)], name: found.name, at, mood: 'holds' }],
  }
}

/** "Siv is my mum's name", "Siv Berg, that's my mum's full name". */
function nameBefore({ tokens, parsed, mood }: Clause, at: number): Found | undefined {
  const link = /^(full|real|proper|first|legal|actual)$/.test(normAt(tokens, at - 1)) ? at - 2 : at - 1
  const who = tokens[link]?.norm === "'s" ? endingAt(parsed.phrases, link) : undefined
  const being = who && /^(is|'s|was)$/.test(normAt(tokens, who.start - 1)) ? who.start - 1 : -1
  const before = /^(that|this|it)$/.test(normAt(tokens, being - 1)) && tokens[being - 2]?.norm === ',' ? being - 2 : being
  const named = being < 0 ? undefined : [...parsed.phrases.values()].find(phrase => phrase.end === before && phrase.type === 'name')
  if (!who || named?.type !== 'name' || mood(being) !== 'holds' || !/^(,|too|for|in|on|)$/.test(normAt(tokens, at + 1))) return undefined
  return { names: [], sayings: [{ type: 'named', who: [who], name: named.name, at, mood: 'holds' }] }
}
