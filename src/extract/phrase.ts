// Phrases that stand for persons and animals: pronouns, names, and kin words with their owners, as a tree.
import type { Gender } from '../graph/relation.ts'
import { isFunctionWord } from '../encode/prose.ts'
import { chiefAt } from './chief.ts'
import { broodAt, firstborn, isLeftOut } from './birth.ts'
import { anybodys, circleEnd, companionAt, isCompound, isRoom } from './circle.ts'
import { headedBy } from './heading.ts'
import { isAtHome } from './household.ts'
import { kinOwned, lastSpokenOf, speaker } from './implied.ts'
import { kinAt, misspelledKin, tradeOf, type Kin } from './kin.ts'
import { nameAt, titles, type Name, type NameReader } from './name.ts'
import { namesAfter } from './naming.ts'
import { countOf } from './number.ts'
import { normAt, type Token } from './token.ts'

/** A phrase for somebody; `start` and `end` are places in the tokens of its sentence, `end` being the one after. */
export type Phrase = { start: number; end: number } & (
  | { type: 'self'; plural: boolean }
  | { type: 'addressee' }
  | { type: 'relative' }
  | { type: 'pronoun'; gender: Gender | null; plural: boolean; thing: boolean }
  | { type: 'name'; name: Name; place: boolean }
  | KinPhrase
)

/** "My sister Dana", "a friend of Tom's", "Uncle Bo". */
export interface KinPhrase {
  type: 'kin'
  /** Whose; null where nobody is named ("a friend"). */
  owner: Phrase | null
  kin: Kin
  /** Names that stand with the kin word; more than one only for a plural. */
  names: Name[]
  /** With "a", "another", "some": somebody new. */
  indefinite: boolean
  /** With "the", and no owner: somebody who was spoken of. */
  definite: boolean
  /** The kin word as it was said. */
  word: string
  /** The profession that the word gives, if it is one. */
  trade: string | undefined
}

type Pronoun = Extract<Phrase, { type: 'pronoun' | 'self' | 'addressee' | 'relative' }>
type Bare = Pronoun extends infer P ? (P extends Phrase ? Omit<P, 'start' | 'end'> : never) : never

const pronouns: Readonly<Record<string, Bare>> = {
  i: { type: 'self', plural: false }, me: { type: 'self', plural: false }, myself: { type: 'self', plural: false },
  we: { type: 'self', plural: true }, us: { type: 'self', plural: true },
  you: { type: 'addressee' },
  he: { type: 'pronoun', gender: 'm', plural: false, thing: false }, him: { type: 'pronoun', gender: 'm', plural: false, thing: false },
  she: { type: 'pronoun', gender: 'f', plural: false, thing: false }, her: { type: 'pronoun', gender: 'f', plural: false, thing: false },
  they: { type: 'pronoun', gender: null, plural: true, thing: false }, them: { type: 'pronoun', gender: null, plural: true, thing: false },
  it: { type: 'pronoun', gender: null, plural: false, thing: true },
}

const owners: Readonly<Record<string, Bare>> = {
  my: pronouns['me']!, our: pronouns['us']!, your: pronouns['you']!, his: pronouns['he']!, her: pronouns['she']!,
  their: pronouns['they']!, its: pronouns['it']!, whose: { type: 'relative' }, me: pronouns['me']!, ma: pronouns['me']!, mi: pronouns['me']!,
}
const independent: Readonly<Record<string, Bare>> = {
  mine: pronouns['me']!, ours: pronouns['us']!, yours: pronouns['you']!, his: pronouns['he']!, hers: pronouns['she']!,
  theirs: pronouns['they']!,
}

const articles = new Set(['a', 'an', 'another', 'some', 'one'])
const definite = new Set(['the', 'this', 'that', 'these', 'those'])

