// What is kept and what comes back.
import { describe, expect, test } from 'vitest'
import {
  HandClock, alwaysShortTerm, dayMs, keepEverything, meaningAlone, openMemory, planeEncoder, start, statements,
} from './memory.ts'

describe('observing', () => {
  test('an ordinary sentence comes back by its words and by its meaning', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    for (const text of statements) await memory.observe(text)
    expect((await memory.recall('Which port does the database use?'))[0]?.text).toBe('The production database runs on port 6543')
    expect((await memory.recall('What instrument is practised?'))[0]?.text).toBe('I play the cello in an amateur orchestra')
    expect((await memory.recall('Who owns the bike?'))[0]?.text).toBe('The red bicycle belongs to our neighbour Marek')
  })

  test('an allergy is kept and found among small talk, which long-term memory does not take', async () => {
    const memory = await openMemory(new HandClock())
    const said = ['hi', 'how are you today?', 'I am allergic to peanuts', 'haha nice', 'ok thanks', 'see you later']
    const decisions = (await memory.observeMany(said.map(text => ({ text })))).decisions
    expect(decisions.map(({ text }) => text)).toEqual(said)
    expect(decisions[2]).toMatchObject({ action: 'ltm', traceId: expect.any(String) })
    for (const index of [0, 1, 3, 4, 5]) expect(['ignore', 'stm']).toContain(decisions[index]!.action)
    expect(memory.list().filter(({ text }) => text === 'I am allergic to peanuts')).toHaveLength(1)
    expect((await memory.recall('What food must be avoided?'))[0]?.text).toBe('I am allergic to peanuts')
    for (const { why, importance } of decisions) {
      expect(why).not.toBe('')
      expect(importance).toBeGreaterThan(0)
      expect(importance).toBeLessThan(1)
    }
  })

  test('length is not the giveaway: a long reaction is not kept for good', async () => {
    const memory = await openMemory(new HandClock())
    const reaction =
      'haha wow that is really so funny and also kind of sweet honestly, I just love how things like that ' +
      'always seem to happen, you really made my day with that one, lol'
    const { decisions } = await memory.observe(reaction)
    expect(decisions[0]!.action).not.toBe('ltm')
  })

  test('a long turn said twice is one set of traces, one for each passage', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    const years = Array.from({ length: 12 }, (_, index) => 1990 + index)
    const text = years.map(year => `A shelf in the cellar holds jars of plums from the harvest of ${year}.`).join(' ')
    await memory.remember(text)
    const once = memory.stats().ltm
    expect(once).toBeGreaterThan(1)
    expect(await memory.remember(text)).toMatchObject({ action: 'reinforce' })
    expect(memory.stats().ltm).toBe(once)
    expect(memory.list().map(({ sourceIds }) => sourceIds)).toEqual(Array.from({ length: once }, () => ['t1', 't2']))
  })

  test('a long turn never makes long-term memory larger than its capacity', async () => {
    const memory = await openMemory(new HandClock(), { config: { ...keepEverything, ltm: { capacity: 3 } } })
    await memory.remember('I live near the river, and my house is old and full of books about ships. '.repeat(40))
    expect(memory.stats().ltm).toBe(3)
  })

  test('a reply stands where its message stands, in time and in its session', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observe({ text: 'When is the ferry?', at: start - 5 * dayMs, session: 'harbour', id: 'q1' }, 'The ferry is at nine.')
    expect(memory.list({ status: 'current' }).map(({ text, at, speaker }) => [text, at, speaker])).toEqual([
      ['The ferry is at nine.', start - 5 * dayMs, 'assistant'], ['When is the ferry?', start - 5 * dayMs, 'user'],
    ])
  })

  test('a message and its reply are two turns of user and assistant', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observe('Where did we stay in Porto?', 'You stayed at the Casa Azul near the river.')
    expect(
      memory
        .list()
        .map(({ speaker, text }) => `${speaker}: ${text}`)
        .sort(),
    ).toEqual(['assistant: You stayed at the Casa Azul near the river.', 'user: Where did we stay in Porto?'])
    expect(memory.stats().turns).toBe(2)
  })

  test('a turn has the id, time, speaker and session that it was given', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: keepEverything })
    const at = new Date(start - 3 * dayMs)
    const { decisions } = await memory.observe({
      text: 'Marta started at the bakery',
      speaker: 'Marta',
      at,
      id: 'told-1',
      session: 'walk',
    })
    expect(decisions[0]).toMatchObject({ turnId: 'told-1', action: 'ltm' })
    expect(memory.get('told-1')).toMatchObject({ speaker: 'Marta', at: at.getTime(), sourceIds: ['told-1'], status: 'current' })
    expect(memory.get(decisions[0]!.traceId!)).toEqual(memory.get('told-1'))
  })

  test('what it remembers on request is kept whatever the gate says', async () => {
    const memory = await openMemory(new HandClock())
    const decision = await memory.remember('ok thanks')
    expect(decision).toMatchObject({ action: 'ltm', importance: 1, why: 'the host asked to remember it' })
    expect(memory.get(decision.traceId!)).toMatchObject({ text: 'ok thanks', strength: 1 })
  })
})

