// Each phase of sleep, left out alone: what then no longer comes back, counts or holds.
import { describe, expect, test } from 'vitest'
import type { Mneme, MnemeOptions, PhaseName } from 'mneme'
import { LlmCalls } from '../../src/llm/llm.ts'
import { Engine } from '../../src/mneme/engine.ts'
import { reviveMemory as reviveParts } from '../../src/mneme/open.ts'
import { runNight } from '../../src/mneme/sleep.ts'
import { statementsStep } from '../../src/mneme/statements.ts'
import { phaseNames } from '../../src/sleep/step.ts'
import { stepsWith } from '../../src/sleep/steps.ts'
import { HandClock, alwaysShortTerm, holds, openMemory, reviveMemory } from './memory.ts'

/** What a phase is for: a memory before sleep, and whether it is as it should be some time after. */
interface Purpose {
  options: () => Promise<MnemeOptions>
  before: (memory: Mneme, clock: HandClock) => Promise<void>
  holds: (memory: Mneme) => Promise<boolean>
}

const plain = (): Promise<MnemeOptions> => Promise.resolve({})
const long = 'My sister Dana moved to Lyon in March. The weather is awful. She is allergic to walnuts, by the way!'

/** Whether a question finds a text among the traces once short-term memory, of three, is full of other things. */
async function lasts(memory: Mneme, question: string, text: string): Promise<boolean> {
  for (const other of ['The tram was late.', 'It rained at noon.', 'The lift is being painted.']) await memory.observe(other)
  return (await memory.recall(question)).some(hit => hit.text === text && hit.tier !== null)
}

const purposes: Readonly<Record<PhaseName, Purpose>> = {
  // Without it no turn is read: no statement is taken out, and the pressure stays.
  scan: {
    options: plain,
    before: async memory => { await memory.observe(long) },
    holds: async memory => memory.list({ tier: 'mid' }).length > 0 && memory.stats().pressure === 0,
  },
  // Without it what is important, and nothing more, leaves short-term memory with the rest.
  score: {
    options: async () => ({ policy: await alwaysShortTerm(), config: { stm: { capacity: 3 } } }),
    before: async memory => { await memory.observe('I am allergic to peanuts') },
    holds: memory => lasts(memory, 'Which food must I avoid?', 'I am allergic to peanuts'),
  },
  // Without it a statement is never a memory of its own.
  extract: {
    options: plain,
    before: async memory => { await memory.observe(long) },
    holds: async memory => memory.list({ tier: 'mid' }).some(({ text }) => text.includes('allergic to walnuts') && text !== long),
  },
  // Without it what was used leaves short-term memory, and what was said twice stays twice.
  archive: {
    options: async () => ({ policy: await alwaysShortTerm(), config: { stm: { capacity: 3 } } }),
    before: async memory => {
      await memory.observe('Had my chamomile tea before bed.')
      await memory.recall('tea', { reinforce: true })
    },
    holds: memory => lasts(memory, 'What do I drink at night?', 'Had my chamomile tea before bed.'),
  },
  // Without it what a person comes back to is no topic.
  patterns: {
    options: plain,
    before: async memory => {
      const said = ['My sourdough starter is bubbling.', 'Fed the sourdough with rye flour.', 'The sourdough came out flat.', 'Should I knead the sourdough longer?']
      await memory.observeMany(said.map((text, index) => ({ text, session: `day ${index % 2}` })))
    },
    holds: async memory => (await memory.process('Tell me about sourdough')).clusters.length === 1,
  },
  // Without it a faded trace keeps its place, and a text its retention is over stays.
  prune: {
    options: () => Promise.resolve({ config: { gate: { enabled: false }, retentionDays: 100, halfLifeDays: { semantic: 20, episodic: 20, preference: 20 } } }),
    before: async (memory, clock) => {
      await memory.observe('The zanzibar ferry is blue.')
      clock.advance(101)
    },
    holds: async memory => memory.stats().ltm === 0 && !holds(memory.toBytes(), 'zanzibar'),
  },
}

/** Whether a memory serves its purpose after a night without some phases. */
async function served({ options, before, holds: isServed }: Purpose, without: readonly PhaseName[]): Promise<boolean> {
  const clock = new HandClock()
  const given = await options()
  const memory = await openMemory(clock, given)
  await before(memory, clock)
  const engine = new Engine(await reviveParts(memory.toBytes(), { ...given, clock: clock.read, timeZone: 'UTC' }))
  const calls = new LlmCalls(undefined, { maxCalls: 0, timeoutMs: 1, countTokens: () => 0 })
  const steps = stepsWith(statementsStep(engine, calls), engine.decider).filter(({ phase }) => !without.includes(phase))
  await runNight(engine, steps, { note: () => undefined })
  return isServed(await reviveMemory(engine.keeper.bytes(), clock, given))
}

describe.each(phaseNames)('the phase %s', phase => {
  test('does what it is for', async () => {
    expect(await served(purposes[phase], [])).toBe(true)
  })

  test('is missed when it alone is left out', async () => {
    expect(await served(purposes[phase], [phase])).toBe(false)
  })
})
