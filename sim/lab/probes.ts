// Small generated memories that show one part at work: preferences by time of day, and moods that should have passed.
import { createRandom, Mneme, type PartialConfig, type Random } from 'mneme'
import type { Voices } from './encoders.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
const start = Date.UTC(2025, 1, 3)

interface Topic {
  says: readonly ((thing: string) => string)[]
  asks: (when: string) => string
  things: readonly string[]
}

const topics: readonly Topic[] = [
  {
    says: [thing => `I like listening to ${thing}.`, thing => `I love ${thing}, put some on.`],
    asks: when => `What music do I like ${when}?`,
    things: ['jazz', 'techno', 'opera', 'reggae', 'folk songs', 'piano music'],
  },
  {
    says: [thing => `I love drinking ${thing}.`, thing => `I want a cup of ${thing}, my favourite.`],
    asks: when => `What do I love to drink ${when}?`,
    things: ['espresso', 'green tea', 'cocoa', 'mint tea', 'black coffee'],
  },
  {
    says: [thing => `I enjoy reading ${thing}.`, thing => `My favourite reading is ${thing}.`],
    asks: when => `What do I enjoy reading ${when}?`,
    things: ['poetry', 'the newspaper', 'crime novels', 'travel books', 'comics'],
  },
  {
    says: [thing => `I like exercising with ${thing}.`, thing => `I prefer ${thing} for my workout.`],
    asks: when => `What exercise do I like ${when}?`,
    things: ['yoga', 'running', 'swimming', 'rowing', 'weights'],
  },
  {
    says: [thing => `I love to eat ${thing}.`, thing => `I prefer eating ${thing}.`],
    asks: when => `What do I love to eat ${when}?`,
    things: ['pancakes', 'tomato soup', 'porridge', 'noodles', 'grilled cheese'],
  },
]

const parts = [
  { when: 'in the morning', hour: 8 },
  { when: 'in the evening', hour: 20 },
] as const

/**
 * Share of right first hits for "What music do I like in the evening?", where one thing was liked in the morning and
 * another in the evening, and the words told nothing of the time. A list of 0 and 1, two for each topic and memory.
 */
export async function eveningProbe(voices: Voices, config: PartialConfig, seed: number, memories = 12): Promise<number[]> {
  const random = createRandom(seed)
  const right: number[] = []
  for (let round = 0; round < memories; round++) {
    let now = start
    const memory = await Mneme.open({ ...voices, clock: () => now, timeZone: 'UTC', config })
    const expected: { question: string; id: string }[] = []
    const said = random.shuffle(topics.flatMap((topic, index) => preferencesOf(topic, index, random)))
    for (const [day, { hour, id, text, question }] of said.entries()) {
      now = start + day * dayMs + (hour - 1 + 2 * random.next()) * hourMs
      await memory.observe({ id, text })
      expected.push({ question, id })
    }
    await memory.endSession()
    now += 2 * dayMs
    for (const { question, id } of expected) {
      const [first] = await memory.recall(question, { k: 1 })
      right.push(first?.sourceIds.includes(id) ? 1 : 0)
    }
    await memory.close()
  }
  return right
}

function preferencesOf(
  topic: Topic,
  index: number,
  random: Random
): { hour: number; id: string; text: string; question: string }[] {
  const things = random.shuffle(topic.things)
  const say = random.pick(topic.says)
  return parts.map(({ when, hour }, part) => ({
    hour,
    id: `topic-${index}-${part}`,
    text: say(things[part]!),
    question: topic.asks(when),
  }))
}

const feelings = [
  'I feel so sad and tired today.',
  'I am really grumpy this morning, ugh.',
  'I feel stressed and anxious right now.',
  'I am exhausted tonight.',
  'I feel lonely today.',
  'I am so angry today, I feel terrible.',
  'Feeling overwhelmed today.',
  'I am bored and restless today.',
  'I feel great today!',
  'I am so happy and excited today!',
]
const smallTalk = [
  'Ha, good one.',
  'What grey weather today.',
  'Hello again!',
  'Okay, sounds good.',
  'Thanks, that is nice of you.',
  'Hmm, let me think.',
  'Wow, really?',
  'See you later then.',
]
const facts = [
  'My brother Tom lives in Oslo.',
  "I work as a nurse in a children's hospital.",
  'I am allergic to peanuts.',
  'My dog is called Biscuit.',
  'I moved to Lisbon in 2019.',
  'I play the cello in an amateur orchestra.',
  'My daughter Lea is nine years old.',
]
const moodQuestions = ['How do I feel?', 'How am I feeling today?', 'What mood am I in?']

/** What the decay probe saw, one value per question. */
export interface Staleness {
  /** Share of moods and small talk of 60 days ago among the first five hits. */
  stale: number[]
  /** 1 where the mood of today comes first. */
  fresh: number[]
}

/** Moods, small talk and facts of one day, 60 days of silence, a mood of today: what does a question on the mood find? */
export async function decayProbe(voices: Voices, config: PartialConfig, seed: number, memories = 12): Promise<Staleness> {
  const random = createRandom(seed)
  const seen: Staleness = { stale: [], fresh: [] }
  for (let round = 0; round < memories; round++) {
    let now = start + 18 * hourMs
    const memory = await Mneme.open({ ...voices, clock: () => now, timeZone: 'UTC', config })
    const [today, ...others] = random.shuffle(feelings)
    const passing = [...others.slice(0, 4), ...random.shuffle(smallTalk).slice(0, 4)]
    for (const text of random.shuffle([...passing, ...random.shuffle(facts).slice(0, 5)])) {
      now += 60_000
      await memory.observe(text)
    }
    await memory.endSession()
    now += 60 * dayMs
    await memory.observe(today!)
    now += hourMs
    for (const question of moodQuestions) {
      const hits = await memory.recall(question, { k: 5 })
      seen.stale.push(hits.filter(hit => passing.includes(hit.text)).length / 5)
      seen.fresh.push(hits[0]?.text === today ? 1 : 0)
    }
    await memory.close()
  }
  return seen
}
