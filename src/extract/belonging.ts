// Belongings: what one owns, told by having, buying, inheriting, and by whose a thing is.
import { wordSet } from '../encode/prose.ts'
import type { Mood } from './mood.ts'
import { numberOf } from './number.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { ownerOf } from './placed.ts'
import type { Saying } from './saying.ts'
import { isProfession, nounAt, placeAt, type Span } from './spans.ts'
import { told, type Reader } from './told.ts'
import { normAt, type Token } from './token.ts'

const makes = wordSet(`
  ford vauxhall opel peugeot renault citroen clio corsa golf polo skoda octavia fabia seat fiat panda honda civic nissan micra mazda subaru
  kia hyundai yaris corolla prius suzuki mini bmw audi mercedes chevy buick dodge saab lada jeep tesla volvo toyota passat beetle porsche
  ferrari lamborghini bentley lexus dacia trabant vw volkswagen mitsubishi jaguar cadillac pontiac chrysler chevrolet mustang duster twingo
  punto astra fiesta ibiza tiguan touran camry accord vespa lambretta harley ducati kawasaki yamaha triumph`)
// What is somebody's own where it is called "my": a house or a gym may be one that one rents or goes to.
const things = wordSet(`
  car cars bike bikes bicycle motorbike motorcycle scooter moped van truck boat yacht caravan camper campervan cottage cabin farm bakery
  store restaurant cafe café salon garage gallery piano guitar violin cello drum drums telescope camera drone laptop macbook ps5 xbox
  allotment greenhouse vineyard food-truck tractor kiln loom pharmacy workshop sofa headset phone ipad tablet keyboard bookshelf
  sewing-machine ute tandem kayak canoe surfboard bookshop bookstore barbershop hotel guesthouse motel franchise shop motorhome rv pickup
  dinghy sailboat motorboat jetski quad e-bike ebike aquarium terrarium trampoline treadmill projector turntable synth synthesizer accordion
  trumpet saxophone sax clarinet harp banjo ukulele mandolin snowboard skateboard paddleboard smartwatch iphone kindle playstation thermomix
  steinway rolex harmonica trombone printer fitbit roomba kobo e-reader ereader airpods chromebook thinkpad imac gopro nintendo lawnmower mower
  chainsaw drill dishwasher freezer fridge toaster blender microwave hoover tumble-dryer telly hammock harpsichord oboe bassoon flute viola`)
const estates = wordSet(`
  house flat apartment condo land bar pub studio company business gym inn stall kiosk brewery orchard ranch winery tavern bistro villa villas
  chalet castle mansion bungalow houseboat pizzeria stable stables warehouse goldfish cactus`)

function isThing(word: string): boolean {
  return things.has(word) || makes.has(word) || (word !== 'tablets' && things.has(word.replace(/s$/, '')))
}

function isOwnable(word: string): boolean {
  return isThing(word) || estates.has(word)
}

/** True where the last word of a noun phrase names what one can own: "old dirt bike", "jet ski". */
function headsOwnable(text: string): boolean {
  const words = text.toLowerCase().split(' ')
  return isOwnable(words.at(-1)!) || /^(?:jet ski|hot tub|sewing machine|espresso machine|record player|rowing machine|food truck|tattoo parlou?r)$/.test(words.slice(-2).join(' '))
}

/** "Piano teacher", "boat trip": the thing only describes what follows. */
function isModifier(next: Token | undefined): boolean {
  return next !== undefined && (isProfession(next.norm) || /^(lessons?|class|classes|trip|ride|park|hire|rental|show|race|course|exam|recital|practice|tour|festival|concert)$/.test(next.norm))
}

/** A thing that one owns, after a possessive, adjectives aside: "Duncan's old van". */
export function ownableAt(tokens: readonly Token[], at: number): string | undefined {
  for (let next = at; next < at + 3; next++) {
    const { norm, kind } = tokens[next] ?? { norm: '', kind: 'mark' }
    if (kind === 'mark' || (next > at && /^(my|his|her|our|their|a|an|the|s?he|i|is|was)$/.test(norm))) return undefined
    if (isThing(norm)) return isModifier(tokens[next + 1]) ? undefined : norm
    if (estates.has(norm)) return undefined
  }
  return undefined
}

const amounts = /^(a|an|another|several|some|both|exactly|only|just|about|around|\(|\))$/
function isAmount(norm: string): boolean {
  return amounts.test(norm) || numberOf(norm) !== undefined
}

