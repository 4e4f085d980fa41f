// Doubt: what a later statement may have replaced is marked where a question finds both, and nowhere else.
import { describe, expect, test } from 'vitest'
import type { Mneme, PartialConfig } from 'mneme'
import { emptyState } from '../../src/state/empty.ts'
import { apply } from '../../src/state/state.ts'
import { defaultConfig } from '../../src/config.ts'
import { doubted } from '../../src/recall/doubt.ts'
import type { Hit } from '../../src/recall/hit.ts'
import { HandClock, openMemory } from './memory.ts'

const parts = { attention: 0, neighbours: 0, lexical: 0, alike: 0, graph: 0, members: 0, gathered: 0, media: 0, content: 0, speaker: 0, time: 0, number: 0, strength: 0 }

function hit(id: string, status: Hit['status'] = 'current'): Hit {
  return { id: `m${id}`, text: id, speaker: 'user', at: 0, kind: 'semantic', strength: 1, score: 1, parts, confidence: 0, sourceIds: [id], status, tier: 'short' }
}

/** A state whose turns are named by their ordinals, of which the first may have been replaced by the third. */
function state(): ReturnType<typeof emptyState> {
  const made = emptyState(defaultConfig, 3, 0)
  for (const id of ['0', '1', '2']) {
    apply(made, { type: 'turn', keys: [], turn: {
      id, speaker: 'user', at: 0, receivedAt: 0, session: 's', text: id, outcome: 'ltm', kind: 'semantic', importance: 1, why: '', tick: 0,
    } })
  }
  apply(made, { type: 'doubt', turn: 0, by: 2, probability: 0.3 })
  return made
}

describe('doubted', () => {
  test('marks the older one where the newer one is there too, and keeps the order', () => {
    expect(doubted(state(), [hit('0'), hit('1'), hit('2')]).map(({ status, doubtedBy }) => [status, doubtedBy])).toEqual([
      ['doubted', 'm2'], ['current', undefined], ['current', undefined],
    ])
    expect(doubted(state(), [hit('0'), hit('1')]).map(({ status }) => status)).toEqual(['current', 'current'])
    expect(doubted(state(), [hit('0', 'superseded'), hit('2')]).map(({ status }) => status)).toEqual(['superseded', 'current'])
  })

  test('the likeliest of several counts', () => {
    const made = state()
    apply(made, { type: 'doubt', turn: 0, by: 1, probability: 0.2 })
    expect(doubted(made, [hit('0'), hit('1')])[0]!.status).toBe('current')
    apply(made, { type: 'doubt', turn: 0, by: 1, probability: 0.32 })
    expect(doubted(made, [hit('0'), hit('1')])[0]).toMatchObject({ status: 'doubted', doubtedBy: 'm1' })
  })
})

const old = 'We indent with tabs in the frontend repo.'
const newer = 'The frontend repo is indented with four spaces.'
const question = 'How do we indent in the frontend repo?'

async function told(config: PartialConfig = {}): Promise<Mneme> {
  const clock = new HandClock()
  const memory = await openMemory(clock, { config })
  for (const text of [old, 'My sister plays the cello in an orchestra.', 'Our cat Miso is nine years old.', newer]) {
    await memory.observe(text)
    clock.advance(1)
  }
  return memory
}

describe('a newer answer to the same question', () => {
  test('takes the older one for granted no longer, and changes nothing that is stored by being found', async () => {
    const memory = await told()
    const before = memory.toBytes()
    const hits = await memory.recall(question)
    expect(hits.find(({ text }) => text === old)?.status).not.toBe('current')
    expect(hits.find(({ text }) => text === newer)).toMatchObject({ status: expect.stringMatching(/current|unstored/) as string })
    expect(hits.filter(({ text }) => /cello|cat/.test(text)).every(({ status }) => status !== 'doubted')).toBe(true)
    expect(Buffer.from(memory.toBytes()).equals(Buffer.from(before))).toBe(true)
  })

  test('is no reason to doubt where gaba is off', async () => {
    const hits = await (await told({ signals: { gaba: false } })).recall(question)
    expect(hits.some(({ status }) => status === 'doubted')).toBe(false)
  })
})
