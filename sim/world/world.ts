// A world: months of conversation by seed, with what is true in it, what each turn is worth, and what is asked afterwards.
import { createRandom } from 'mneme'
import type { History, HistorySession } from '../lab/histories.ts'
import { drawSessions, gapWords } from './calendar.ts'
import { drawFacts, Pools, type Fact } from './facts.ts'
import { grammarOf, type Half } from './grammar.ts'
import { drawPerson, Names, type Person } from './person.ts'
import { drawQuestions, drawUnanswerable, type WorldQuestion } from './questions.ts'
import { Conversation, type Setting, type Told, type WorldTurn } from './session.ts'
import { Voice } from './voice.ts'

interface WorldSession extends HistorySession {
  turns: WorldTurn[]
}

/** A history whose every turn is labelled. Its questions hold at its end. */
export interface World extends History {
  half: Half
  mode: 'friends' | 'assistant'
  sessions: WorldSession[]
  questions: WorldQuestion[]
  unanswerable: string[]
  people: Person[]
  facts: Fact[]
}

export interface WorldOptions {
  seed: number
  /** The half of the grammar that it is made of: `taught` for training, `held` for testing. */
  half: Half
  /** Two friends, or a user and an assistant; without it by chance. */
  mode?: World['mode']
  /** The first day in ms; 1 February 2025 without one. */
  start?: number
  /** Conversations, 2 to 200 (22). */
  sessions?: number
  /** Facts told for each conversation, 1 to 6 (3). */
  facts?: number
}

const standardStart = Date.UTC(2025, 1, 1)
/** Days of silence from which on one says so. */
const longGapMs = 10 * 86_400_000

/** A world. The same options give the same world. */
export function generateWorld({ seed, half, mode: given, start = standardStart, sessions = 22, facts: density = 3 }: WorldOptions): World {
  if (!Number.isInteger(sessions) || sessions < 2 || sessions > 200) throw new RangeError(`world: expected 2 to 200 sessions, got ${sessions}; change sessions`)
  if (!(density >= 1 && density <= 6)) throw new RangeError(`world: expected 1 to 6 facts a session, got ${density}; change facts`)
  const random = createRandom(seed)
  const grammar = grammarOf(half)
  const mode = given ?? random.pick(['friends', 'assistant'] as const)
  const assistant = mode === 'assistant'
  const names = new Names(grammar, random)
  const people = [drawPerson(names, random), drawPerson(names, random)]
  const friends = [names.draw(true), names.draw(false), names.draw(true)]
  const pools = new Pools(grammar, random)
  const tellers = assistant ? [0] : [0, 1]
  const times = drawSessions(start, sessions, random)
  const facts = drawFacts(grammar, pools, random, { people, tellers, assistant, sessions, perTeller: (density * sessions) / tellers.length })
  const voice = new Voice(people, friends, pools, random)
  const setting: Setting = { grammar, people, assistant, voice, random, spent: new Map() }
  const told: Told = new Map()
  const held = times.map((at, index): WorldSession => {
    const silence = index === 0 ? 0 : at - times[index - 1]!
    const gap = silence < longGapMs ? undefined : gapWords(times[index - 1]!, at)
    const own = facts.filter(({ session }) => session === index)
    const known = facts.filter(({ session }) => session < index)
    return { at, turns: new Conversation(setting, { number: index + 1, at, gap, facts: own, known }, told).turns }
  })
  const turns = new Map(held.flatMap(session => session.turns.flatMap(({ id, tells }) => tells.map(fact => [fact, id] as const))))
  const asking = { grammar, voice, random, people, tellers, assistant, facts, told, turns }
  const questions = drawQuestions(asking)
  return {
    id: `${half}-${seed}`,
    half,
    mode,
    speakers: assistant ? ['user', 'assistant'] : people.map(({ name }) => name),
    people: assistant ? [people[0]!] : people,
    sessions: held,
    facts,
    questions,
    unanswerable: drawUnanswerable(asking, Math.round(questions.length / 10)),
  }
}

/** Worlds of seeds seed, seed + 1, ..., friends and assistants in turn. */
export function generateWorlds(count: number, options: WorldOptions): World[] {
  return Array.from({ length: count }, (_, index) => generateWorld({ mode: index % 2 === 0 ? 'friends' : 'assistant', ...options, seed: options.seed + index }))
}