describe('repetition', () => {
  test('a near-identical statement strengthens the trace, keeps both sources and the first text', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: keepEverything })
    await memory.observe('My sister Ana is vegetarian')
    clock.advance(30)
    const before = memory.list()[0]!
    const { decisions } = await memory.observe('My sister Ana is really vegetarian.')
    // The gate is off here, so the repetition makes a trace of its own; with it on, below, it does not.
    expect(decisions[0]!.action).toBe('ltm')
    const judged = await openMemory(new HandClock())
    const first = await judged.observe('My sister Ana is vegetarian, remember that')
    const id = first.decisions[0]!.traceId!
    const weaker = judged.get(id)!.strength
    const again = await judged.observe('My sister Ana is really vegetarian, remember that!')
    expect(again.decisions[0]).toMatchObject({ action: 'reinforce', traceId: id })
    const trace = judged.get(id)!
    expect(trace).toMatchObject({ text: 'My sister Ana is vegetarian, remember that', repeats: 1, sourceIds: ['t1', 't2'] })
    expect(trace.strength).toBeCloseTo(weaker + 0.3 * (1 - weaker), 10)
    expect(judged.list()).toHaveLength(1)
    expect(before.repeats).toBe(0)
  })

  test.each([
    ['The meeting is at 3', 'The meeting is at 5'],
    ['The dentist is on Monday', 'The dentist is on Tuesday'],
    ['I eat meat', 'I do not eat meat'],
  ])('"%s" and "%s" are two traces', async (one, other) => {
    const memory = await openMemory(new HandClock())
    await memory.remember(one)
    await memory.remember(other)
    expect(
      memory
        .list()
        .map(({ text }) => text)
        .sort(),
    ).toEqual([one, other].sort())
    await memory.endSession()
    expect(memory.list()).toHaveLength(2)
  })

  test('the same words of another speaker are another trace', async () => {
    const memory = await openMemory(new HandClock(), { policy: await alwaysShortTerm() })
    await memory.observe({ text: 'I am allergic to cats', speaker: 'Ana' })
    const { decisions } = await memory.observe({ text: 'I am allergic to cats', speaker: 'Ben' })
    expect(decisions[0]).toMatchObject({ action: 'stm', traceId: 'm2' })
    await memory.endSession()
    expect(
      memory
        .list()
        .map(({ speaker }) => speaker)
        .sort(),
    ).toEqual(['Ana', 'Ben'])
  })

  test('a statement that was suppressed stays so when it is said again, beside a trace of its own', async () => {
    const memory = await openMemory(new HandClock(), { policy: await alwaysShortTerm() })
    await memory.observe(statements[0]!)
    await memory.suppress('m1')
    const { decisions } = await memory.observe(statements[0]!)
    expect(decisions[0]).toMatchObject({ action: 'stm', traceId: 'm2' })
    expect(memory.get('m1')).toMatchObject({ status: 'suppressed', repeats: 0 })
  })

  test.each([
    [0.86, 'reinforce'],
    [0.84, 'ltm'],
  ])('the same words at a cosine of %f: %s', async (cosine, action) => {
    const encoder = planeEncoder({ 'Ana is vegetarian': 1, 'Ana is vegetarian!': cosine })
    const memory = await openMemory(new HandClock(), { config: meaningAlone, encoder })
    await memory.remember('Ana is vegetarian')
    expect(await memory.remember('Ana is vegetarian!')).toMatchObject({ action })
  })

  test('a repetition that is told late strengthens a trace, but does not age it', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { halfLifeDays: { semantic: 10 } }, policy: await alwaysShortTerm() })
    await memory.observe(statements[1]!)
    const { kind, strength } = memory.get('m1')!
    expect(kind).toBe('semantic')
    await memory.observe({ text: statements[1]!, at: start - 20 * dayMs })
    expect(memory.get('m1')).toMatchObject({ repeats: 1 })
    expect(memory.get('m1')!.strength).toBeCloseTo(strength + 0.3 * (1 - strength), 10)
  })

  test('sleep merges what was stored twice, and keeps the older text and all sources', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: keepEverything })
    await memory.observe('Ana likes jasmine tea')
    clock.advance(1)
    await memory.observe('Ana likes jasmine tea!')
    const report = await memory.endSession()
    expect(report.archive).toMatchObject({ counts: { merged: 1 }, examples: ['Ana likes jasmine tea'] })
    expect(memory.list()).toMatchObject([{ text: 'Ana likes jasmine tea', sourceIds: ['t1', 't2'], repeats: 1 }])
    expect(memory.explain('m2')).toMatchObject({ status: 'gone', why: expect.stringContaining('merged into m1') })
  })
})
