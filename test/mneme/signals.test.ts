// The five signals, each by what it does on ordinary sentences.
import { describe, expect, test } from 'vitest'
import type { Mneme, SignalName } from '../../src/index.ts'
import { HandClock, openMemory } from './memory.ts'

async function tell(memory: Mneme, ...texts: string[]): Promise<void> {
  for (const text of texts) await memory.observe(text)
}

/** Sessions a week apart. */
async function sessions(...all: string[][]): Promise<Mneme> {
  const clock = new HandClock()
  const memory = await openMemory(clock)
  for (const texts of all) {
    await tell(memory, ...texts)
    await memory.endSession()
    clock.advance(7)
  }
  return memory
}

function fired(memory: Mneme, signal: SignalName): { level: number; cause: string; turnId: string | null }[] {
  return memory.signals().filter(record => record.signal === signal)
}

describe('dopamine', () => {
  test.each([
    'Please remember that the spare key hangs behind the water butt.',
    'I was diagnosed with epilepsy last spring.',
  ])('pins "%s", strengthens it and logs why', async text => {
    const memory = await openMemory(new HandClock())
    const { decisions: [decision] } = await memory.observe(text)
    expect(decision!.signals.dopamine.level).toBeGreaterThan(0.5)
    expect(memory.get(decision!.traceId!)).toMatchObject({ tier: 'priority' })
    expect(fired(memory, 'dopamine')).toMatchObject([{ turnId: decision!.turnId, trigger: 'turn', traceIds: [decision!.traceId] }])
  })

  test('does not rise at small talk and questions', async () => {
    const memory = await openMemory(new HandClock())
    await tell(memory, 'hi', 'how are you?', 'What is the capital of Peru?', 'The bus was late.')
    expect(memory.list({ tier: 'priority' })).toEqual([])
  })

  test('what is pinned enters a context about something else, within its share', async () => {
    const memory = await openMemory(new HandClock())
    await tell(memory, 'Please remember that I am allergic to penicillin.', 'The violin lesson moved to room four.', 'Our harbour has a new crane.')
    const { context, memories } = await memory.process('Which room is the violin lesson in?')
    expect(context).toContain('penicillin')
    expect(context).toContain('room four')
    expect(memories[0]!.text).toContain('violin')
    const tight = await memory.process('Which room is the violin lesson in?', { budgetTokens: 62 })
    expect(tight.context).toContain('room four')
    expect(tight.context).not.toContain('penicillin')
  })

  test('praise strengthens what the last context showed', async () => {
    const memory = await openMemory(new HandClock())
    await memory.observe('The red bicycle belongs to our neighbour Marek.')
    const { memories: [hit] } = await memory.process('Who owns the red bicycle?')
    const before = memory.get(hit!.id)!.strength
    await memory.observe('Who owns the red bicycle?', 'Marek does.')
    const used = memory.get(hit!.id)!.strength
    await memory.observe('thank you, that was perfect!')
    expect(used).toBeGreaterThan(before)
    expect(memory.get(hit!.id)!.strength).toBeGreaterThan(used)
  })

  test('can be switched off', async () => {
    const memory = await openMemory(new HandClock(), { config: { signals: { dopamine: false } } })
    await memory.observe('Please remember that I am allergic to penicillin.')
    expect(memory.list({ tier: 'priority' })).toEqual([])
    expect(memory.signals()).toEqual([])
  })
})

