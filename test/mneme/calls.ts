// Random sequences of calls on a memory, for laws that hold whatever was done.
import * as fc from 'fast-check'
import type { Hit, Memory, Mneme, Stats } from 'mneme'
import { dayMs, start, statements, type HandClock } from './memory.ts'

/** One call, by numbers that pick what it is about. */
export type Call = { name: (typeof names)[number]; pick: number; days: number }

const names = [
  'observe',
  'observe',
  'observe',
  'tell',
  'remember',
  'batch',
  'show',
  'use',
  'feedback',
  'forget',
  'suppress',
  'restore',
  'tick',
  'sleep',
  'save',
] as const

const smallTalk = ['hi', 'ok thanks', 'haha nice one', 'what do you mean?', 'good night', 'hm the bus was late again']
const long =
  `${Array.from({ length: 12 }, (_, index) => `Chapter ${index} deals with the harbour of Trieste.`).join(' ')} ` +
  Array.from({ length: 12 }, (_, index) => `Page ${index} is on lighthouses and fog.`).join(' ')
const texts = [
  ...statements,
  ...smallTalk,
  ...statements.map(text => `Well, ${text}`),
  'The meeting is at 3',
  'The meeting is at 5',
  long,
]

export const queries: readonly string[] = [
  'What should I cook for Ana?',
  'Which port has the database in Lisbon?',
  'lighthouses',
  'when is the meeting',
  'hi',
]

/** Sequences of calls; shrinks to short ones. */
export function someCalls(maxLength: number): fc.Arbitrary<Call[]> {
  return fc.array(
    fc.record({ name: fc.constantFrom(...names), pick: fc.nat({ max: 1000 }), days: fc.constantFrom(0, 0, 0.01, 1, 40, 300) }),
    { minLength: 1, maxLength },
  )
}

/** Makes the calls one after another; the clock moves before each. */
export async function play(memory: Mneme, clock: HandClock, calls: readonly Call[]): Promise<void> {
  for (const call of calls) {
    clock.advance(call.days)
    await make(memory, clock, call)
  }
}

function make(memory: Mneme, clock: HandClock, { name, pick }: Call): Promise<unknown> {
  const text = texts[pick % texts.length]!
  const traces = memory.list({ limit: 1000 })
  const id = traces[pick % Math.max(1, traces.length)]?.id
  switch (name) {
    case 'observe':
      return memory.observe(text, pick % 3 === 0 ? 'I will keep that in mind.' : undefined)
    case 'tell':
      return memory.observe({
        text,
        speaker: ['Ana', 'Ben'][pick % 2]!,
        at: Math.max(start - 400 * dayMs, clock.now - pick * dayMs),
        session: `s${pick % 3}`,
      })
    case 'remember':
      return memory.remember(text)
    case 'batch':
      return memory.observeMany([0, 1, 2].map(step => ({ text: texts[(pick + step) % texts.length]! })))
    case 'show':
      return memory.observe({ text, media: [{ hash: String(pick % 3).repeat(64), type: 'image/png', caption: texts[(pick + 1) % texts.length]! }] })
    case 'use':
      return memory.recall(text, { k: 3, reinforce: true, include: ['dormant'] })
    case 'feedback':
      return memory.process(text, { topK: 3 }).then(() => memory.feedback(pick % 2 === 0 ? 1 : -1))
    case 'forget':
      return id === undefined ? nothing : memory.forget(id)
    case 'suppress':
      return id === undefined ? nothing : memory.suppress(id)
    case 'restore':
      return id === undefined ? nothing : memory.restore(id)
    case 'tick':
      return memory.tick(pick % 10)
    case 'sleep':
      return memory.endSession()
    case 'save':
      return memory.save()
    default:
      return nothing
  }
}

const nothing = Promise.resolve()

/** Everything that a memory answers. */
export async function answers(
  memory: Mneme,
): Promise<{ hits: Hit[][]; contexts: string[]; traces: Memory[]; unstored: Memory[]; stats: Stats }> {
  const hits: Hit[][] = []
  const contexts: string[] = []
  for (const query of queries) {
    hits.push(await memory.recall(query, { k: 20, include: ['dormant', 'suppressed', 'superseded'] }))
    contexts.push((await memory.process(query)).context)
  }
  return {
    hits,
    contexts,
    traces: memory.list({ limit: 1000 }),
    unstored: memory.list({ limit: 1000, status: 'unstored' }),
    stats: memory.stats(),
  }
}
