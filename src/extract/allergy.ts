// Allergies: told by the word, by what they do to a body, by what is carried against them.
import { wordSet } from '../encode/prose.ts'
import { moodsOf, type Mood } from './mood.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { possessorNear } from './placed.ts'
import type { Saying } from './saying.ts'
import { thingsAfter, type Reader } from './told.ts'
import { normAt, type Sentence, type Token } from './token.ts'

const foods = wordSet(`
  peanut peanuts nut nuts cashew cashews pistachio pistachios almond almonds walnut walnuts hazelnut hazelnuts pecan pecans macadamia macadamias
  groundnut groundnuts sesame tahini shellfish seafood shrimp shrimps prawn prawns crab crabs crayfish lobster lobsters mussel mussels oyster
  oysters clam clams scallops squid octopus fish salmon tuna egg eggs milk soy soya wheat buckwheat mustard celery lupin kiwi kiwis
  strawberry strawberries peach peaches mango mangoes pineapple banana bananas avocado avocados coconut chickpeas lentils`)
const others = wordSet(`
  penicillin amoxicillin aspirin ibuprofen paracetamol codeine morphine sulfa antibiotics iodine latex nickel bee bees wasp wasps hornet hornets
  pollen ragweed birch grass dust mites mould mold cat cats dog dogs horse horses rabbit rabbits fur feathers lanolin
  kiwifruit garlic tomato tomatoes chocolate cheese dairy gluten`)
/** Medicines by the endings that their makers give them. */
const drugs = /.(?:cillin|profen|mycin|oxacin|cycline|caine)$/
const partners = wordSet('stings sting nuts nut hair fur pollen mites butter oil seeds venom gel gloves')

const bodyParts = wordSet('throat lips lip face tongue mouth eyes airway airways windpipe')
const swelling = wordSet(`
  close closes closed closing shut shuts swell swells swelled swelling swollen swole tighten tightens tightened balloon ballooned balloons up`)
const outbreaks = wordSet('hives rash rashes welts blisters spots lumps anaphylaxis')
const wards = wordSet('hospital ambulance emergency casualty icu er a&e resus oxygen')
const pens = wordSet('epipen epipens epi-pen epi-pens')
const hedges = wordSet('maybe perhaps wish hope hopes might suppose imagine dreamt dreamed dream pretend unless whether wonder')
const diets = wordSet('vegan vegetarian diet pregnant pregnancy halal kosher fasting lent cheat puppy vet yet today tonight tomorrow until')

export const allergic: Reader = ({ tokens, verb }) => {
  // "Allergy from eggs", "allergic against dust" are said by those who learn English.
  if (!/^(to|from|against|of)$/.test(normAt(tokens, verb + 1))) return []
  if (tokens[verb + 2]?.norm === 'them' && !/^(but|and)$/.test(normAt(tokens, verb + 3))) return [{ attribute: 'allergic_to', values: ['them'], at: verb }]
  return thingsAfter('allergic_to')({ tokens, verb: verb + 1, norm: 'to', cased: false }).map(({ values }) => ({ attribute: 'allergic_to', values, at: verb }))
}

/** "Lactose intolerant", "intolerant to eggs", "cannot tolerate lactose", "is coeliac". */
export const intolerant: Reader = ({ tokens, verb, norm }) => {
  if (norm === 'tolerate') {
    const not = tokens[verb - 1]?.norm === 'not' && /^(can|ca)$/.test(normAt(tokens, verb - 2))
    const value = normAt(tokens, verb + 1)
    return not && (isAllergen(value) || value === 'lactose') ? [{ attribute: 'allergic_to', values: [value], at: verb - 2 }] : []
  }
  const joined = /^(\w+)-intolerant$/.exec(norm)?.[1]
  if (joined !== undefined) return [{ attribute: 'allergic_to', values: [joined], at: verb }]
  if (norm !== 'intolerant') return [{ attribute: 'allergic_to', values: ['gluten'], at: verb }]
  if (tokens[verb + 1]?.norm === 'to') return allergic({ tokens, verb, norm, cased: false })
  const whole = tokens[tokens[verb - 1]?.norm === '-' ? verb - 2 : verb - 1]?.norm ?? ''
  return isAllergen(whole) || /^(lactose|fructose|histamine)$/.test(whole) ? [{ attribute: 'allergic_to', values: [whole], at: verb }] : []
}