/** Words that may stand between an owner and a kin word. */
const adjectives = new Set((
  'older younger elder lil ickle little big small baby eldest oldest youngest middle only late dear dearest dearly lovely best good old new own other ' +
  'two three four five six seven eight both second third first twin beloved poor sweet favorite favourite more close closest great ' +
  'former current long-time longtime childhood crazy silly stupid grumpy annoying gorgeous amazing wonderful sister-from maternal paternal ' +
  'adopted adoptive rescue black white ginger grey gray orange brown tabby spotted fluffy fat tiny huge elderly deaf blind three-legged ' +
  'year-old month-old week-old teenage grown grown-up adult estranged lovely retired widowed pregnant darling precious ' +
  'work school college uni university gym high-school roommate dutch french german italian spanish english irish polish ' +
  'russian chinese japanese korean indian brazilian mexican american canadian turkish greek swedish danish norwegian finnish ' +
  'nigerian kenyan egyptian iranian persian lebanese ukrainian portuguese scottish welsh vietnamese thai clumsy naughty lazy ' +
  'awful terrible horrible annoying useless proud kind tall short thin sleepy smelly cheeky noisy hairy scruffy mad posh fussy elegant skinny chubby ' +
  'senile ancient rather very super dearest immediate direct actual real biological birth bio blended wee wonderful feisty shy'
).split(' '))

/** Kin words that mean the speaker's own without "my". */
const bareRoles = new Set(['parent', 'grandparent', 'pibling'])
const bareWords = new Set('hubby wifey sis bro hubs'.split(' '))

/** The phrase at a place; undefined where none starts. */
export function phraseAt(tokens: readonly Token[], at: number, names: NameReader): Phrase | undefined {
  let phrase = simpleAt(tokens, at, names)
  // Owners chain: "my sister's husband's boss".
  while (phrase && phrase.end < tokens.length && tokens[phrase.end]!.norm === "'s") {
    const next = owned(tokens, phrase.end + 1, phrase, names)
    if (!next) break
    phrase = next
  }
  return phrase
}

function simpleAt(tokens: readonly Token[], at: number, names: NameReader): Phrase | undefined {
  const token = tokens[at]
  if (!token || token.kind !== 'word') return undefined
  const chief = chiefAt(tokens, at, names)
  if (chief) return chief
  const owner = owners[token.norm]
  if (owner) {
    const found = owned(tokens, at + 1, { ...owner, start: at, end: at + 1 }, names)
    if (found) return { ...found, start: at }
  }
  // "May" and "Will" may be names where they have a capital; "I" is not.
  const pronoun = pronouns[token.norm]
  if (pronoun) return { ...pronoun, start: at, end: at + 1 }
  const several = counted(tokens, at, names)
  if (several) return several
  const demonstrated = someoneAt(tokens, at)
  if (demonstrated) return demonstrated
  if (articles.has(token.norm) || definite.has(token.norm)) return withArticle(tokens, at, names)
  return bareKin(tokens, at, names) ?? named(tokens, at, names)
}

const people: Readonly<Record<string, Gender>> = {
  man: 'm', guy: 'm', lad: 'm', bloke: 'm', fella: 'm', chap: 'm', woman: 'f', lady: 'f', girl: 'f', lass: 'f',
}

