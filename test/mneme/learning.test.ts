// Learning on the job: feedback moves what is kept, within its bounds, for as long as the host wants it.
import { describe, expect, test } from 'vitest'
import type { Mneme, MnemeOptions } from 'mneme'
import { Eligibility } from '../../src/mneme/eligibility.ts'
import { freshPath, HandClock, openMemory, reviveMemory } from './memory.ts'

const learning = { learning: { enabled: true } } as const

const liked = ['the fern by the window has a new leaf', 'gave the orchid a little water', 'the ivy on the sill is leaning', 'turned the ficus round so it gets light']
const disliked = ['the kettle costs 24 euros at the market', 'I paid 89 euros for a jacket', 'they want 59 euros for the lamp', 'the rug was 110 euros at the mall']
const probes = ['my basil shows a pale shoot', 'a drill is 75 euros at the corner shop']

/** Shows her turns to her, and hears what she thinks of them. */
async function teach(memory: Mneme, rounds = 3): Promise<void> {
  for (const [texts, reward] of [[liked, 1], [disliked, -1]] as const) {
    for (const text of texts) await memory.observe({ text, session: text })
    await memory.endSession()
    for (let round = 0; round < rounds; round++) {
      for (const text of texts) {
        await memory.process(text, { topK: 2 })
        await memory.feedback(reward)
      }
    }
    await memory.endSession()
  }
}

/** Importance of turns that the memory has not heard. */
async function judge(memory: Mneme): Promise<number[]> {
  const { decisions } = await memory.observeMany(probes.map(text => ({ text })))
  return decisions.map(({ importance }) => importance)
}

function logit(share: number): number {
  return Math.log(share / (1 - share))
}

async function copyOf(memory: Mneme, config: MnemeOptions['config']): Promise<Mneme> {
  return reviveMemory(memory.toBytes(), new HandClock(), config ? { config } : {})
}

describe('feedback', () => {
  test('raises what is like the rewarded and lowers what is like the punished, and says so', async () => {
    const memory = await openMemory(new HandClock(), { config: learning })
    await teach(memory)
    const shipped = await judge(await copyOf(memory, { learning: { enabled: false } }))
    const learned = await judge(memory)
    expect(learned[0]).toBeGreaterThan(shipped[0]! + 0.02)
    expect(learned[1]).toBeLessThan(shipped[1]! - 0.02)
    const { learning: { enabled, rewards, waiting, drift, trustRegion } } = memory.stats()
    expect({ enabled, waiting, trustRegion }).toEqual({ enabled: true, waiting: 10, trustRegion: 16 })
    expect(rewards).toBeGreaterThan(12)
    expect(drift).toBeGreaterThan(0.5)
    expect(drift).toBeLessThanOrEqual(16)
  })

  test('moves no logit further than the trust region', async () => {
    const memory = await openMemory(new HandClock(), { config: { learning: { enabled: true, trustRegion: 0.2 } } })
    await teach(memory)
    const shipped = await judge(await copyOf(memory, { learning: { enabled: false } }))
    const moved = (await judge(memory)).map((share, at) => Math.abs(logit(share) - logit(shipped[at]!)))
    expect(Math.max(...moved)).toBeGreaterThan(0.01)
    expect(Math.max(...moved)).toBeLessThanOrEqual(0.2 + 1e-9)
    expect(memory.stats().learning.drift).toBeLessThanOrEqual(0.2 + 1e-9)
  })

  test('teaches nothing where learning is off, and decisions are as with learning before any feedback', async () => {
    const off = await openMemory(new HandClock())
    await teach(off)
    expect(off.stats().learning).toEqual({ enabled: false, rewards: 0, waiting: 0, drift: 0, trustRegion: 16 })
    const [on, never] = [await openMemory(new HandClock(), { config: learning }), await openMemory(new HandClock())]
    const { decisions } = await on.observeMany([...liked, ...disliked].map(text => ({ text })))
    expect(decisions).toEqual((await never.observeMany([...liked, ...disliked].map(text => ({ text })))).decisions)
  })

  test('of 0, or without a context, teaches nothing', async () => {
    const memory = await openMemory(new HandClock(), { config: learning })
    await memory.observe(liked[0]!)
    await memory.feedback(1)
    await memory.process(liked[0]!)
    await memory.feedback(0)
    expect(memory.stats().learning).toMatchObject({ rewards: 0, drift: 0, waiting: 1 })
  })
})