/** Nouns with their articles or numbers, joined by commas and "and": "a yacht, a Rolex and two villas". */
function counted(tokens: readonly Token[], at: number, possessives: boolean): Span[] {
  const found: Span[] = []
  for (let next = at; ;) {
    let start = next
    while (start - next < 5 && isAmount(normAt(tokens, start))) start++
    const owned = possessives && /^(my|our|his|her|their|the)$/.test(normAt(tokens, start))
    const noun = start > next || owned ? nounAt(tokens, start) : undefined
    if (!noun) return found
    found.push(noun)
    if (!/^(,|and|plus)$/.test(normAt(tokens, noun.end))) return found
    next = noun.end + (tokens[noun.end + 1]?.norm === 'and' ? 2 : 1)
  }
}

/** Of several things in one breath a name with a capital is one, too: "a van and a Steinway". */
const having = (possessives: boolean): Reader => ({ tokens, verb }) => {
  // "Has her studio there", and yet "has his bike" is his.
  if (!possessives && /^(his|her|their|our)$/.test(normAt(tokens, verb + 1))) {
    const estate = nounAt(tokens, verb + 1)
    return estate && estates.has(estate.text.toLowerCase().split(' ').at(-1)!) ? told('owns', verb, estate) : []
  }
  const start = /^(myself|himself|herself|themselves|ourselves)$/.test(normAt(tokens, verb + 1)) ? verb + 2 : verb + 1
  return counted(tokens, start, possessives).filter(({ text }) => headsOwnable(text)).flatMap(noun => told('owns', verb, noun))
}

const owning: Reader = ({ tokens, verb }) => {
  const list = counted(tokens, verb + 1, true)
  return (list.length > 0 ? list : [nounAt(tokens, verb + 1)]).flatMap(noun => told('owns', verb, noun))
}

