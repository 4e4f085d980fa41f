// Process, observe, endSession: what a host gets back, what a session leaves, and what survives.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Mneme } from '../../src/index.ts'
import { mneme } from '../cli/terminal.ts'
import { HandClock, freshPath, openMemory, reviveMemory } from './memory.ts'

const long = 'My sister Dana moved to Lyon in March. The weather is awful. She is allergic to walnuts, by the way!'

describe('process', () => {
  test('gives context, prompt, memories, signals, rules, clusters, procedures, plan, confidence, tokens and cost, and changes nothing', async () => {
    const memory = await openMemory(new HandClock())
    await memory.observe(long)
    const before = memory.toBytes()
    const turn = await memory.process('What can Dana not eat?')
    expect(Object.keys(turn).sort()).toEqual(['clusters', 'confidence', 'context', 'cost', 'memories', 'plan', 'procedures', 'prompt', 'rules', 'signals', 'tokens'])
    expect(turn.prompt).toBe(`${turn.context}\n\nWhat can Dana not eat?`)
    expect(turn.cost).toEqual({ llmCalls: 0, tokens: turn.tokens.context, ms: 0 })
    expect(Buffer.from(memory.toBytes()).equals(Buffer.from(before))).toBe(true)
  })

  test('a plain statement that is found is in the context', async () => {
    const memory = await openMemory(new HandClock())
    const statements = ['The red bicycle belongs to our neighbour Marek.', 'The boiler was serviced in May.', 'Our wifi is called Badger.']
    for (const text of statements) await memory.observe(text)
    for (const [index, question] of ['Who owns the red bicycle?', 'When was the boiler serviced?', 'What is our wifi called?'].entries()) {
      expect((await memory.process(question)).context).toContain(statements[index])
    }
  })
})

describe('endSession', () => {
  test('takes lasting statements out of turns that say more, and reports', async () => {
    const memory = await openMemory(new HandClock())
    await memory.observe(long)
    const report = await memory.endSession()
    expect(report.extract.counts['statements']).toBeGreaterThan(0)
    expect(report.extract.counts).toMatchObject({ facts: expect.any(Number), people: 1 })
    const mid = memory.list({ tier: 'mid' }).map(({ text }) => text)
    expect(mid.every(text => long.includes(text))).toBe(true)
    expect(mid).not.toContain('The weather is awful.')
    // The turn's own words come back as long as they are there.
    expect((await memory.recall('Where does Dana live?'))[0]!.text).toBe(long)
  })

  test('called twice it changes nothing', async () => {
    const memory = await openMemory(new HandClock())
    await memory.observe(long)
    await memory.endSession()
    const before = memory.toBytes()
    const again = await memory.endSession()
    expect(again).toMatchObject({ extract: { counts: { statements: 0, facts: 0, people: 0 } }, archive: { counts: { merged: 0 } }, cost: { llmCalls: 0 } })
    expect(Buffer.from(memory.toBytes()).equals(Buffer.from(before))).toBe(true)
  })

  test('a suppressed turn takes its statements along, and restore brings them back', async () => {
    const memory = await openMemory(new HandClock())
    const { decisions: [decision] } = await memory.observe(long)
    const traceId = decision!.traceId!
    await memory.endSession()
    await memory.suppress(traceId)
    expect(await memory.recall('What is Dana allergic to?')).toEqual([])
    await memory.restore(traceId)
    expect((await memory.recall('What is Dana allergic to?'))[0]!.text).toBe(long)
  })
})

describe('a language model of the host', () => {
  const answer = '[1] Dana is allergic to walnuts.\n[1] Dana lives in Paris.\nI hope this helps!'

  test('compresses, is counted, and is believed only where the turn backs it up', async () => {
    const prompts: string[] = []
    const memory = await openMemory(new HandClock(), { llm: async prompt => { prompts.push(prompt); return answer } })
    await memory.observe(long)
    const { extract, cost } = await memory.endSession()
    expect(extract.counts).toMatchObject({ statements: 1, rejected: 2 })
    expect(cost.llmCalls).toBe(1)
    expect(cost.tokens).toBeGreaterThan(20)
    expect(prompts[0]).toContain(`[1] user: ${long}`)
    expect(memory.list({ tier: 'mid' }).map(({ text }) => text)).toEqual(['Dana is allergic to walnuts.'])
  })

  test.each([
    ['fails', () => Promise.reject(new Error('down'))],
    ['is late', () => new Promise<string>(() => undefined)],
  ])('that %s costs nothing but its time: the built-in way does the work', async (_, llm) => {
    const memory = await openMemory(new HandClock(), { llm, llmTimeoutMs: 20 })
    await memory.observe(long)
    const { extract, cost } = await memory.endSession()
    expect(extract.counts['statements']).toBeGreaterThan(0)
    expect(cost.llmCalls).toBe(1)
  })

  test('is not asked more often than the host allows', async () => {
    let calls = 0
    const memory = await openMemory(new HandClock(), { llm: async () => { calls++; return 'NONE' }, llmMaxCalls: 2, config: { gate: { enabled: false } } })
    await memory.observeMany(Array.from({ length: 200 }, (_, at) => ({ text: `The crate number ${at} stands in hall ${at * 7}.` })))
    await memory.endSession()
    expect(calls).toBe(2)
  })
})

