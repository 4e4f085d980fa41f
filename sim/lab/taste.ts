// A person of particular taste, message by message: what she says, and which of it she wants to have remembered.
import type { Random } from 'mneme'

/** What a message is about. */
export const subjects = ['plants', 'moods', 'facts', 'prices', 'chatter'] as const
export type Subject = (typeof subjects)[number]

/** She cares for her plants and her moods, and for facts as everybody does; never for prices. */
export const wanted: ReadonlySet<Subject> = new Set<Subject>(['plants', 'moods', 'facts'])

export interface Message {
  subject: Subject
  text: string
}

const lists: Readonly<Record<string, readonly string[]>> = {
  plant: ['fern', 'orchid', 'ficus', 'basil', 'cactus', 'monstera', 'jasmine', 'begonia', 'ivy', 'lemon tree', 'rosemary', 'peace lily'],
  growth: ['a new leaf', 'two buds', 'a pale shoot', 'tiny roots', 'its first flower', 'a second stem', 'brown tips', 'a curl at the top'],
  spot: ['by the window', 'on the sill', 'in the hall', 'next to the sofa', 'on the balcony', 'above the sink'],
  mood: ['low', 'bright', 'restless', 'calm', 'a bit lost', 'full of beans', 'grey inside', 'oddly hopeful', 'worn out', 'soft and slow'],
  cause: ['the fog', 'that long call', 'the quiet in the flat', 'a song on the radio', 'the short days', 'a good nap', 'nothing at all', 'the smell of rain'],
  time: ['this morning', 'since noon', 'tonight', 'today', 'all week', 'after lunch'],
  kin: ['sister', 'brother', 'aunt', 'cousin', 'neighbour', 'uncle'],
  name: ['Ines', 'Tomas', 'Greta', 'Paul', 'Mina', 'Oskar', 'Vera', 'Jonas', 'Lena', 'Amir'],
  city: ['Ghent', 'Turin', 'Bergen', 'Leipzig', 'Porto', 'Malmo', 'Graz', 'Lyon'],
  work: ['a nurse', 'a welder', 'a vet', 'a baker', 'a tram driver', 'a teacher'],
  thing: ['kettle', 'lamp', 'jacket', 'bus pass', 'rug', 'headset', 'drill', 'pan', 'suitcase', 'printer', 'chair', 'bike lock'],
  shop: ['the market', 'the corner shop', 'the outlet', 'the hardware store', 'the big mall', 'an online shop'],
  number: ['12', '19', '24', '35', '48', '59', '75', '89', '110', '140', '205', '320'],
  weather: ['rain', 'wind', 'sun', 'fog', 'hail', 'heat'],
}

const templates: Readonly<Record<Subject, readonly string[]>> = {
  plants: [
    'the {plant} {spot} has {growth} {time}', 'gave the {plant} a little water {time}, it had {growth}', 'oh and the {plant} is leaning, the one {spot}',
    'turned the {plant} {spot} round so it gets some light', 'I just sat with the {plant} for a while {time}', 'my {plant} and my {plant} look like friends {spot}',
    'the {plant} dropped a leaf {time}, the one {spot}', 'talked to the {plant} again {time}, it shows {growth}', 'there is {growth} on the {plant} {spot}',
  ],
  moods: [
    'feeling {mood} {time}', '{mood} again {time}, must be {cause}', 'I woke up {mood}, {cause} maybe', 'so {mood} {time} because of {cause}',
    'somehow {mood} and then {mood} {time}', '{cause} made me {mood}', 'a {mood} sort of day, {cause}',
  ],
  facts: [
    'my {kin} {name} lives in {city}', 'my {kin} {name} works as {work} in {city}', '{name}, my {kin}, moved to {city}', 'I am meeting my {kin} {name} in {city} in May',
    'my {kin} {name} became {work}',
  ],
  prices: [
    'the {thing} costs {number} euros at {shop}', 'I paid {number} euros for a {thing} at {shop}', 'a {thing} is {number} euros now, it was less at {shop}',
    'my new {thing} was {number} euros', 'they want {number} euros for the {thing} at {shop}', 'I bought a {thing} for {number} euros at {shop}',
  ],
  chatter: [
    'haha yes', 'ok then, {weather} again', 'what {weather} out there', 'hm, let me think', 'right, where were we', 'anyway, hello', 'ok ok, got it', 'that {weather}, wow', 'never mind, go on',
    'one second please', 'haha that {weather}',
  ],
}

/** Messages of one person, subjects by chance, no two alike but for chatter. */
export function drawMessages(count: number, random: Random): Message[] {
  const said = new Set<string>()
  const messages: Message[] = []
  while (messages.length < count) {
    const subject = random.pick(subjects)
    const text = random.pick(templates[subject]).replaceAll(/\{(\w+)\}/g, (_, list: string) => random.pick(lists[list]!))
    if (subject !== 'chatter' && said.has(text)) continue
    said.add(text)
    messages.push({ subject, text })
  }
  return messages
}