/** "Has had that Saab since 1999". */
const keeping: Reader = ({ tokens, verb }) => {
  if (!/^(have|has|'ve)$/.test(normAt(tokens, verb - 1)) || !/^(that|this|the|my|his|her)$/.test(normAt(tokens, verb + 1))) return []
  const noun = nounAt(tokens, verb + 2)
  return noun && headsOwnable(noun.text) && /^(since|for)$/.test(normAt(tokens, noun.end)) ? told('owns', verb, noun) : []
}

/** "Spent her bonus on a jet ski", "treated himself to a drone". */
const spending: Reader = ({ tokens, verb }) => {
  const at = tokens.findIndex(({ norm }, place) => place > verb && place < verb + 6 && /^(on|to)$/.test(norm))
  return at < 0 || !/^(a|an|another)$/.test(normAt(tokens, at + 1)) ? [] : having(false)({ tokens, verb: at, norm: 'on', cased: false }).map(value => ({ ...value, at: verb }))
}

/** "Inherited grandma's piano". */
const inheriting: Reader = ({ tokens, verb }) => {
  const noun = nounAt(tokens, verb + 1)
  return noun && headsOwnable(noun.text) ? told('owns', verb, { ...noun, text: noun.text.replace(/^.*'s /, '') }) : []
}

/** "Drives an old Saab": nobody drives another's for long. */
const driving: Reader = ({ tokens, verb }) => {
  if (!/^(a|an)$/.test(normAt(tokens, verb + 1)) || tokens.some(({ norm }) => /^(rented|rental|hired|borrowed|company)$/.test(norm))) return []
  const noun = nounAt(tokens, verb + 1)
  return noun && makes.has(noun.text.toLowerCase().split(' ').at(-1)!) ? told('owns', verb, noun) : []
}

/** "Is the owner of a bakery": said of whoever "is" speaks of. */
const owner: Reader = ({ tokens, verb }) => {
  const link = tokens.slice(Math.max(0, verb - 3), verb).findLast(({ norm }) => /^(is|'s|am|and|,)$/.test(norm))?.norm
  const claimed = link !== undefined && tokens.slice(0, verb).some(({ norm }) => /^(is|'s|am)$/.test(norm))
  return claimed && tokens[verb + 1]?.norm === 'of' ? told('owns', verb, nounAt(tokens, verb + 2)) : []
}

/** Readers of verbs that tell a belonging. */
export const belongingReaders: readonly (readonly [words: string, reader: Reader])[] = [
  ['own owns', owning],
  ['has have', having(false)],
  ['got bought', having(true)],
  ['had', keeping],
  ['spent blew splashed treated splurged wasted', spending],
  ['inherited', inheriting],
  ['drives drive', driving],
  ['owner', owner],
]

/** "His laptop", "my van". */
export function possessionAt(tokens: readonly Token[], at: number, mood: Mood): Saying[] {
  const { norm } = tokens[at]!
  const thing = isGift(tokens, at) || /^(sold|lost|scrapped|sells)$/.test(normAt(tokens, at - 1)) ? undefined : ownableAt(tokens, at + 1)
  if (thing === undefined || (mood === 'unsure' && !/^(my|our)$/.test(norm))) return []
  return [{ type: 'attribute', who: [ownerOf(norm, at)], told: { attribute: 'owns', values: [thing], at }, at, mood: 'holds' }]
}

/** True where a possessive stands before what is given away: "left me his piano". */
function isGift(tokens: readonly Token[], at: number): boolean {
  return /^(me|us|him|her|them)$/.test(normAt(tokens, at - 1)) && giving.test(normAt(tokens, at - 2))
}
const giving = /^(left|gave|bequeathed|sold|bought|got)$/

/** What is said of things and whose they are: "the boat belongs to Ana", "it is owned by Bo", "gran left me her piano". */
export function belongingsIn(tokens: readonly Token[], { phrases }: Parsed, moods: readonly Mood[], cased: boolean): Saying[] {
  const found: Saying[] = []
  const say = (who: Phrase | undefined, at: number, thing: Span | undefined): void => {
    if (who && (moods[at] ?? 'holds') === 'holds') for (const value of told('owns', at, thing)) found.push({ type: 'attribute', who: [who], told: value, at, mood: 'holds' })
  }
  for (const [at, { norm }] of tokens.entries()) {
    if (giving.test(norm)) {
      const who = phrases.get(at + 1)
      const thing = who && /^(his|her|their|my|our|the|a|an)$/.test(normAt(tokens, who.end)) ? nounAt(tokens, who.end) : undefined
      const lent = thing && /^(for|until|till|over|while)$/.test(normAt(tokens, thing.end)) && norm !== 'bought'
      if (thing && !lent && headsOwnable(thing.text)) say(who, at, thing)
    } else if (norm === 'belongs' && tokens[at + 1]?.norm === 'to') say(ownerAt(at + 2), at, thingBefore(tokens, at))
    else if (norm === 'owned' && tokens[at + 1]?.norm === 'by') say(ownerAt(at + 2), at, thingBefore(tokens, at - 1) ?? placeBefore(tokens, at, cased))
  }
  return found

  /** "To Ana", and not "to Ana's landlord". */
  function ownerAt(at: number): Phrase | undefined {
    const who = phrases.get(at)
    return who && tokens[who.end]?.norm !== "'s" ? who : undefined
  }
}

/** The thing that a verb is said of: "the new car". */
function thingBefore(tokens: readonly Token[], end: number): Span | undefined {
  const start = tokens.findLastIndex(({ norm }, at) => at < end && end - at < 5 && /^(the|that|this)$/.test(norm))
  const thing = start < 0 ? undefined : nounAt(tokens.slice(0, end), start)
  return thing && thing.end === end && headsOwnable(thing.text) ? thing : undefined
}

/** "Dinner at Mare Vostra, it is owned by Bo": the place that "it" means. */
function placeBefore(tokens: readonly Token[], end: number, cased: boolean): Span | undefined {
  if (!cased || !/^(it|which|who|place)$/.test(normAt(tokens, end - 2))) return undefined
  const at = tokens.findLastIndex(({ norm }, place) => place < end && /^(at|to|called|named)$/.test(norm) && tokens[place + 1]?.capital === true)
  return at < 0 ? undefined : placeAt(tokens, at + 1, true)
}

/** "How do I fix a kobo? Mine is dead": what was named last is one's own. */
export function mineIn(tokens: readonly Token[], before: readonly Token[]): Saying[] {
  const at = tokens.findIndex(({ norm }, place) => norm === 'mine' && !/^(of|to|not|is|next|like|than)$/.test(normAt(tokens, place - 1)))
  if (at < 0 || !/^(is|'s|has|does|do|did|will|just|still|keeps?|broke|died|stopped|needs?|makes?|wo|ca|can|was|got|also|always|suddenly)$/.test(normAt(tokens, at + 1))) return []
  const thing = [...before, ...tokens.slice(0, at)].findLast(({ norm }) => isThing(norm))?.norm
  if (thing === undefined) return []
  return [{ type: 'attribute', who: [ownerOf('my', at)], told: { attribute: 'owns', values: [thing], at }, at, mood: 'holds' }]
}