describe('gaba', () => {
  test('a correction ends exactly what it corrects, and says so', async () => {
    const memory = await openMemory(new HandClock())
    await tell(memory, 'I work at Siemens.', 'I am allergic to peanuts.', 'My cat is called Pixel.')
    const { decisions: [decision] } = await memory.observe('Actually I no longer work at Siemens, I work at Bosch now.')
    expect(decision!.signals.gaba.level).toBeGreaterThanOrEqual(0.5)
    expect(memory.suppressed().map(({ text }) => text)).toEqual(['I work at Siemens.'])
    expect(fired(memory, 'gaba')).toHaveLength(1)
  })

  test('"I do not understand" contradicts nothing', async () => {
    const memory = await openMemory(new HandClock())
    await tell(memory, 'I teach maths at a school in Leeds.', 'My sister Dana studies computer science.', 'I love crosswords.')
    await tell(memory, "I don't understand recursion.", 'I never liked coriander.')
    expect(memory.suppressed()).toEqual([])
  })

  test('what nobody came back to goes stale after a year and twenty sessions, facts do not, and restore brings it back', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { gate: { enabled: false }, retentionDays: null } })
    await tell(memory, 'We walked to the lighthouse yesterday and it rained.', 'I am allergic to peanuts.')
    for (let session = 0; session < 21; session++) {
      await memory.observe(`Today the ferry number ${session} was late by ${session} minutes.`)
      await memory.endSession()
      clock.advance(session < 20 ? 10 : 200)
    }
    expect((await memory.endSession()).prune.counts['stale']).toBeGreaterThan(0)
    const [walk] = memory.list({ status: 'suppressed' }).filter(({ text }) => text.includes('lighthouse'))
    expect(walk).toBeDefined()
    expect((await memory.recall('Which nuts are dangerous?'))[0]!.text).toContain('peanuts')
    expect((await memory.endSession()).prune.counts).toMatchObject({ stale: 0 })
    await memory.restore(walk!.id)
    expect(memory.get(walk!.id)).toMatchObject({ status: 'current' })
  })
})

const brief = [
  ['Please keep your answers short.', 'The boiler is loud today.'],
  ['That was far too long again, two sentences are enough for me.'],
  ['I only ever read the first two lines, so be brief.'],
]

describe('serotonin', () => {
  test('a preference that shows in three turns and two sessions becomes a rule in every context', async () => {
    const memory = await sessions(...brief)
    const [rule] = memory.rules().filter(({ active }) => active)
    expect(rule).toMatchObject({ text: 'wants short answers', speaker: 'user' })
    expect(rule!.confidence).toBeGreaterThan(0.5)
    expect(rule!.sourceIds).toHaveLength(3)
    for (const message of ['Which harbour is the deepest?', 'hello']) {
      const { context, rules } = await memory.process(message)
      expect(context).toContain('wants short answers')
      expect(rules).toHaveLength(1)
    }
  })

  test('two turns, or one session, make no rule', async () => {
    expect((await sessions(...brief.slice(0, 2))).rules().some(({ active }) => active)).toBe(false)
    expect((await sessions(brief.flat())).rules().some(({ active }) => active)).toBe(false)
  })

  test('the opposite weakens it until it is told no more; the host can switch it off and on', async () => {
    const memory = await sessions(...brief)
    const [rule] = memory.rules().filter(({ active }) => active)
    await memory.setRule(rule!.id, { enabled: false })
    expect((await memory.process('hello')).context).toBe('')
    await memory.setRule(rule!.id, { enabled: true })
    expect((await memory.process('hello')).context).toContain('short')
    await memory.observe('From now on I want long, detailed answers with everything explained.')
    expect(memory.rules().find(({ id }) => id === rule!.id)).toMatchObject({ active: false, contradictedBy: [expect.any(String)] })
    expect((await memory.process('hello')).context).toBe('')
  })

  test('a habit that no style covers is told in the words of the person', async () => {
    const memory = await sessions(
      ['I always feed the ducks after church on Sundays.'], ['On Sundays after church I always feed the ducks.'], ['I feed the ducks every Sunday after church.'],
    )
    expect(memory.rules().filter(({ active }) => active).map(({ text }) => text)).toEqual([expect.stringContaining('ducks')])
  })

  test('a rule goes with the turn in whose words it speaks', async () => {
    const memory = await sessions(
      ['I always feed the ducks after church on Sundays.'], ['On Sundays after church I always feed the ducks.'], ['I feed the ducks every Sunday after church.'],
    )
    const [rule] = memory.rules().filter(({ active }) => active)
    await memory.forget(rule!.sourceIds[0]!)
    expect(memory.rules().some(({ text }) => text === rule!.text)).toBe(false)
  })
})

const bread = [
  ['My sourdough starter is bubbling nicely.', 'Fed the sourdough with rye flour tonight.', 'The bus was late.'],
  ['The sourdough loaf came out flat, the oven was too cold.', 'Sourdough again: should I knead it longer?'],
  ['A neighbour asked for some of my sourdough starter.', 'Rain all day.'],
]

