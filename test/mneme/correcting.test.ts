// Corrections: the new value is current, the old one is history, everything else stays as it was.
import { describe, expect, test } from 'vitest'
import { Mneme } from 'mneme'
import { freshPath } from './memory.ts'

const start = Date.UTC(2026, 2, 2, 9)
const day = 86_400_000

async function told(...texts: string[]): Promise<{ memory: Mneme; pass: (days: number) => void }> {
  let now = start
  const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC' })
  for (const text of texts) {
    await memory.observe(text)
    now += 60_000
  }
  return { memory, pass: days => { now += days * day } }
}

const texts = async (memory: Mneme, query: string, options = {}): Promise<string[]> => (await memory.recall(query, options)).map(hit => hit.text)

describe('correct', () => {
  const old = 'I work at Halden as a welder.'
  const others = ['I am allergic to walnuts, badly.', 'My brother works at Norbit in Bergen.', 'Our office dog is called Miso.']

  test('ends exactly what it corrects', async () => {
    const { memory, pass } = await told(old, ...others)
    pass(10)
    const decision = await memory.correct('I work at Norbit now, not at Halden.')
    expect(decision).toMatchObject({ action: 'ltm', supersedes: 't1' })
    expect(memory.get('t1')).toMatchObject({ status: 'superseded', validTo: start + 4 * 60_000 + 10 * day })
    const found = await texts(memory, 'Where do I work?')
    expect(found.slice(0, 2)).toContain('I work at Norbit now, not at Halden.')
    expect(found).not.toContain(old)
    for (const id of ['t2', 't3', 't4']) expect(memory.get(id)?.status).not.toBe('superseded')
  })

  test('keeps the old as history, as of its date, and brings it back', async () => {
    const { memory, pass } = await told(old, ...others)
    const before = start + day
    pass(10)
    const { traceId } = await memory.correct('I work at Norbit now, not at Halden.')
    expect(await texts(memory, 'Where do I work?', { asOf: before })).toContain(old)
    const history = memory.history(traceId!)
    expect(history.map(({ text }) => text)).toEqual([old, 'I work at Norbit now, not at Halden.'])
    expect(history[1]!.supersedes).toEqual([history[0]!.id])
    expect(memory.suppressed().map(({ text }) => text)).toEqual([old])
    await memory.restore(history[0]!.id)
    expect(memory.suppressed()).toEqual([])
    expect(await texts(memory, 'Where do I work?')).toContain(old)
  })

  test('what else the old text says lives on', async () => {
    const { memory, pass } = await told('I work at Halden and I am allergic to walnuts.', 'The bus was late.')
    pass(3)
    await memory.correct('I work at Norbit now, not at Halden.')
    const found = await texts(memory, 'What am I allergic to?')
    expect(found.some(text => text.includes('allergic to walnuts') && !text.includes('Halden'))).toBe(true)
    expect((await texts(memory, 'Where do I work?')).some(text => text.includes('Halden and'))).toBe(false)
  })

  test('survives a crash and an export', async () => {
    const path = freshPath()
    const options = { path, clock: () => start }
    const memory = await Mneme.open(options)
    await memory.observe(old)
    await memory.observe(others[0]!)
    await memory.correct('I work at Norbit now, not at Halden.')
    const expected = memory.suppressed()
    expect(expected).toHaveLength(1)
    expect((await Mneme.fromBytes(memory.toBytes(), { clock: () => start })).suppressed()).toEqual(expected)
    await memory.close()
    const again = await Mneme.open(options)
    expect(again.suppressed()).toEqual(expected)
    await again.close()
  })
})

describe('in passing', () => {
  test('a replaced statement is history without a call', async () => {
    const { memory, pass } = await told('Our team meeting is on Monday at 9.', 'My dentist is Dr Amsel.')
    pass(2)
    const { decisions } = await memory.observe('Scratch that, our team meeting is on Tuesday at 9.')
    expect(decisions[0]!.supersedes).toBe('t1')
    expect(memory.get('t2')?.status).not.toBe('superseded')
  })

  test.each([
    ['My name is Alexander.', "actually it's Alex, not Alexander"],
    ['We live in Paris.', "we moved, it's Lyon now"],
    ['My dentist appointment is on Monday.', 'scratch that, Tuesday'],
  ])('%s %s', async (old, correction) => {
    const { memory, pass } = await told(old, 'I like jasmine tea.', 'My sister is a potter.')
    pass(1)
    const { decisions } = await memory.observe(correction)
    expect(decisions[0]!.supersedes).toBe('t1')
    expect(memory.suppressed().map(({ text }) => text)).toEqual([old])
  })

  test('what is forgotten is gone from what replaced it, too', async () => {
    const { memory } = await told('The team meeting in the Quillfeather room is on Monday at 9.')
    const { decisions } = await memory.observe('Scratch that, the team meeting is on Tuesday at 9.')
    expect(decisions[0]!.supersedes).toBe('t1')
    expect(Buffer.from(memory.toBytes()).includes('Quillfeather')).toBe(true)
    await memory.forget('t1')
    expect(Buffer.from(memory.toBytes()).includes('Quillfeather')).toBe(false)
  })

  test('a fix of one word finds what it is about', async () => {
    const { memory } = await told('The plumber comes on Thursday.', 'I bought two chairs today.', 'Half past nine on Friday suits my sister.', 'My dentist appointment is on Monday.')
    const { decisions } = await memory.observe('sorry, Tuesday')
    expect(decisions[0]!.supersedes).toBe('t4')
    expect(memory.suppressed()).toHaveLength(1)
  })

  test('what happened stays so, in however like words something else is told', async () => {
    const { memory } = await told('I cooked lentils for Ana.', 'I cooked soup for Ana.', 'I cooked curry for Ana and Bo.', 'Ana bought a house in Porto.', 'Ana painted the house in Porto blue.')
    expect(memory.suppressed()).toEqual([])
  })

  test('not understanding something suppresses nothing', async () => {
    const { memory } = await told('I am learning Rust these days.', 'My sister is afraid of spiders.')
    await memory.observe("I don't understand recursion.")
    expect(memory.suppressed()).toEqual([])
  })

  test('can be turned off', async () => {
    const memory = await Mneme.open({ config: { signals: { gaba: false } } })
    await memory.observe('Our team meeting is on Monday at 9.')
    await memory.observe('Scratch that, our team meeting is on Tuesday at 9.')
    expect(memory.suppressed()).toEqual([])
  })
})

describe('through the graph', () => {
  test('a new home ends the old one, and the allergy in the same sentence stays', async () => {
    const { memory, pass } = await told('I live in Oslo and I am allergic to walnuts.', 'My sister lives in Oslo too.')
    pass(5)
    await memory.observe('Greetings from the boxes: we moved to Bergen on Saturday.')
    expect(memory.get('t1')?.text).not.toContain('Oslo')
    expect((await texts(memory, 'What am I allergic to?')).join()).toContain('allergic to walnuts')
    expect((await texts(memory, 'Where do I live?')).join()).not.toContain('I live in Oslo')
    expect(memory.get('t2')?.status).not.toBe('superseded')
  })
})
