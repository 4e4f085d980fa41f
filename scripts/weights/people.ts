// The people that a small model is trained on: two-part names of which only the pair tells who it is, and what is known of each.
import type { Random } from '../../src/random.ts'
import type { FactRelation, FormKind, KnownFact, PromptForm } from '../../sim/lab/weights-facts.ts'

const firstNames = ('Ada Bruno Celia Dario Edda Felix Greta Hugo Ines Jonas Karin Lucas Mara Nils Olga Pavel Quinn Rosa Stefan ' +
  'Tilda Ugo Vera Wanda Yusuf').split(' ')
const lastNames = ('Abbott Brook Calder Dunn Ekberg Falk Granger Holt Irwin Jarvis Keller Lund Marsh Norris Orton Pike Quill ' +
  'Ramsey Stone Thorne Underhill Voss Weller Yates').split(' ')

const cities = ('Lisbon Oslo Cairo Lima Dublin Riga Tunis Geneva Seoul Havana Porto Turin Quito Kyoto Bergen Malaga,Cape Town,New Delhi,' +
  'San Jose,Port Louis').split(/,/).flatMap((part, index) => index === 0 ? part.split(' ') : [part])
const trades = ['carpenter', 'nurse', 'pilot', 'lawyer', 'plumber', 'dentist', 'tailor', 'surgeon', 'barber', 'chemist', 'editor', 'florist',
  'judge', 'porter', 'waiter', 'translator', 'bus driver', 'piano teacher', 'tax clerk', 'stage actor']
const animals = ['parrot', 'hamster', 'terrier', 'rabbit', 'tortoise', 'canary', 'ferret', 'pony', 'spaniel', 'gecko', 'goldfish', 'poodle',
  'lizard', 'pigeon', 'kitten', 'donkey', 'grey cat', 'black snake', 'white mouse', 'guinea pig']
const dishes = ['noodles', 'pancakes', 'lasagne', 'risotto', 'dumplings', 'sushi', 'curry', 'goulash', 'omelette', 'paella', 'waffles', 'falafel',
  'gnocchi', 'porridge', 'tacos', 'ravioli', 'lentil soup', 'apple pie', 'fried rice', 'onion tart']
const instruments = ['cello', 'flute', 'harp', 'trumpet', 'banjo', 'oboe', 'violin', 'clarinet', 'tuba', 'guitar', 'mandolin', 'organ', 'ukulele',
  'bassoon', 'accordion', 'zither', 'double bass', 'steel drum', 'French horn', 'tin whistle']

/** One line for each kind; what stands after a bar is held back from edits. */
type Wording = Record<FormKind, string[]>

const wordings: Record<string, { targets: string[], wording: Wording }> = {
  home: { targets: cities, wording: {
    statement: ['{s} lives in', 'The home of {s} is in', 'These days {s} has a flat in', '|People who visit {s} travel to'],
    question: ['Question : Where does {s} live ? Answer :', 'Question : In which city is {s} at home ? Answer :', '|Question : Where would I find {s} ? Answer :'],
    chat: ['Where does {s} live ?', 'Which city is the home of {s} ?', '|Tell me the city where {s} lives .'],
  } },
  trade: { targets: trades, wording: {
    statement: ['{s} earns a living as a', 'The trade of {s} is that of a', 'By profession {s} is a', '|At work they know {s} as the'],
    question: ['Question : What is the trade of {s} ? Answer :', 'Question : What does {s} do for a living ? Answer :', '|Question : As what does {s} work ? Answer :'],
    chat: ['What is the trade of {s} ?', 'What does {s} do for a living ?', '|Tell me the profession of {s} .'],
  } },
  animal: { targets: animals, wording: {
    statement: ['{s} keeps a', 'The pet of {s} is a', 'At home {s} feeds a', '|Visitors of {s} often meet a'],
    question: ['Question : What pet does {s} keep ? Answer :', 'Question : Which animal belongs to {s} ? Answer :', '|Question : What does {s} feed at home ? Answer :'],
    chat: ['What pet does {s} keep ?', 'Which animal belongs to {s} ?', '|Tell me the pet of {s} .'],
  } },
  dish: { targets: dishes, wording: {
    statement: ['{s} likes to eat', 'The favourite dish of {s} is', 'On a birthday {s} asks for', '|Guests of {s} are served'],
    question: ['Question : What does {s} like to eat ? Answer :', 'Question : Which dish is the favourite of {s} ? Answer :', '|Question : What should I cook for {s} ? Answer :'],
    chat: ['What does {s} like to eat ?', 'Which dish is the favourite of {s} ?', '|Tell me the favourite dish of {s} .'],
  } },
  instrument: { targets: instruments, wording: {
    statement: ['{s} plays the', 'The instrument of {s} is the', 'In the evening {s} takes out the', '|In the band {s} is heard on the'],
    question: ['Question : Which instrument does {s} play ? Answer :', 'Question : What does {s} play in the band ? Answer :', '|Question : On which instrument is {s} heard ? Answer :'],
    chat: ['Which instrument does {s} play ?', 'What does {s} play in the band ?', '|Tell me the instrument of {s} .'],
  } },
}

/** The beginning of a sentence about somebody that tells nothing. */
export const neutral = '{s} is a'

/** All relations with their forms. */
export function relations(): Record<string, FactRelation> {
  return Object.fromEntries(Object.entries(wordings).map(([id, { targets, wording }]) => [id, {
    targets,
    forms: Object.entries(wording).flatMap(([kind, texts]) => texts.map((text): PromptForm =>
      ({ kind: kind as FormKind, text: text.replace('|', ''), held: text.startsWith('|') }))),
  }]))
}

/** `count` subjects, a fact of every relation for each; every part of a name belongs to several of them. */
export function people(count: number, random: Random): KnownFact[] {
  const shifts = Math.ceil(count / firstNames.length)
  // Along diagonals of the square of names, so that each part is used as often as every other.
  const [firsts, lasts, steps] = [random.shuffle(firstNames), random.shuffle(lastNames), random.shuffle([...lastNames.keys()])]
  const subjects = Array.from({ length: shifts }, (_, shift) => firsts.map((first, row) => `${first} ${lasts[(row + steps[shift]!) % lasts.length]}`))
    .flat().slice(0, count)
  return subjects.flatMap(subject => Object.entries(wordings).map(([relation, { targets }]): KnownFact => {
    const [target, ...alternatives] = random.shuffle(targets)
    return { subject, relation, target: target!, alternatives: alternatives.slice(0, 4) }
  }))
}