describe('acetylcholine', () => {
  test('a topic over turns and sessions becomes a cluster with a name, and comes back as a unit', async () => {
    const memory = await sessions(...bread)
    const [cluster] = memory.clusters()
    expect(cluster!.name).toContain('sourdough')
    expect(cluster!.turnIds).toHaveLength(5)
    const { clusters, memories, signals } = await memory.process('Back to the sourdough: what next?', { topK: 2 })
    expect(clusters.map(({ id }) => id)).toEqual([cluster!.id])
    expect(memories.filter(({ text }) => /sourdough/i.test(text)).length).toBeGreaterThan(2)
    expect(signals.acetylcholine.level).toBeCloseTo(1 - 2 ** (-5 / 4), 10)
    expect((await memory.process('Is it raining in Leeds?')).clusters).toEqual([])
  })

  test('one session makes no cluster, and neither does it switched off', async () => {
    expect((await sessions(bread.flat())).clusters()).toEqual([])
    const off = await openMemory(new HandClock(), { config: { signals: { acetylcholine: false } } })
    for (const texts of bread) {
      await tell(off, ...texts)
      await off.endSession()
    }
    expect(off.clusters()).toEqual([])
  })
})

describe('norepinephrine', () => {
  test.each([
    ['a change of topic', 'Anyway, something else: how tall is the crane in the harbour?', 'subject has just changed'],
    ['frustration', 'Why does this never work?? I am so annoyed with it.', 'upset'],
  ])('%s widens the search and asks for care, for this turn only', async (_, message, caution) => {
    const memory = await openMemory(new HandClock())
    await tell(memory, 'The violin lesson moved to room four.', 'My teacher wants scales every day.', 'The harbour has a new crane.')
    const calm = await memory.process('Which room is the violin lesson in?')
    const changed = await memory.process(message)
    expect(changed.signals.norepinephrine.level).toBeGreaterThanOrEqual(0.5)
    expect(changed.plan.topK).toBeGreaterThan(calm.plan.topK)
    expect(changed.plan.relevantShare).toBeLessThan(calm.plan.relevantShare)
    expect(changed.context).toContain(caution)
    expect(calm.context).not.toContain('!')
    expect((await memory.process('Which room is the violin lesson in?')).context).toBe(calm.context)
  })
})

describe('fire', () => {
  test('each signal can be set off by hand, and says so in the log', async () => {
    const memory = await openMemory(new HandClock())
    await memory.observe({ text: 'The harbour has a new crane.', id: 'crane' })
    await memory.observe({ text: 'haha lol zebra', id: 'zebra' })
    await memory.fire('dopamine', { id: 'zebra', why: 'an inside joke' })
    expect(memory.get('zebra')).toMatchObject({ tier: 'priority', status: 'current' })
    await memory.fire('gaba', { id: 'crane' })
    expect(memory.suppressed()).toMatchObject([{ text: 'The harbour has a new crane.' }])
    await memory.fire('serotonin', { id: 'zebra' })
    expect((await memory.process('hello')).rules).toMatchObject([{ text: 'haha lol zebra', active: true }])
    await memory.fire('acetylcholine', { id: 'crane' })
    expect(memory.clusters()).toHaveLength(1)
    await memory.fire('norepinephrine', { level: 0.8 })
    expect((await memory.process('Where is the crane?', { topK: 8 })).plan.topK).toBe(12)
    await memory.observe('Where is the crane?')
    expect((await memory.process('Where is the crane?', { topK: 8 })).plan.topK).toBe(8)
    const byHand = memory.signals().filter(({ trigger }) => trigger === 'host').map(({ signal, cause }) => `${signal}: ${cause}`)
    expect(byHand).toEqual(['norepinephrine: by hand', 'acetylcholine: by hand', 'serotonin: by hand', 'gaba: by hand', 'dopamine: an inside joke'])
  })

  test('refuses what is not there, and changes nothing', async () => {
    const memory = await openMemory(new HandClock())
    await expect(memory.fire('dopamine', { id: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(memory.fire('gaba')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(memory.fire('adrenaline' as SignalName)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(memory.setRule('r9', { enabled: false })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(memory.signals()).toEqual([])
  })
})
