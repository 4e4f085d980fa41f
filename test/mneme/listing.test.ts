// Lists and figures: their order, what they count, and where they end.
import { describe, expect, test } from 'vitest'
import { HandClock, dayMs, keepEverything, openMemory, start, statements } from './memory.ts'

const mood = 'I feel a bit down today'

describe('list', () => {
  test('is newest first, and of equal times what came last is first', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: keepEverything })
    await memory.observeMany(Array.from({ length: 12 }, (_, index) => ({ text: `Shelf ${index} holds jars of plums` })))
    await memory.observe({ text: 'The cellar was dry', at: start - dayMs })
    clock.advance(1)
    await memory.observe('The cellar is wet')
    const numbers = [14, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 13]
    expect(memory.list().map(({ id }) => id)).toEqual(numbers.map(number => `m${number}`))
    expect(memory.list({ limit: 3 }).map(({ id }) => id)).toEqual(['m14', 'm12', 'm11'])
    expect(memory.list({ after: start - 1, limit: 20 })).toHaveLength(13)
    expect(memory.list({ after: start }).map(({ id }) => id)).toEqual(['m14'])
    expect(memory.list({ limit: 0 })).toEqual([])
  })

  test('of unstored turns is, too', async () => {
    const memory = await openMemory(new HandClock())
    for (let index = 1; index <= 11; index++) await memory.observe('haha lol')
    const ids = memory.list({ status: 'unstored' }).map(({ id }) => id)
    expect(ids).toEqual(Array.from({ length: 11 }, (_, index) => `t${11 - index}`))
    expect(memory.list({ status: 'unstored', limit: 2 }).map(({ id }) => id)).toEqual(['t11', 't10'])
  })

  test.each([null, 'x', 5, []].map(options => [JSON.stringify(options)]))('refuses %s for options', async options => {
    const memory = await openMemory(new HandClock())
    expect(() => memory.list(JSON.parse(options) as never)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
  })
})

describe('a turn whose trace faded away', () => {
  test('is dormant wherever one looks', async () => {
    const clock = new HandClock()
    const halfLifeDays = { mood: 1, episodic: 1, semantic: 1, preference: 1, procedural: 1 }
    const config = { ...keepEverything, retentionDays: null, halfLifeDays }
    const memory = await openMemory(clock, { config })
    await memory.observe(mood)
    clock.advance(30)
    await memory.endSession()
    await memory.observe(statements[0]!)
    expect(memory.get('t1')).toMatchObject({ status: 'dormant' })
    expect(memory.stats().statuses).toEqual({ current: 1, superseded: 0, suppressed: 0, dormant: 1, unstored: 0 })
    expect(memory.list({ status: 'dormant' })).toEqual([memory.get('t1')])
    expect(memory.list({ status: 'unstored' })).toEqual([])
    expect(memory.list().map(({ id }) => id)).toEqual(['m2'])
    clock.advance(10)
    expect(memory.list({ status: 'dormant' }).map(({ id }) => id)).toEqual(['m2', 't1'])
    expect(memory.list({ status: 'dormant', after: start }).map(({ id }) => id)).toEqual(['m2'])
    expect(memory.list({ status: 'dormant', limit: 1 }).map(({ id }) => id)).toEqual(['m2'])
  })
})
