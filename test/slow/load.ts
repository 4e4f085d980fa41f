// A process to kill: `load PATH SEED FIRST` makes every mutating call in random order and tells what was acknowledged.
import { Mneme } from 'mneme'
import { createRandom } from '../../src/random.ts'

const [, , path = '', seed = '1', first = '0'] = process.argv
const random = createRandom(Number(seed))
const origin = Date.UTC(2026, 0, 5, 9)
const memory = await Mneme.open({
  path,
  clock: () => origin,
  timeZone: 'UTC',
  config: { gate: { enabled: false }, retentionDays: null, stm: { capacity: 20 } },
})
let next = Number(first)
const names = [
  'observe',
  'observe',
  'observe',
  'observeMany',
  'remember',
  'forget',
  'suppress',
  'restore',
  'feedback',
  'use',
  'tick',
  'endSession',
  'save',
] as const
const subjects = ['lamp', 'river', 'engine', 'violin', 'meadow', 'harbour', 'window', 'ladder']

/** Written before and after each call: a line is written whole before this process goes on. */
function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function newTurn(): { text: string; id: string } {
  const number = next++
  // A number of its own makes a statement that no other repeats.
  return { id: `k${number}`, text: `The ${random.pick(subjects)} of house q${number}z has ${number} steps` }
}

async function call(): Promise<void> {
  const name = random.pick(names)
  const traces = memory.list({ limit: 50 })
  const trace = traces.length > 0 ? random.pick(traces) : undefined
  switch (name) {
    case 'observe': {
      const turn = newTurn()
      say({ begin: name, turns: [turn] })
      await memory.observe(turn)
      return say({ done: name, turns: [turn] })
    }
    case 'observeMany': {
      const turns = [newTurn(), newTurn(), newTurn()]
      say({ begin: name, turns })
      await memory.observeMany(turns)
      return say({ done: name, turns })
    }
    case 'remember': {
      const { text } = newTurn()
      say({ begin: name })
      const { turnId } = await memory.remember(text)
      return say({ done: name, turns: [{ id: turnId, text }] })
    }
    case 'forget': {
      if (!trace) return
      const gone = { id: trace.sourceIds[0], text: trace.text }
      say({ begin: name, gone })
      await memory.forget(trace.id)
      return say({ done: name, gone })
    }
    case 'suppress':
    case 'restore': {
      if (!trace) return
      const status = { id: trace.id, suppressed: name === 'suppress' }
      say({ begin: name, status })
      await memory[name](trace.id)
      return say({ done: name, status })
    }
    case 'feedback':
    case 'use': {
      if (!trace) return
      if (name === 'feedback') await memory.process(trace.text, { topK: 3 })
      say({ begin: name })
      const hits = name === 'feedback' ? [] : await memory.recall(trace.text, { k: 2, reinforce: true })
      if (name === 'feedback') await memory.feedback(1)
      return say({
        done: name,
        uses: [trace.id, ...hits.map(({ id }) => id)].flatMap(id => {
          const now = memory.get(id)
          return now?.status === 'current' ? [{ id, uses: now.uses }] : []
        }),
      })
    }
    case 'tick':
      say({ begin: name, ticks: 0.01 })
      await memory.tick(0.01)
      return say({ done: name, ticks: 0.01 })
    case 'endSession':
      say({ begin: name })
      await memory.endSession()
      return say({ done: name, session: memory.stats().session })
    case 'save':
      say({ begin: name })
      await memory.save()
      return say({ done: name })
  }
}

say({ ready: true })
for (;;) await call()