/** "That man has been ...": whoever was spoken of. */
function someoneAt(tokens: readonly Token[], at: number): Phrase | undefined {
  const gender = /^(that|this)$/.test(tokens[at]!.norm) ? people[normAt(tokens, at + 1)] : undefined
  const verb = /^(is|was|has|'s|had|can|will|does|did)$/.test(normAt(tokens, at + 2))
  return gender && verb ? { type: 'pronoun', gender, plural: false, thing: false, start: at, end: at + 2 } : undefined
}

/** "Two brothers, Sipho and Bongani": the speaker's, unless a verb says whose. */
function counted(tokens: readonly Token[], at: number, names: NameReader): Phrase | undefined {
  const { norm } = tokens[at]!
  if ((norm !== 'one' && countOf(norm) === undefined) || /^(has|have|had|got|of|with)$/.test(normAt(tokens, at - 1))) return undefined
  const phrase = owned(tokens, at + 1, speaker(at), names)
  return phrase && (phrase.kin.plural ? phrase.names.length > 1 : phrase.kin.role === 'pet' && phrase.names.length > 0) ? { ...phrase, start: at } : undefined
}

function named(tokens: readonly Token[], at: number, names: NameReader): Phrase | undefined {
  const found = nameAt(tokens, at, names, false)
  return found && { type: 'name', name: found.name, place: isPlaceLike(tokens, at), start: at, end: found.end }
}

/** True for a name where a place or organisation would stand: "in Goa", "moved to Lyon", "the Goa trip". */
function isPlaceLike(tokens: readonly Token[], at: number): boolean {
  const before = normAt(tokens, at - 1)
  // "At Elof's", "ran into Ana" are about persons.
  if (/^(at|in|near|outside)$/.test(before) && tokens[at + 1]?.norm === "'s") return false
  if (before === 'into' && /^(ran|run|running|runs|bumped|bump|crashed)$/.test(normAt(tokens, at - 2))) return false
  // "A Snickers", "half an Aspirin": things.
  if (/^(a|an)$/.test(before) && !Object.hasOwn(titles, tokens[at]!.norm)) return true
  if (/^(in|at|near|inside|the|into|via|around|across|through|outside)$/.test(before)) return true
  if (before === 'of' && /^(whole|city|town|out|outside|north|south|east|west|part|middle|centre|center|outskirts|university|uni|all|side|half|most|edge)$/.test(normAt(tokens, at - 2))) return true
  if (before === 'from') return !/^(letter|text|message|call|email|gift|card|news|present|postcard|heard|hear|got|borrowed|visit|note|voicemail|present|dm)$/.test(normAt(tokens, at - 2))
  const verb = tokens.slice(Math.max(0, at - 4), at).map(token => token.norm).join(' ')
  return before === 'to' && tokens[at - 2]?.norm !== 'next' && /\b(moved|move|moving|went|go|goes|going|gone|drive|drove|flew|fly|flying|flight|travel|travelled|traveled|back|trip|way|relocated|commute|train|bus|drives|over|down|up|came|come)\b/.test(verb)
}

/** Place after the adjectives that start at a place. */
function afterAdjectives(tokens: readonly Token[], at: number): number {
  let next = at
  for (; next < tokens.length && next - at < 6; next++) {
    const { norm } = tokens[next]!
    const listed = norm === ',' && adjectives.has(normAt(tokens, next - 1)) && adjectives.has(normAt(tokens, next + 1))
    if (!listed && !adjectives.has(norm) && !(next > at - 1 && describes(tokens[next]!)) && !/^\d+(-year-old|th|st|nd|rd)?$/.test(norm) && !/-(year|month|week)-old$/.test(norm)) break
    // "Little one", "best friend", "twin sister" are kin words of their own; "twin" alone, too.
    if (kinHere(tokens, next)) break
  }
  return next
}

/** An adjective by its ending: "useless", "lazy", "snoring". */
function describes({ norm, kind, capital }: Token): boolean {
  return kind === 'word' && !capital && norm.length > 4 && /(?:ful|less|ous|ish|ible|able|ing|ed|ly|lly|tty|ggy|zy|my|ic|ive)$/.test(norm) && !notAdjectives.has(norm)
}

const notAdjectives = new Set((
  'morning evening wedding building family meeting clothing breed music academy economy anything something nothing everything called named ' +
  'during being having reply supply enemy'
).split(' '))

function kinHere(tokens: readonly Token[], at: number): { kin: Kin; length: number } | undefined {
  return kinAt([0, 1, 2, 3].map(step => (tokens[at + step]?.kind === 'word' ? tokens[at + step]!.norm : undefined)), 0)
}

/** Adjectives, a kin word and what names it, all owned by somebody. */
function owned(tokens: readonly Token[], at: number, owner: Phrase | null, names: NameReader, indefinite = false): (Phrase & KinPhrase) | undefined {
  const wordAt = afterAdjectives(tokens, at)
  const word = tokens[wordAt]
  const circle = kinHere(tokens, wordAt) ? undefined : circleEnd(tokens, wordAt)
  if (circle !== undefined) return owned(tokens, circle, owner, names, indefinite)
  const slip = owner && word?.kind === 'word' && !word.capital ? misspelledKin(word.norm) : undefined
  const found = companionAt(tokens, wordAt) ?? kinHere(tokens, wordAt) ?? (slip && { kin: slip, length: 1 }) ?? firstborn(tokens, at, owner) ?? (owner ? broodAt(tokens, wordAt, names) : undefined)
  if (!found || isRoom(tokens, wordAt)) return undefined
  let { kin } = found
  let end = wordAt + found.length
  // An old friend is one still, an old boss is not.
  if (tokens.slice(at, wordAt).some(({ norm }) => /^(former|previous)$/.test(norm) || (norm === 'old' && kin.role === 'boss'))) kin = { ...kin, ended: true }
  // "My favourite cow" may be the farmer's.
  if (kin.role === 'pet' && tokens.slice(at, wordAt).some(({ norm }) => /^favou?rite$/.test(norm))) kin = { ...kin, role: 'stranger' }
  // "My dog walker", "my cat allergy", "my boss fight": the kin word only describes what follows.
  if (isCompound(tokens, end, kin)) return undefined
  const next = kinHere(tokens, end)
  // "My managers name": the apostrophe was left out.
  if (kin.plural && tokens[end]?.norm === 'name') kin = { ...kin, plural: false }
  // "My mums mum", "his bros wife": the same.
  if (kin.plural && next && owner && tokens[end]!.kind === 'word') {
    const middle = kinOwned(owner, { kin: { ...kin, plural: false }, word: tokens[end - 1]!.norm, start: owner.start, end })
    return owned(tokens, end, middle, names)
  }
  // "My boss's", "my brother and sister"; "my colleague friend", "my youngest girl": the last one counts.
  const refined = next?.kin.role !== kin.role || (kin.gender === null && next.kin.gender !== null)
  // "I called my teacher mom": a slip of the tongue.
  const addressed = next?.kin.role === 'parent' && kin.role === 'stranger'
  if (next && !addressed && !tokens[end]!.capital && refined && next.kin.role !== 'stranger') {
    kin = next.kin
    end += next.length
  }
  // "Another son besides my husband, Bo": Bo is the son.
  const told = namesAfter(tokens, end, kin.plural, names, isLeftOut(tokens, owner?.start ?? at))
  const { norm: said } = tokens[end - 1]!
  const start = owner && owner.start < at ? owner.start : at
  return kinOwned(owner, { kin, names: told.names, indefinite, word: said, trade: tradeOf(said), start, end: told.end })
}

/** "The mother of Dana", "a friend of mine", "the cat", "a cousin Bo"; not "says that Uncle Bo". */
function withArticle(tokens: readonly Token[], at: number, names: NameReader): Phrase | undefined {
  const indefinite = articles.has(tokens[at]!.norm)
  if (tokens[at]!.norm === 'that' && tokens[at + 1]?.capital && bareKin(tokens, at + 1, names)) return undefined
  if (tokens[at]!.norm === 'one' && tokens[at + 1]?.norm === 'of') {
    const inner = phraseAt(tokens, at + 2, names)
    if (inner?.type !== 'kin') return undefined
    // "One of my cousins, Bo, ...".
    const told = inner.names.length > 0 ? inner : namesAfter(tokens, inner.end, false, names)
    return { ...inner, kin: { ...inner.kin, plural: false }, names: told.names, indefinite: true, start: at, end: told.end }
  }
  const phrase = owned(tokens, at + 1, null, names, indefinite)
  if (!phrase) return undefined
  // "Me and the cat", "us and the kids", "the cat, Mitzi, sleeps on my bed": one's own.
  const beside = tokens[at - 1]?.norm === 'and' && /^(me|us|myself)$/.test(normAt(tokens, at - 2))
  const household = at === 0 && phrase.kin.role === 'pet' && phrase.names.length > 0 && isAtHome(tokens)
  if (!indefinite && (beside || household)) {
    return { ...phrase, owner: speaker(at), start: at }
  }
  // "The one with the little brother Nils": of whoever was spoken of last.
  if (!indefinite && tokens[at - 1]?.norm === 'with' && phrase.names.length > 0 && /^(sibling|child|parent|grandparent)$/.test(phrase.kin.role)) {
    return { ...phrase, owner: lastSpokenOf(at), start: at }
  }
  // "This old man", "the boy": anybody.
  if (anybodys.has(phrase.word) && tokens[phrase.end]?.norm !== 'of' && !/^(eldest|oldest|youngest|older|younger)$/.test(tokens[at + 1]!.norm)) return undefined
  // "Elof is out with the dog": another than he.
  const apart = phrase.kin.role === 'pet' && phrase.names.length === 0 && /^(with|and|or|than)$/.test(normAt(tokens, at - 1))
  return ownerAfter(tokens, { ...phrase, definite: !indefinite && !apart, start: at }, names)
}

/** The owner that follows a kin word: "of mine", "of my sister's", "of Dana's", "from work" (the speaker's). */
function ownerAfter(tokens: readonly Token[], phrase: Extract<Phrase, { type: 'kin' }>, names: NameReader): Phrase {
  const { end } = phrase
  if (tokens[end]?.norm !== 'of') return phrase
  const own = independent[normAt(tokens, end + 1)]
  const owner: Phrase | undefined = own
    ? { ...own, start: end + 1, end: end + 2 }
    : phraseAt(tokens, end + 1, names)
  if (!owner) return phrase
  const after = tokens[owner.end]?.norm === "'s" ? owner.end + 1 : owner.end
  const told = phrase.names.length > 0 ? { names: phrase.names, end: after } : namesAfter(tokens, after, phrase.kin.plural, names)
  return { ...phrase, owner, names: told.names, end: told.end }
}

/** "Mom", "Grandpa Joe", "Aunt May", "cousin Vinny": the speaker's own. */
function bareKin(tokens: readonly Token[], at: number, names: NameReader): Phrase | undefined {
  const found = kinHere(tokens, at)
  if (found?.kin.plural && at === 0 && tokens[found.length]?.norm === ':' && found.kin.role !== 'stranger') return headedBy(tokens, found.kin, found.length, names)
  if (!found || (found.kin.plural && tokens[at + found.length]?.norm !== 'is')) return undefined
  const end = at + found.length
  const before = tokens[at - 1]
  // "Siv, wife of my boss": no word stands before it.
  if (before?.norm === ',' && at > 1 && tokens[end]?.norm === 'of' && !found.kin.plural) {
    const phrase = ownerAfter(tokens, kinOwned(null, { kin: found.kin, definite: true, word: tokens[at]!.norm, start: at, end }), names)
    return phrase.type === 'kin' && phrase.owner ? phrase : undefined
  }
  // "The detective's wife Solveig" is not the speaker's.
  if (before?.norm === "'s" || (before?.kind === 'word' && !isFunctionWord(before.norm) && before.norm !== 'dear' && before.norm !== 'call')) return undefined
  if (isCompound(tokens, end, found.kin)) return undefined
  // "Some girl Elof knows"; "Elza is mum to Laima".
  if (anybodys.has(tokens[at]!.norm) || tokens[end]?.norm === 'to') return undefined
  // "Father Lucian", "Sister Agnes": clerics.
  const cleric = /^(father|mother)$/.test(tokens[at]!.norm) || (/^(sister|brother)$/.test(tokens[at]!.norm) && tokens[at]!.capital && at > 0)
  if (cleric && names.cased && nameAt(tokens, end, names, false)) return undefined
  const opens = before === undefined || before.kind === 'mark'
  const told = namesAfter(tokens, end, false, names, !(opens && tokens[end]?.norm === '('))
  const word = tokens[at]!.norm
  const title = told.names.length > 0 && found.kin.role !== 'stranger'
  const alone = bareRoles.has(found.kin.role) || bareWords.has(word)
  // "Sister is Destiny", "baby's name is Amari", "hubs (Jens)", "Roommate: Ana".
  const next = normAt(tokens, end)
  const introduces = opens && (told.names.length > 0 || next === 'is' || (next === "'s" && tokens[end + 1]?.norm === 'name') || next === 'name' || next === 'being')
  if (introduces && !title && !alone && found.kin.role !== 'stranger') {
    const self: Phrase | null = found.kin.plural ? speaker(at) : null
    return kinOwned(self, { kin: found.kin, names: told.names, definite: true, word, trade: tradeOf(word), start: at, end: told.end })
  }
  if (!alone && !title) return undefined
  if (alone && !title && (found.kin.role === 'pibling' && !/ie$|y$/.test(word))) return undefined
  // Grandmothers and aunts to some, names to more.
  if (!title && /^(bibi|lola|tia)$/.test(word)) return undefined
  if (word === 'parent' || word === 'pa' || word === 'pop' || word === 'ma' || (word === 'nan' && !tokens[at]!.capital && !(/^(,|and|n|so|but|because|that|since|when|)$/.test(before?.norm ?? '') && tokens[end]!.text !== '=' && /^(is|'s|has|was|lives|says|said|loves|hates|wants|had|speaks|works)$/.test(next)))) return undefined
  return kinOwned(speaker(at), { kin: found.kin, names: told.names, word, trade: tradeOf(word), start: at, end: told.end })
}

/** A kin phrase whose owner is told by the verb before it: "has two kids, Mia and Leo", "have a sister called Ana". */
export function kinPhraseAt(tokens: readonly Token[], at: number, names: NameReader): KinPhrase & { start: number; end: number } | undefined {
  const start = articles.has(normAt(tokens, at)) || definite.has(normAt(tokens, at)) ? at + 1 : at
  return owned(tokens, start, null, names, true)
}

/** A plural or mutual kin word without an owner: "sisters", "best friends". */
export function bareKinAt(tokens: readonly Token[], at: number): Kin | undefined {
  return kinHere(tokens, afterAdjectives(tokens, at))?.kin
}
