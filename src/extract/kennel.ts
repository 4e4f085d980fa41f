// Whose an animal is, told by what is done with it: kept, looked after for somebody, given away, named.
import { wordSet } from '../encode/prose.ts'
import { animalAt } from './animal.ts'
import { speaker } from './implied.ts'
import { beast, isAnimal, kinAt } from './kin.ts'
import { moodsOf } from './mood.ts'
import { listFrom, type Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { endingAt } from './placed.ts'
import type { Saying } from './saying.ts'
import { leadsVerb } from './subject.ts'
import { normAt, type Sentence, type Token } from './token.ts'

const minding = /^(?:dog|cat|pet|horse|house)?-?(?:sit|sits|sitting)$/
const tending = wordSet('after minding walking feeding fostering boarding watching')
const keeping = wordSet('keep keeps keeping have has got')
const walking = wordSet('walk walks walked walking feed feeds fed feeding brush brushed brushing bathed bathing took taking take')
const troubles = wordSet('ate eaten eats eating chewed chews swallowed vomited vomits puked threw limping limps scratching scratches licks licking sneezing sheds drinks refuses bit stung')
const asking = wordSet('can do does are is should how why what which will')
const names = wordSet('called named name')
// An animal of nobody's, or of others.
const foreign = /\b(?:neighbou?rs?|next door|strays?|street|park|shop|shelter|caf[eé]|hotel|pub|zoo|saw|met|spotted|somebody|someone|sanctuary|volunteers?|movie|film|book|vet's|office|belongs?)\b/i

/** True for a word, or several, for an animal: "cats", "border collies". */
function isAnimalAt(tokens: readonly Token[], at: number): boolean {
  return kinAt([tokens[at]?.norm, tokens[at + 1]?.norm], 0)?.kin.role === 'pet'
}

/** "Her old dog", "Ana's cat". */
function isAnothers(tokens: readonly Token[], at: number): boolean {
  return [1, 2].some(step => /^(his|her|their|'s)$/.test(normAt(tokens, at - step)))
}

/** True for a text in which an animal is spoken of. */
function hasAnimal(sentences: readonly Sentence[]): boolean {
  return sentences.some(({ tokens }) => tokens.some((_, at) => isAnimalAt(tokens, at)))
}

/** Reads the sentences of one text in order. */
export class Kennel {
  readonly #animals: boolean
  readonly #own: boolean
  /** Who was given away. */
  #given: Phrase | undefined
  /** Who were the subjects so far. */
  readonly #subjects: Phrase[] = []

  constructor(sentences: readonly Sentence[], text: string) {
    this.#animals = hasAnimal(sentences)
    this.#own = !foreign.test(text) && !sentences.some(({ tokens }) => tokens.some((_, at) => isAnimalAt(tokens, at) && isAnothers(tokens, at)))
  }

  /** What a sentence says of who keeps which animal. */
  read({ tokens, asks }: Sentence, parsed: Parsed): Saying[] {
    const sits = tokens.some(({ norm }) => minding.test(norm) && norm.length > 7)
    if (!(this.#animals || sits)) return []
    this.#subjects.push(...leaders(tokens, parsed))
    const told = this.#generic(tokens, asks)
    if (asks) return told
    const moods = moodsOf(tokens, asks)
    return [...told, ...tokens.flatMap((_, at) => ((moods[at] ?? 'holds') === 'holds' ? this.#at(tokens, parsed, at) : []))]
  }

  /** "Birk ate a grape. Are those bad for dogs?", "Birk and Lund wrecked the tree. Never get two cats": they who were spoken of. */
  #generic(tokens: readonly Token[], asks: boolean): Saying[] {
    const at = tokens.findIndex((_, place) => isAnimalAt(tokens, place) && !/^(my|our|his|her|their|the|'s)$/.test(normAt(tokens, place - 1)))
    if (at < 0 || !this.#own) return []
    const count = ['one', 'two', 'three'].indexOf(normAt(tokens, at - 1)) + 1
    const advice = count > 1 && /^(never|always|do|having|with|two|three|life)$/.test(tokens[0]!.norm)
    const wanted = asks && tokens.some(({ norm }) => asking.has(norm)) && this.#subjects.length === 1 ? 1 : advice ? count : 0
    return wanted > 0 && this.#subjects.length === wanted ? [{ type: 'animal', who: [...this.#subjects], at, mood: 'holds' }] : []
  }

  #at(tokens: readonly Token[], parsed: Parsed, at: number): Saying[] {
    const { norm } = tokens[at]!
    if (tending.has(norm) || minding.test(norm)) {
      const owned = guest(tokens, parsed, at)
      if (owned.length > 0) return owned
    }
    if (walking.has(norm)) {
      const led = this.#own ? tended(tokens, parsed, at) : []
      if (led.length > 0) return led
    }
    if (norm === 'away' || norm === 'up') return this.#give(tokens, parsed, at)
    if (/^(took|adopted|taken)$/.test(norm) && this.#given) return this.#take(tokens, parsed, at)
    if (keeping.has(norm)) return kept(tokens, parsed, at)
    if (at === 0 && this.#own) {
      const animal = parsed.phrases.get(at)
      if (animal?.type === 'kin' && animal.kin.role === 'pet' && !animal.kin.plural && animal.definite && !animal.owner && animal.names.length > 0) return [{ type: 'animal', who: [animal], at, mood: 'holds' }]
    }
    if (names.has(norm)) return this.#own ? named(tokens, parsed, at) : []
    const beside = norm === ',' && this.#own ? endingAt(parsed.phrases, at) : undefined
    return beside?.type === 'name' && beside.start < 2 && describesAnimal(tokens, at + 1) ? [{ type: 'animal', who: [beside], at, mood: 'holds' }] : []
  }

  /** "We had to give Birk away": whoever takes him has him. */
  #give(tokens: readonly Token[], parsed: Parsed, at: number): Saying[] {
    const name = [...parsed.phrases.values()].find(({ end, type }) => end === at && type === 'name')
    if (!name || !/^(give|gave|given|giving)$/.test(normAt(tokens, name.start - 1))) return []
    this.#given = name
    return [{ type: 'kin', owners: [speaker(at)], kin: beast, members: [name], names: [], at, mood: 'ended' }]
  }

  #take(tokens: readonly Token[], { phrases }: Parsed, at: number): Saying[] {
    const taker = endingAt(phrases, at, /^(name|kin)$/)
    const given = this.#given
    return taker && given && /^(her|him|it)$/.test(normAt(tokens, at + 1)) ? [{ type: 'kin', owners: [taker], kin: beast, members: [given], names: [], at, mood: 'holds' }] : []
  }
}

/** "Looking after Birk for my sister", "I'm dogsitting Birk and Lund for the Dahls": theirs. */
function guest(tokens: readonly Token[], parsed: Parsed, at: number): Saying[] {
  if (tokens[at]!.norm === 'after' && !tokens[at - 1]?.norm.startsWith('look')) return []
  const start = tokens[at + 1]?.norm === 'for' ? at + 2 : at + 1
  if (parsed.phrases.get(start)?.type !== 'name') return []
  const { list, end } = listFrom(parsed, start)
  const owner = tokens[end]?.norm === 'for' ? parsed.phrases.get(end + 1) : undefined
  const person = owner?.type === 'name' || (owner?.type === 'kin' && owner.kin.role !== 'pet' && owner.owner !== null)
  return person ? [{ type: 'kin', owners: [owner], kin: beast, members: list, names: [], at, mood: 'holds' }] : []
}

/** "Took Birk for a walk", "fed Birk twice": one's own, where animals are spoken of. */
function tended(tokens: readonly Token[], parsed: Parsed, at: number): Saying[] {
  const name = parsed.phrases.get(at + 1)
  if (name?.type !== 'name' || !/^(self)?$/.test(subjectOf(tokens, parsed, at)?.type ?? '')) return []
  const rest = tokens.slice(name.end, name.end + 3).map(({ norm }) => norm).join(' ')
  const walk = /^for (a|his|her|our) (walk|run|jabs|checkup|shots|booster)/.test(rest)
  const took = /^t(?:ook|aking|ake)$/.test(tokens[at]!.norm)
  return walk || (!took && /^(?:,|and|$|twice|every|daily|before|his|her)/.test(rest)) ? [{ type: 'animal', who: [name], at, mood: 'holds' }] : []
}

/** Names of whom a sentence tells what animals do, too: "Birk ate a grape". */
function leaders(tokens: readonly Token[], { phrases }: Parsed): Phrase[] {
  const led = [...phrases.values()].filter(phrase => phrase.type === 'name' && !phrase.place && (/^(and|'s)$/.test(normAt(tokens, phrase.end)) || tokens[phrase.start - 1]?.norm === 'and' || leadsVerb(tokens, phrase)))
  const hurt = tokens.some(({ norm }) => troubles.has(norm))
  const wreck = tokens.some(({ norm }) => /^(knocked|wrecked|destroyed|shredded|broke|climbed|tore|asleep|stole)$/.test(norm))
  return hurt || wreck ? led : []
}

/** "We already have Birk and Lund", "my ex, Ana, is keeping Birk and I am keeping Lund": where animals are spoken of. */
function kept(tokens: readonly Token[], parsed: Parsed, at: number): Saying[] {
  const keeps = tokens[at]!.norm.startsWith('keep')
  const more = /^(already|also|still|got|only)$/
  let next = at + 1
  while (more.test(normAt(tokens, next))) next++
  const first = parsed.phrases.get(next)
  if (first?.type !== 'name' || first.place) return []
  const { list } = listFrom(parsed, next)
  const others = list.findIndex(({ type }) => type !== 'name')
  const members = (others < 0 ? list : list.slice(0, others)).filter(phrase => !/^(is|has|'s|have|keeps)$/.test(normAt(tokens, phrase.end)))
  const end = members.at(-1)?.end ?? next
  // "I have Ana on the phone", "keep Birk in".
  if (!/^(,|and|-|;|but|\)|anyway|now|too|at|or|)$/.test(normAt(tokens, end))) return []
  const subject = subjectOf(tokens, parsed, at)
  if (!subject) return []
  const already = keeps || [at - 1, next - 1].some(place => /^(already|also|still)$/.test(normAt(tokens, place))) || tokens[end]?.norm === 'anyway'
  if (!already) return []
  if (subject.type === 'self') return [{ type: 'animal', who: members, at, mood: 'holds' }]
  return keeps ? [{ type: 'kin', owners: [subject], kin: beast, members, names: [], at, mood: 'holds' }] : []
}

/** Who stands before a verb, helping verbs and "already" aside; "my ex, Ana, keeps" is Ana. */
function subjectOf(tokens: readonly Token[], { phrases }: Parsed, at: number): Phrase | undefined {
  let end = at
  while (end > 0 && at - end < 4 && /^(is|am|are|'s|already|also|still|has|have|will|,)$/.test(tokens[end - 1]!.norm)) end--
  const subject = endingAt(phrases, end)
  return subject && /^(self|name|kin|pronoun)$/.test(subject.type) ? subject : undefined
}

/** "We named the puppy Birk", "the cat is called Birk", "the dog's name is Birk": one's own, where nobody else's is spoken of. */
function named(tokens: readonly Token[], { phrases }: Parsed, at: number): Saying[] {
  const after = phrases.get(at + 1)
  if (after?.type === 'kin' && after.kin.role === 'pet' && after.definite && !after.owner && after.names.length > 0) return [{ type: 'animal', who: [after], at, mood: 'holds' }]
  const link = tokens[at]!.norm === 'name' ? "'s" : 'is'
  const hop = tokens[at - 1]?.norm === link || (link === 'is' && tokens[at - 1]?.norm === "'s") ? 1 : 0
  const animal = [...phrases.values()].find(phrase => phrase.end === at - hop || (phrase.start < at && phrase.end > at))
  if (animal?.type !== 'kin' || animal.kin.role !== 'pet' || !animal.definite || animal.owner) return []
  if (animal.names.length > 0) return [{ type: 'animal', who: [animal], at, mood: 'holds' }]
  const name = [at + 1, at + 2].map(place => phrases.get(place)).find(phrase => phrase?.type === 'name')
  // The phrase itself stands for nobody: it is what the animal is called.
  return name && hop > 0 ? [{ type: 'animal', who: [{ ...name }], at, mood: 'holds' }] : []
}

/** "Birk, a beagle, snores". */
function describesAnimal(tokens: readonly Token[], at: number): boolean {
  if (!animalAt(tokens, at)) return false
  const noun = tokens.findIndex(({ norm, kind }, place) => place > at && (kind === 'mark' || isAnimal(norm)))
  return noun > 0 && isAnimal(tokens[noun]!.norm) && !/^(with|for|to|and)$/.test(normAt(tokens, noun + 1))
}
