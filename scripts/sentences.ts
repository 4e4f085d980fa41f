// Generic text for distillation: WordNet's glosses and examples, and conversational frames filled with its common words.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../src/random.ts'

interface Lexicon {
  nouns: Map<string, string[]>
  verbs: string[]
  adjectives: string[]
  sentences: string[]
}

// WordNet's lexicographer files of the nouns that conversations are about.
const classes: Record<string, string> = {
  '04': 'act',
  '05': 'animal',
  '06': 'thing',
  '08': 'body',
  '10': 'subject',
  '11': 'event',
  '13': 'food',
  '14': 'group',
  '15': 'place',
  '18': 'person',
  '20': 'plant',
  '21': 'possession',
  '26': 'state',
}

/** Reads WordNet's dictionary files; `known` tells the words that are common enough for a frame. */
export function readWordNet(folder: string, known: (word: string) => boolean): Lexicon {
  const lexicon: Lexicon = { nouns: new Map(), verbs: [], adjectives: [], sentences: [] }
  for (const part of ['noun', 'verb', 'adj', 'adv']) {
    for (const line of readFileSync(join(folder, `data.${part}`), 'latin1').split('\n')) {
      if (line.startsWith(' ') || !line.includes('|')) continue
      const [fields, gloss] = line.split(' | ') as [string, string | undefined]
      const [, file, , , word] = fields.split(' ')
      for (const sentence of (gloss ?? '').split(';')) {
        const clean = sentence.replaceAll('"', '').trim()
        if (clean.split(' ').length > 2) lexicon.sentences.push(clean)
      }
      if (!word || !known(word) || word.length < 3 || /[A-Z_0-9]/.test(word)) continue
      if (part === 'verb') lexicon.verbs.push(word)
      else if (part === 'adj') lexicon.adjectives.push(word)
      else {
        const name = classes[file ?? '']
        if (name) lexicon.nouns.set(name, [...(lexicon.nouns.get(name) ?? []), word])
      }
    }
  }
  return lexicon
}

const names = (
  'Ada Amir Ben Bruno Carla Chen Dana Diego Elif Emma Farid Grace Hugo Ines Ivan Jana Jonas Kofi Lara Leo ' +
  'Lucia Malik Marta Milan Nadia Nina Oskar Paula Priya Rosa Samir Sofia Tariq Tessa Tomas Vera Yuki Zoe'
).split(' ')
const kin = (
  'mother father sister brother daughter son wife husband partner aunt uncle cousin grandmother ' +
  'grandfather neighbor roommate boss colleague friend teacher'
).split(' ')
const times = (
  'yesterday|today|last week|last month|this morning|tonight|on Monday|on Friday|in March|in July|last summer|' +
  'two years ago|next week|next spring|every day|every evening|on weekends|at the weekend|in 2019|on the 5th'
).split('|')

// Frames ask, tell, plan, prefer, correct and chat; {x} takes a word of class x.
const frames = `I bought a new {thing} {time}.|Did I ever buy a {thing}?|What {thing} did {name} get {time}?
My {kin} {name} works as a {person}.|What does {name} do for a living?|Who is the {person} in my family?
I am allergic to {food}.|What food should I avoid?|Which {food} does {name} like best?|I love {food} but I can't stand {food}.
{name} went to the {place} {time} and saw a {animal}.|When did {name} go to the {place}?|Where did {name} see the {animal}?
We adopted a {adj} {animal} called {name}.|What pet does {name} have?|How is your {animal} doing?
I started to {verb} {time}.|Since when do I {verb}?|Please remember that I {verb} {time}.|I don't {verb} any more.
I usually {verb} before I {verb}.|What do I do before I {verb}?|How often does {name} {verb}?
My {body} hurts since {time}.|What was wrong with my {body}?|The doctor said it is {state}.|Does anyone in the family have {state}?
Let's plan the {event} for {time}.|When is the {event}?|How did the {event} go?|The {event} was {adj} and {adj}.
Can you explain {subject} to me?|I'm studying {subject} at the {group}.|What does {name} study?|Why is {subject} so {adj}?
Haha, that's {adj}!|That sounds {adj}, {name}.|Thanks, that was really {adj}.|Good morning! How are you?|See you {time}.
I'd rather have short answers about {subject}.|What style of answers do I prefer?|I prefer {adj} {thing} over {adj} ones.
We moved from the {place} to the {place} {time}.|Where do we live now?|Where did we live before the {place}?
Actually it was {name}, not {name}, who wanted the {thing}.|Who wanted the {thing}?
The {thing} broke {time}, so {name} fixed it.|Who repaired the {thing}?|What broke {time}?
I spent too much on {possession} {time}.|How much money went into {possession}?|I am saving for a {thing}.
{name} is afraid of the {animal} in the {place}.|What is {name} afraid of?|Which fears did {name} mention?
I dream of a {adj} {thing} near the {place}.|What are {name}'s plans for {time}?|What would {name} like to {verb}?
There is a {plant} growing behind the {place}.|What grows in our garden?|I planted {plant} and {plant} {time}.
{name} felt {adj} after the {act}.|How did {name} feel about the {act}?|What helped {name} with the {act}?
My {kin} taught me how to {verb} a {thing}.|Who taught me to {verb}?|{name} and {name} {verb} together {time}.
The {group} meets at the {place} {time}.|When does the {group} meet?|{name} joined the {group} {time}.|Which groups is {name} part of?`.split(
  /[|\n]/,
)

/** `count` texts of two to four sentences drawn from `pool`: a turn is rarely one sentence. */
export function joinSentences(pool: readonly string[], count: number, random: Random): string[] {
  return Array.from({ length: count }, () => {
    const length = 2 + random.integer(3)
    return Array.from({ length }, () => {
      const sentence = random.pick(pool)
      return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`
    }).join(' ')
  })
}

/** `count` sentences from the frames, each word drawn from the lexicon by the seed. */
export function fillFrames(lexicon: Lexicon, count: number, random: Random): string[] {
  const draw = (slot: string): string => {
    if (slot === 'name') return random.pick(names)
    if (slot === 'kin') return random.pick(kin)
    if (slot === 'time') return random.pick(times)
    if (slot === 'verb') return random.pick(lexicon.verbs)
    if (slot === 'adj') return random.pick(lexicon.adjectives)
    return random.pick(lexicon.nouns.get(slot) ?? [slot])
  }
  return Array.from({ length: count }, () => random.pick(frames).replace(/\{(\w+)\}/g, (_whole, slot: string) => draw(slot)))
}
