// What is said beside likely evidence counts more.
import { expect, it } from 'vitest'
import { Mneme } from '../../src/index.ts'
import { aroundHits } from '../../src/recall/around.ts'
import type { Hit } from '../../src/recall/hit.ts'
import type { State } from '../../src/state/state.ts'

const minute = 60_000

/** Hits over a log of turns t0, t1, …, a minute apart; a session for each letter. */
function around(sessions: string, scores: Readonly<Record<number, number>>): Record<string, number> {
  const log = {
    ordinalOf: (id: string) => Number(id.slice(1)),
    areNeighbours: (a: number, b: number) => a >= 0 && b >= 0 && a < sessions.length && b < sessions.length && sessions[a] === sessions[b],
  }
  const hits = Object.entries(scores).map(([ordinal, score]) => ({ sourceIds: [`t${ordinal}`], score, parts: { media: 0 } }) as unknown as Hit)
  const found = aroundHits({ log } as unknown as State, hits)
  return Object.fromEntries(Object.keys(scores).map((ordinal, row) => [ordinal, found[row]!]))
}

it('gives half of a probability to the turn beside, the whole to the one after that, nothing further on', () => {
  // One hit has all of the probability: 30 is e^30 times as likely as 0.
  const found = around('aaaaaaaa', { 3: 30, 1: 0, 2: 0, 4: 0, 5: 0, 6: 0, 0: 0 })
  expect(found).toMatchObject({ 1: expect.closeTo(1, 6), 2: expect.closeTo(0.5, 6), 4: expect.closeTo(0.5, 6), 5: expect.closeTo(1, 6) })
  expect(found[0]).toBeLessThan(1e-6)
  expect(found[6]).toBeLessThan(1e-6)
  expect(found[3]).toBeLessThan(1e-6)
})

it('stays within the conversation, and counts hits of one turn together', () => {
  expect(around('aab', { 1: 30, 0: 0, 2: 0 })).toMatchObject({ 0: expect.closeTo(0.5, 6), 2: 0 })
  const hits = [5, 5, 6].map(at => ({ sourceIds: [`t${at}`], score: 1, parts: { media: 0 } }) as unknown as Hit)
  const log = { ordinalOf: (id: string) => Number(id.slice(1)), areNeighbours: () => true }
  expect([...aroundHits({ log } as unknown as State, hits)]).toEqual([1 / 6, 1 / 6, 1 / 3].map(value => expect.closeTo(value, 9)))
})

it('raises nothing where the best is found by what it shows', () => {
  const log = { ordinalOf: (id: string) => Number(id.slice(1)), areNeighbours: () => true }
  const hits = [0, 1].map(media => ({ sourceIds: [`t${media}`], score: media, parts: { media } }) as unknown as Hit)
  expect([...aroundHits({ log } as unknown as State, hits)]).toEqual([0, 0])
  expect([...aroundHits({ log } as unknown as State, [])]).toEqual([])
})

it('brings what stands beside the answer before what is as near elsewhere', async () => {
  let now = Date.UTC(2026, 0, 5, 9)
  const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC' })
  const say = async (text: string, session: string): Promise<void> => {
    now += minute
    await memory.observe({ speaker: 'user', text, session })
  }
  await say('Somebody had left a red umbrella in the hall.', 'one')
  await say('My old Volvo broke down at the lighthouse.', 'two')
  await say('Somebody had left a red scarf in the hall.', 'two')
  const hits = await memory.recall('What broke down at the lighthouse, and what had somebody left in the hall?', { k: 3 })
  const [umbrella, scarf] = ['umbrella', 'scarf'].map(word => hits.find(({ text }) => text.includes(word))!)
  expect(scarf!.parts.neighbours).toBeGreaterThan(umbrella!.parts.neighbours)
  expect(hits.indexOf(scarf!)).toBeLessThan(hits.indexOf(umbrella!))
  await memory.close()
})