const beforeAllergy = wordSet('a an the has have got is my his her severe bad mild serious strong had no food of with and or terrible awful proper nasty deadly')

/** "Has a nut allergy", "an allergy to bees". */
export const allergy: Reader = ({ tokens, verb }) => {
  if (/^(to|from|against)$/.test(normAt(tokens, verb + 1))) return allergic({ tokens, verb, norm: 'allergy', cased: false })
  const words = substanceBefore(tokens, verb)
  if (isOwned(tokens, verb - words.length)) return []
  const over = tokens.slice(Math.max(0, verb - 5), verb).some(({ norm }) => /^(outgrew|outgrown|lost|beat)$/.test(norm))
  return words.length > 0 && words.length < 4 ? [{ attribute: 'allergic_to', values: [words.join(' ')], at: verb, ...(over && { over }) }] : []
}

function substanceBefore(tokens: readonly Token[], noun: number): string[] {
  const words: string[] = []
  for (let at = noun - 1; at >= 0 && tokens[at]!.kind === 'word' && tokens[at]!.norm !== "'s" && !beforeAllergy.has(tokens[at]!.norm); at--) words.unshift(tokens[at]!.norm)
  return words
}

/** "My bad ...", "Ana's ...": somebody's own, whoever the clause is about. */
function isOwned(tokens: readonly Token[], at: number): boolean {
  const before = isMild(tokens[at - 1]) ? at - 2 : at - 1
  return /^(my|his|her|our|'s)$/.test(normAt(tokens, before))
}

function isMild(token: Token | undefined): boolean {
  return /^(severe|bad|mild|serious|strong|terrible|awful|nasty|deadly)$/.test(token?.norm ?? '')
}

/** "Because of my cat allergy", "Ana's allergy to eggs": whose it is is said even by a question. */
function ownAllergies(tokens: readonly Token[], parsed: Parsed): Saying[] {
  return tokens.flatMap(({ norm }, at) => {
    const words = norm === 'allergy' ? substanceBefore(tokens, at) : []
    const start = at - words.length
    if (norm !== 'allergy' || words.length > 3 || !isOwned(tokens, start) || tokens.some(token => recovered.has(token.norm))) return []
    const who = possessorNear(tokens, parsed.phrases, start)
    const values = words.length > 0 ? [words.join(' ')] : (tokens[at + 1]?.norm === 'to' ? thingsAfter('allergic_to')({ tokens, verb: at + 1, norm: 'to', cased: false }) : []).flatMap(told => told.values)
    return who && values.length > 0 ? [{ type: 'attribute', who: [who], told: { attribute: 'allergic_to', values, at }, at, mood: 'holds' }] : []
  })
}
const recovered = wordSet('outgrew outgrown gone cured lost beat misdiagnosed misdiagnosis fake supposed imaginary alleged pretend')

/** A sign of an allergy: where it is told, and whose body it is about, where the sign says so. */
interface Sign {
  at: number
  who: Phrase | undefined
}

/**
 * What a sentence says of allergies without "allergic to": "mango makes her lips swell". The substance may stand in
 * the sentence before: "No mango for me. My lips swell."
 */
export function allergiesIn(sentence: Sentence, parsed: Parsed, before: Sentence | undefined): Saying[] {
  const own = ownAllergies(sentence.tokens, parsed)
  return own.length > 0 ? own : reactionsIn(sentence, parsed, before)
}

function reactionsIn(sentence: Sentence, parsed: Parsed, before: Sentence | undefined): Saying[] {
  const { tokens, asks } = sentence
  if (asks || tokens.some(({ norm }) => hedges.has(norm))) return []
  const sign = signIn(tokens, parsed)
  if (!sign) return []
  const moods = moodsOf(tokens, asks)
  if (!isClaimed(tokens, moods, sign.at)) return []
  const who = sign.who ?? nearest(parsed, sign.at)
  if (!who) return []
  const own = allergensIn(tokens, sign.at, who)
  const values = own.length > 0 || !before || before.asks ? own : allergensIn(before.tokens, before.tokens.length)
  return values.length === 0 ? [] : [{ type: 'attribute', who: [who], told: { attribute: 'allergic_to', values, at: sign.at }, at: sign.at, mood: 'holds' }]
}

/** A sign counts where it is said to be so, or what would follow: "one nut would put me in hospital", "if he eats nuts his lips swell". */
function isClaimed(tokens: readonly Token[], moods: readonly Mood[], at: number): boolean {
  const mood = moods[at] ?? 'holds'
  const norms = tokens.map(({ norm }) => norm)
  if (mood === 'holds') return true
  if (mood === 'denied') return norms.slice(Math.max(0, at - 2), at + 1).includes('without') && norms.indexOf('not') < at - 2
  if (mood === 'ended') return false
  const condition = norms.includes('if')
  const modal = norms.some(norm => /^(would|could|'d|will|'ll|can)$/.test(norm))
  return condition ? !modal && !norms.some(norm => /^(had|were|was|did)$/.test(norm)) : modal && !norms.includes('not')
}

function signIn(tokens: readonly Token[], parsed: Parsed): Sign | undefined {
  for (const [at, { norm }] of tokens.entries()) {
    const next = normAt(tokens, at + 1)
    if (bodyParts.has(norm)) {
      if (reactsNear(tokens, at)) return { at, who: possessorNear(tokens, parsed.phrases, at) }
    } else if (/^(swells?|swelled|swelling)$/.test(norm) && next !== 'with') return { at, who: subjectAt(parsed, at) }
    else if (bothers.has(norm)) {
      const who = botheredAt(tokens, parsed, at)
      if (who) return { at, who }
    } else if (outbreaks.has(norm) && /^(get|gets|got|getting)$/.test(normAt(tokens, at - 1))) return { at, who: subjectAt(parsed, at) }
    else if (outbreaks.has(norm) && tokens.slice(Math.max(0, at - 3), at).some((token, step, near) => /^(in|into|out|proper)$/.test(token.norm) && !near[step - 1]?.norm.startsWith('turn'))) return { at, who: undefined }
    else if (/^anaphyla(xis|ctic)$/.test(norm)) return { at, who: undefined }
    else if (wards.has(norm)) {
      const who = sufferer(tokens, parsed, at)
      if (who) return { at, who }
    } else if (pens.has(norm) || (next === 'pen' && /^(epi|adrenaline)$/.test(norm))) return { at, who: undefined }
    else if (/^(allergic|allergies|allergy)$/.test(norm) && next !== 'to' && !isNoun(tokens, at)) return { at, who: possessorNear(tokens, parsed.phrases, at) ?? after(parsed, tokens, at) }
    else if (/^(have|eat|do|touch)$/.test(norm) && tokens[at - 1]?.norm === 'not' && /^(can|ca)$/.test(normAt(tokens, at - 2)) && mayAvoid(tokens, at)) return { at: at - 2, who: undefined }
  }
  return undefined
}

const bothers = wordSet('sneeze sneezes sneezing itch itches itching wheeze wheezes wheezing reacts react')

/** "Sneezes around cats", "cats make her itch", "reacts badly to kiwi": who does. */
function botheredAt(tokens: readonly Token[], { phrases }: Parsed, at: number): Phrase | undefined {
  const norm = (place: number): string => normAt(tokens, place)
  const before = /(?:ly|^always|^starts?|^is|^'s|^am)$/.test(norm(at - 1)) ? at - 1 : at
  const who = [...phrases.values()].find(phrase => phrase.end === before && isPerson(phrase))
  if (!who || /^(to|can|could|not|if)$/.test(norm(at - 1))) return undefined
  const near = norm(at).startsWith('react') ? /^(badly|terribly|violently|strongly|severely)$/.test(norm(at + 1)) && norm(at + 2) === 'to' : /^(around|near|from|whenever|when)$/.test(norm(at + 1))
  const made = /^(makes?|make)$/.test(norm(who.start - 1)) && isAllergen(norm(who.start - 2))
  return near || made ? who : undefined
}

/** "Can't have peanuts": a food that one avoids for no other reason. */
function mayAvoid(tokens: readonly Token[], at: number): boolean {
  return [1, 2, 3].some(step => foods.has(normAt(tokens, at + step))) && !tokens.some(({ norm }) => diets.has(norm)) && !tokens.some(({ norm }) => /^(any|no|more|anymore|enough|too)$/.test(norm))
}

/** "Peanut allergy", "an allergy to nuts" are told by the word; "allergy clinic" says nothing. */
function isNoun(tokens: readonly Token[], at: number): boolean {
  return /^(clinic|test|tests|season|tablets|pills|medicine|doctor)$/.test(normAt(tokens, at + 1)) || (tokens[at]!.norm === 'allergy' && (isAllergen(normAt(tokens, at - 1)) || partners.has(normAt(tokens, at - 1))))
}

function reactsNear(tokens: readonly Token[], at: number): boolean {
  return [-2, -1, 1, 2, 3].some(step => {
    const { norm } = tokens[at + step] ?? { norm: '' }
    return step === -2 || norm === 'up' ? /^(clos|shut|swell|swol|tighten)/.test(norm) : swelling.has(norm)
  })
}

/** The phrase right before a verb, adverbs and "who" aside. */
function subjectAt(parsed: Parsed, at: number): Phrase | undefined {
  return [...parsed.phrases.values()].findLast(phrase => phrase.end <= at && isPerson(phrase))
}

/** "Puts me in hospital", "landed him in an ambulance". */
function sufferer(tokens: readonly Token[], { phrases }: Parsed, at: number): Phrase | undefined {
  const verb = tokens.findLastIndex(({ norm }, place) => place < at && at - place < 7 && /^(puts?|lands?|landed|sends?|sent)$/.test(norm))
  const who = verb < 0 ? undefined : phrases.get(verb + 1)
  return who && isPerson(who) && /^(in|into|to|on)$/.test(normAt(tokens, who.end)) ? who : undefined
}

/** "The one with the allergy is Bo." */
function after({ phrases }: Parsed, tokens: readonly Token[], at: number): Phrase | undefined {
  const who = /^(is|'s)$/.test(normAt(tokens, at + 1)) ? phrases.get(at + 2) : undefined
  return who && isPerson(who) ? who : undefined
}

/** The person who is spoken of last before a sign, or first after it. */
function nearest({ phrases }: Parsed, at: number): Phrase | undefined {
  const persons = [...phrases.values()].filter(isPerson)
  return persons.findLast(({ end }) => end <= at) ?? persons.find(({ start }) => start > at)
}

function isPerson(phrase: Phrase): boolean {
  if (phrase.type === 'kin') return !phrase.kin.plural && phrase.kin.role !== 'pet'
  return (phrase.type === 'name' && !phrase.place) || phrase.type === 'self' || (phrase.type === 'pronoun' && !phrase.thing)
}

function isAllergen(norm: string): boolean {
  return foods.has(norm) || others.has(norm) || drugs.test(norm)
}

/** The substances next to a place, those aside that are said to be fine, or only compared to: one, or a list. */
function allergensIn(tokens: readonly Token[], near: number, who?: Phrase): string[] {
  const groups: { values: string[]; start: number; end: number }[] = []
  for (let at = 0; at < tokens.length; at++) {
    if (!isAllergen(tokens[at]!.norm) || isHarmless(tokens, at) || (who && who.start <= at && at < who.end)) continue
    const start = at
    const words = [tokens[at]!.norm]
    while (partners.has(normAt(tokens, at + 1))) words.push(tokens[++at]!.norm)
    const last = groups.at(-1)
    const listed = last && start - last.end < 4 && tokens.slice(last.end, start).every(({ norm }) => /^(,|and|or|a|the|any|some|even)$/.test(norm))
    if (listed) Object.assign(last, { values: [...last.values, words.join(' ')], end: at + 1 })
    else groups.push({ values: [words.join(' ')], start, end: at + 1 })
  }
  const distance = ({ start, end }: { start: number; end: number }): number => (end <= near ? near - end : start - near)
  return groups.sort((a, b) => distance(a) - distance(b))[0]?.values ?? []
}

function isHarmless(tokens: readonly Token[], at: number): boolean {
  const norm = (step: number): string => normAt(tokens, at + step)
  const near = norm(-2) === 'as' && [-4, -5, -6].some(step => norm(step) === 'same')
  const compared = !near && /^(like|into|as)$/.test(norm(-2)) && /^(a|an)$/.test(norm(-1))
  const fine = /^(is|are|'s)$/.test(norm(1)) && /^(fine|ok|okay|safe|allowed|grand|good)$/.test(norm(2))
  const allowed = /^(fine|ok|okay|safe|good)$/.test(norm(-2)) && norm(-1) === 'with'
  return compared || fine || allowed || /^(not|my|our|his|her|loves|likes|than)$/.test(norm(-1)) || (norm(-1) === 'eat' && norm(-2) === 'can')
}
