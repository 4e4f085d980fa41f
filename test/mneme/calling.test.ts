// A call is what it was when it was made: its arguments, its time, and its right to end early.
import { describe, expect, test } from 'vitest'
import { embedded, type ChatMessage, type Encoder, type Mneme } from 'mneme'
import { HandClock, dayMs, keepEverything, openMemory, start, statements } from './memory.ts'

/** The embedded encoder, which does not answer for texts with a certain word. */
async function hanging(word: string): Promise<Encoder> {
  const reader = await embedded()
  return {
    id: reader.id,
    dim: reader.dim,
    encode: texts => (texts.some(text => text.includes(word)) ? new Promise(() => undefined) : reader.encode(texts)),
  }
}

describe('arguments', () => {
  test('of observe are those at the call, whatever the host does with them afterwards', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    const turn = { text: 'Ana lives in Rome', at: new Date(start - dayMs) }
    const batch = [turn]
    const calls = [memory.observe(turn), memory.observeMany(batch)]
    turn.text = 'Ana lives in Paris'
    turn.at.setTime(start)
    batch.push({ text: 'Ana lives in Oslo', at: new Date(start) })
    await Promise.all(calls)
    expect(memory.stats().turns).toBe(2)
    expect(memory.get('t1')).toMatchObject({ text: 'Ana lives in Rome', at: start - dayMs })
    expect(memory.get('t2')).toMatchObject({ text: 'Ana lives in Rome', at: start - dayMs })
  })

  test('of recall and process are, too', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observeMany(statements.map(text => ({ text })))
    const options = { k: 2, asOf: new Date(start) }
    const history: ChatMessage[] = []
    const [recalled, processed] = [memory.recall('Ana', options), memory.process('Ana', { history })]
    options.k = 8
    options.asOf.setTime(0)
    history.push({ content: statements[0]! })
    expect(await recalled).toHaveLength(2)
    expect((await processed).memories[0]).toMatchObject({ text: statements[0] })
  })

  test('the time is that of the call, not when its turn comes', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: keepEverything })
    const calls = [memory.observe('Ana lives in Rome'), memory.observe('Bruno lives in Oslo')]
    clock.advance(1)
    await Promise.all(calls)
    expect(memory.list().map(({ at }) => at)).toEqual([start, start])
  })

  test('errors in them are rejections, not exceptions', async () => {
    const memory = await openMemory(new HandClock())
    await expect(memory.observe('')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(memory.tick(-1)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  test('a history may be chat messages as they come', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observe(statements[0]!)
    const history = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', name: 'alex', content: statements[0]! },
      { role: 'assistant', content: 'Noted.', refusal: null },
    ]
    expect(await memory.process('What does Ana eat?', { history })).toMatchObject({ context: '' })
    const inline = memory.process('What does Ana eat?', { history: [{ role: 'user', name: 'alex', content: statements[0]! }] })
    expect(await inline).toMatchObject({ context: '' })
  })
})

describe('an abort', () => {
  const calls: [string, (memory: Mneme, signal: AbortSignal) => Promise<unknown>][] = [
    ['recall', (memory, signal) => memory.recall('zebra', { signal, reinforce: true })],
    ['process', (memory, signal) => memory.process('zebra', { signal })],
  ]

  test.each(calls)('ends a %s whose encoder hangs, and the next call goes on', async (_, call) => {
    const memory = await openMemory(new HandClock(), { encoder: await hanging('zebra'), config: keepEverything })
    await memory.observe(statements[0]!)
    const before = memory.toBytes()
    const controller = new AbortController()
    const hung = call(memory, controller.signal)
    const next = memory.recall('Ana')
    await Promise.resolve()
    controller.abort('enough')
    await expect(hung).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' })
    expect(await next).toHaveLength(1)
    expect(memory.toBytes()).toEqual(before)
  })

  test.each(calls)('ends a %s that waits, and lets nothing pass what it waited for', async (_, call) => {
    const memory = await openMemory(new HandClock(), { encoder: await hanging('zebra'), config: keepEverything })
    const [first, second] = [new AbortController(), new AbortController()]
    const hung = memory.recall('zebra', { signal: first.signal })
    const waiting = call(memory, second.signal)
    let done = false
    const next = memory.observe(statements[0]!).then(() => {
      done = true
    })
    second.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' })
    await new Promise(resolve => {
      setTimeout(resolve, 10)
    })
    expect(done).toBe(false)
    first.abort()
    await expect(hung).rejects.toMatchObject({ code: 'ABORTED' })
    await next
    expect(memory.stats().turns).toBe(1)
  })

  test('after the answer changes nothing', async () => {
    const memory = await openMemory(new HandClock(), { config: keepEverything })
    await memory.observe(statements[0]!)
    const controller = new AbortController()
    const hits = await memory.recall('Ana', { signal: controller.signal })
    controller.abort()
    expect(hits).toHaveLength(1)
    expect(await memory.recall('Ana')).toEqual(hits)
  })
})