/** A memory in which everything that can be learned has been learned. */
async function learned(clock: HandClock, path?: string): Promise<Mneme> {
  const memory = await openMemory(clock, path === undefined ? {} : { path })
  const days = [
    ['My sister Dana works at Siemens.', 'Please keep your answers short.', 'My sourdough starter is bubbling.', 'Fed the sourdough with rye flour.'],
    ['That was far too long again, two sentences are enough for me.', 'The sourdough came out flat.'],
    ['I only ever read the first two lines, so be brief.', 'Should I knead the sourdough longer?', 'Our harbour has a new crane.'],
  ]
  for (const [day, texts] of days.entries()) {
    for (const [index, text] of texts.entries()) await memory.observe({ text, id: `d${day}.${index}`, session: `day ${day}` })
    await memory.endSession()
    clock.advance(3)
  }
  await memory.fire('gaba', { id: 'd2.2' })
  return memory
}

function told(memory: Mneme): object {
  return {
    relations: memory.graph.relations().map(({ subject, relation, object }) => [subject, relation, object]),
    rules: memory.rules().filter(({ active }) => active).map(({ text, sourceIds }) => ({ text, sourceIds })),
    clusters: memory.clusters().map(({ name, turnIds }) => ({ name, turnIds })),
    suppressed: memory.suppressed().map(({ text }) => text),
    signals: memory.signals().map(({ signal, trigger, turnId }) => `${signal} ${trigger} ${turnId ?? ''}`).sort((a, b) => a.localeCompare(b)),
  }
}

describe('graph, rules, clusters, signals and suppression', () => {
  test('are there to begin with', async () => {
    expect(told(await learned(new HandClock()))).toMatchObject({
      relations: expect.arrayContaining([['user', 'sister', 'dana']]), rules: [{ text: 'wants short answers' }],
      clusters: [{ name: expect.stringContaining('sourdough') }], suppressed: ['Our harbour has a new crane.'],
    })
  })

  test('survive bytes, and a file that is opened again', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const memory = await learned(clock, path)
    const [expected, bytes] = [told(memory), memory.toBytes()]
    expect(told(await reviveMemory(bytes, clock))).toEqual(expected)
    await memory.close()
    expect(told(await openMemory(clock, { path }))).toEqual(expected)
  })

  test('survive export and import', async () => {
    const path = freshPath()
    const memory = await learned(new HandClock(), path)
    const expected = told(memory)
    await memory.close()
    const { stdout } = await mneme(['export', path])
    const copy = freshPath()
    expect(await mneme(['import', '-', '--into', copy], stdout)).toMatchObject({ code: 0, stderr: '' })
    expect(told(await openMemory(new HandClock(), { path: copy, clock: () => Date.now() }))).toEqual(expected)
  })
})

async function talked(): Promise<Mneme> {
  const memory = await openMemory(new HandClock())
  await memory.observe({ text: 'The harbour has a new crane.', id: 'crane' }, 'How tall is it?')
  await memory.observe('Please remember that I am allergic to penicillin.', 'Noted: no penicillin.')
  await memory.process('Which medicine must I never get?')
  await memory.observe('Which medicine must I never get?', 'Penicillin.')
  return memory
}

describe('training data', () => {
  test('has what survived, what matters first and by its weight, with the memories that were in view', async () => {
    const memory = await talked()
    const lines = memory.trainingLines({ weight: 2 }).map(line => JSON.parse(line) as { messages: { role: string; content: string }[] })
    expect(lines.map(({ messages }) => messages[1]!.content)).toEqual(['Noted: no penicillin.', 'Noted: no penicillin.', 'How tall is it?', 'Penicillin.'])
    expect(lines[3]!.messages[0]!.content).toMatch(/^<memory[^]*penicillin[^]*<\/memory>\n\nWhich medicine must I never get\?$/)
    await memory.suppress('crane')
    expect(memory.trainingLines().join('\n')).not.toContain('crane')
    const [pinned] = memory.list({ tier: 'priority' })
    await memory.forget(pinned!.id)
    expect(memory.trainingLines().join('\n')).not.toContain('allergic')
  })

  test('is written to a file, one line each', async () => {
    const memory = await talked()
    const path = freshPath('train.jsonl')
    expect(await memory.exportTraining(path, { template: 'chatml' })).toBe(3)
    expect(readFileSync(path, 'utf8').trimEnd().split('\n').map(line => Object.keys(JSON.parse(line) as object))).toEqual([['text'], ['text'], ['text']])
    await expect(memory.exportTraining('/nowhere/train.jsonl')).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    await expect(memory.exportTraining(path, { template: 'alpaca' as 'chatml' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})