test('eligibility: a reward is about the last context, a quarter as much about the one before, up to the last sleep', () => {
  const eligible = new Eligibility()
  const shown = (...hits: [score: number, ...ids: string[]][]): void => { eligible.show(hits.map(([score, ...sourceIds]) => ({ score, sourceIds }))) }
  const shares = (): Record<string, number> => {
    const { turns, shares: own } = eligible.turns(id => (id === 'gone' ? undefined : Number(id)))
    return Object.fromEntries(turns.map((turn, at) => [turn, own[at]!]))
  }
  shown([2, '1'], [1, '2', '3'], [0.5, 'gone'])
  expect(shares()).toEqual({ 1: 1, 2: 0.25, 3: 0.25 })
  shown([1, '4'], [-1, '5'])
  expect(shares()).toEqual({ 1: 0.25, 2: 0.0625, 3: 0.0625, 4: 1 })
  shown([1, '1'])
  expect(shares()).toEqual({ 1: 1, 4: 0.25 })
  eligible.endCycle()
  expect(shares()).toEqual({ 1: 1 })
  shown([1, '6'])
  expect(shares()).toEqual({ 1: 0.25, 6: 1 })
  shown()
  eligible.endCycle()
  expect(shares()).toEqual({})
})

describe('what was learned', () => {
  test('survives the journal, the snapshot and bytes', async () => {
    const [path, clock] = [freshPath(), new HandClock()]
    const memory = await openMemory(clock, { path, config: learning })
    await teach(memory)
    const stats = memory.stats().learning
    const bytes = memory.toBytes()
    await memory.close()
    const replayed = await openMemory(clock, { path })
    expect(replayed.stats().learning).toEqual(stats)
    await replayed.save()
    await replayed.close()
    const loaded = await openMemory(clock, { path })
    expect(loaded.stats().learning).toEqual(stats)
    const revived = await reviveMemory(bytes, clock)
    expect(revived.stats().learning).toEqual(stats)
    expect(await judge(loaded)).toEqual(await judge(revived))
    expect(loaded.stats().learning).toEqual(revived.stats().learning)
  })

  test('is gone after resetLearning: the decisions of the policy as it ships, bit for bit', async () => {
    const path = freshPath()
    const memory = await openMemory(new HandClock(), { path, config: learning })
    await teach(memory)
    const shipped = await judge(await copyOf(memory, { learning: { enabled: false } }))
    await memory.resetLearning()
    expect(memory.stats().learning).toEqual({ enabled: true, rewards: 0, waiting: 0, drift: 0, trustRegion: 16 })
    await memory.close()
    const again = await openMemory(new HandClock(), { path })
    expect(again.stats().learning.drift).toBe(0)
    expect(await judge(again)).toEqual(shipped)
  })

  test('holds no decision on a turn that was forgotten', async () => {
    const memory = await openMemory(new HandClock(), { config: learning })
    await memory.observe({ id: 'a', text: liked[0]! })
    await memory.observe({ id: 'b', text: disliked[0]! })
    expect(memory.stats().learning.waiting).toBe(2)
    await memory.forget('a')
    expect(memory.stats().learning.waiting).toBe(1)
  })

  test('leaves out what the host decided itself', async () => {
    const memory = await openMemory(new HandClock(), { config: learning })
    await memory.remember(liked[0]!)
    expect(memory.stats().learning.waiting).toBe(0)
  })
})
