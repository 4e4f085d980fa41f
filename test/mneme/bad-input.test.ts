// Bad input: each gets a MnemeError with a code and the next step, and the memory stays as it was.
import { beforeAll, describe, expect, test } from 'vitest'
import { MnemeError, type Mneme, type MnemeErrorCode, type MnemeOptions } from 'mneme'
import { HandClock, dayMs, keepEverything, openMemory, start, statements } from './memory.ts'

// JSON has no types: what a host in JavaScript may pass.
const odd = (json: string): never => JSON.parse(json) as never
const readable = /^[^:]+: expected .+, got .+; .+/s

const badTexts: [string, string][] = [
  ['empty text', ''],
  ['spaces', '   '],
  ['a line end', '\n\t'],
  ['1 MB', 'a'.repeat(2 ** 20)],
  ['a null character', 'a\0b'],
  ['an escape', 'a\x1b[31mb'],
  ['a C1 control', 'a\x85b'],
  ['delete', 'a\x7fb'],
  ['a high surrogate alone', 'a\uD83Db'],
  ['a low surrogate alone', '\uDE00a'],
  ['a zero-width space', '\u200b'],
  ['a byte order mark', ' \uFEFF\n'],
  ['a soft hyphen and joiners', '\u00ad\u200d\u2060'],
  ['fillers', '\u3164\u115f'],
  ['a number', odd('5')],
  ['null', odd('null')],
  ['an object with text', odd('{"text":"a"}')],
  ['a list', odd('["a"]')],
  ['a truth value', odd('true')],
]

type CallOf = (memory: Mneme) => unknown

async function refusal(call: () => unknown): Promise<MnemeError> {
  try {
    await call()
  } catch (error) {
    if (MnemeError.isInstance(error)) return error
    throw new Error(`expected a MnemeError, got ${String(error)}`, { cause: error })
  }
  throw new Error('expected a MnemeError, got an answer')
}

const throwing = (): number => {
  throw new Error('no battery')
}

async function expectStopped(own: Mneme): Promise<void> {
  for (const call of [
    () => own.observe('x'),
    () => own.recall('Ana'),
    () => own.process('Ana'),
    () => own.tick(),
    () => own.endSession(),
    () => own.get('m1'),
    () => own.list(),
  ]) {
    const { code, message } = await refusal(call)
    expect(code).toBe('INVALID_ARGUMENT')
    expect(message).toMatch(/^clock: expected .+; .+/)
  }
}

let memory: Mneme
beforeAll(async () => {
  const clock = new HandClock()
  const { Mneme: Class } = await import('mneme')
  memory = await Class.open({ clock: clock.read, timeZone: 'UTC', config: keepEverything })
  await memory.observeMany(statements.map((text, index) => ({ text, id: `said-${index}` })))
  await memory.process('Ana')
})

async function expectRefused(call: CallOf, code: MnemeErrorCode = 'INVALID_ARGUMENT'): Promise<void> {
  const before = memory.toBytes()
  const error = await refusal(() => call(memory))
  expect(error.code).toBe(code)
  expect(error.message).toMatch(readable)
  expect(error.message.length).toBeLessThan(400)
  expect(memory.toBytes()).toEqual(before)
}

describe.each(badTexts)('%s', (kind, text) => {
  test.each<[string, CallOf]>([
    ['observe', m => m.observe(text)],
    ['observe as a turn', m => m.observe({ text })],
    ['a reply', m => m.observe('fine', text)],
    ['observeMany', m => m.observeMany([{ text: 'fine' }, { text }])],
    ['remember', m => m.remember(text)],
    ['process', m => m.process(text)],
    ['recall', m => m.recall(text)],
    ['get', m => m.get(text)],
    ['explain', m => m.explain(text)],
    ['forget', m => m.forget(text)],
    ['suppress', m => m.suppress(text)],
    ['restore', m => m.restore(text)],
    ['a speaker', m => m.observe({ text: 'fine', speaker: text })],
    ['an id', m => m.observe({ text: 'fine', id: text })],
    ['a session', m => m.observe({ text: 'fine', session: text })],
  ])('is refused by %s', async (name, call) => {
    // Null stands for what is left out, and an object with a text is a turn.
    const fine =
      (text === null && ['a speaker', 'a session'].includes(name)) || (name === 'observe' && kind === 'an object with text')
    return fine ? expect(await memory.recall('fine', { k: 0 })).toEqual([]) : expectRefused(call)
  })
})

describe('turns', () => {
  test.each<[string, CallOf]>([
    ['with a misspelt name', m => m.observe(odd('{"text":"x","speeker":"Ana"}'))],
    ['that are lists', m => m.observe(odd('["x"]'))],
    ['received at a text', m => m.observe({ text: 'x', receivedAt: odd('"now"') })],
    ['in the future', m => m.observe({ text: 'x', at: start + dayMs })],
    ['in the future as a Date', m => m.observe({ text: 'x', at: new Date(start + dayMs) })],
    ['at NaN', m => m.observe({ text: 'x', at: NaN })],
    ['at infinity', m => m.observe({ text: 'x', at: -Infinity })],
    ['at an invalid date', m => m.observe({ text: 'x', at: new Date('nonsense') })],
    ['at a text', m => m.observe({ text: 'x', at: odd('"2026-01-01"') })],
    ['at null', m => m.observe({ text: 'x', at: odd('null') })],
    ['before any calendar', m => m.observe({ text: 'x', at: -1e20 })],
    ['of an id that is taken', m => m.observe({ text: 'x', id: 'said-0' })],
    [
      'of an id twice in a batch',
      m =>
        m.observeMany([
          { text: 'x', id: 'twin' },
          { text: 'y', id: 'twin' },
        ]),
    ],
    ["of a trace's id", m => m.observe({ text: 'x', id: 'm1' })],
    ['without text', m => m.observe(odd('{}'))],
    ['that are null', m => m.observe(odd('null'))],
    ['of a list with null', m => m.observeMany(odd('[null]'))],
    ['of texts', m => m.observeMany(odd('["x"]'))],
    ['that are no list', m => m.observeMany(odd('{"text":"x"}'))],
    ['that are a text', m => m.observeMany(odd('"x"'))],
    ['of a very long name', m => m.observe({ text: 'x', speaker: 'n'.repeat(1000) })],
    ['good ones before a bad one', m => m.observeMany([{ text: 'x' }, { text: 'y' }, { text: '' }])],
  ])('%s are refused', async (_, call) => expectRefused(call))

  test('a little ahead of the clock are taken: clocks differ', async () => {
    const own = await openMemory(new HandClock(), { config: keepEverything })
    await own.observe({ text: 'x', at: start + 30_000 })
    expect(own.stats().turns).toBe(1)
  })

  test("of a batch get ids that no host's id in it has", async () => {
    const own = await openMemory(new HandClock(), { config: keepEverything })
    const { decisions } = await own.observeMany([
      { text: 'first one', id: 't2' },
      { text: 'second one' },
      { text: 'third one', id: 't3' },
    ])
    expect(new Set(decisions.map(({ turnId }) => turnId)).size).toBe(3)
  })
})

describe('the next step', () => {
  test.each<[string, CallOf, RegExp]>([
    ['a long speaker', m => m.observe({ text: 'x', speaker: 'n'.repeat(600) }), /^speaker: .*at most 512.*600; shorten it$/],
    ['a long id', m => m.get('n'.repeat(600)), /^id: .*; shorten it$/],
    ['a long text', m => m.observe('x'.repeat(100_001)), /^text: .*; split it, or raise config.maxTextLength$/],
    ['an id that is a number', m => m.observe({ text: 'x', id: odd('5') }), /^id: .*a string, got 5; pass it as a string$/],
    ['an empty session', m => m.observe({ text: 'x', session: '' }), /^session: .*got none; pass one that can be read$/],
    ['an empty text', m => m.observe(''), /^text: expected some text, got none; leave empty messages out$/],
    ['an invisible text', m => m.observe('\u200b'), /^text: expected some text, got only what cannot be seen; leave/],
    ['an invalid date', m => m.observe({ text: 'x', at: new Date('no') }), /^at: .*got an invalid Date; pass Date.now\(\)/],
  ])('fits %s', async (_, call, message) => {
    expect((await refusal(() => call(memory))).message).toMatch(message)
  })

  test('what has something to see beside what has not is a text', async () => {
    const own = await openMemory(new HandClock(), { config: keepEverything })
    for (const text of ['\u200ba', '👩‍👩‍👧', '🕰️', '!']) expect((await own.remember(text)).text).toBe(text)
  })
})

describe('options of calls', () => {
  test.each<[string, CallOf]>([
    ['k -1', m => m.recall('x', { k: -1 })],
    ['k 1.5', m => m.recall('x', { k: 1.5 })],
    ['k NaN', m => m.recall('x', { k: NaN })],
    ['k as text', m => m.recall('x', { k: odd('"5"') })],
    ['k infinite', m => m.recall('x', { k: Infinity })],
    ['an unknown kind', m => m.recall('x', { kinds: [odd('"fact"')] })],
    ['kinds as text', m => m.recall('x', { kinds: odd('"semantic"') })],
    ['an unknown status', m => m.recall('x', { include: [odd('"gone"')] })],
    ['include as text', m => m.recall('x', { include: odd('"dormant"') })],
    ['asOf NaN', m => m.recall('x', { asOf: NaN })],
    ['asOf as text', m => m.recall('x', { asOf: odd('"now"') })],
    ['signal 5', m => m.recall('x', { signal: odd('5') })],
    ['an object as signal', m => m.process('x', { signal: odd('{"aborted":true}') })],
    ['a misspelt name in recall', m => m.recall('x', odd('{"topk":3}'))],
    ['a misspelt name in process', m => m.process('x', odd('{"k":3}'))],
    ['a misspelt name in list', m => m.list(odd('{"limt":3}'))],
    ['a list as options', m => m.recall('x', odd('[]'))],
    ['options null', m => m.recall('x', odd('null'))],
    ['topK -1', m => m.process('x', { topK: -1 })],
    ['a layer by another name', m => m.process('x', { layers: odd('["long-term"]') })],
    ['layers as text', m => m.process('x', { layers: odd('"semantic"') })],
    ['budgetTokens NaN', m => m.process('x', { budgetTokens: NaN })],
    ['history as text', m => m.process('x', { history: odd('"y"') })],
    ['history of numbers', m => m.process('x', { history: odd('[5]') })],
    ['history with null', m => m.process('x', { history: odd('[null]') })],
    ['history without content', m => m.process('x', { history: odd('[{"content":[{"type":"text"}]}]') })],
    ['an unknown placement', m => m.process('x', { placement: odd('"footer"') })],
    ['reward 2', m => m.feedback(2)],
    ['reward NaN', m => m.feedback(NaN)],
    ['reward as text', m => m.feedback(odd('"+1"'))],
    ['ticks -1', m => m.tick(-1)],
    ['ticks NaN', m => m.tick(NaN)],
    ['ticks infinite', m => m.tick(Infinity)],
    ['limit -1', m => m.list({ limit: -1 })],
    ['a kind in list', m => m.list({ kind: odd('"fact"') })],
    ['a status in list', m => m.list({ status: odd('"gone"') })],
    ['after NaN', m => m.list({ after: NaN })],
  ])('%s is refused', async (_, call) => expectRefused(call))

  test('an id that leads nowhere is NOT_FOUND, or no memory', async () => {
    await expectRefused(m => m.explain('nobody'), 'NOT_FOUND')
    await expectRefused(m => m.forget('nobody'), 'NOT_FOUND')
    await expectRefused(m => m.suppress('nobody'), 'NOT_FOUND')
    expect(memory.get('nobody')).toBeUndefined()
  })
})

describe('options of open', () => {
  test.each<[string, MnemeErrorCode, MnemeOptions]>([
    ['an unknown setting', 'INVALID_CONFIG', { config: odd('{"halflife":3}') }],
    ['an unknown nested setting', 'INVALID_CONFIG', { config: odd('{"stm":{"size":3}}') }],
    ['a setting of another type', 'INVALID_CONFIG', { config: odd('{"gate":{"enabled":1}}') }],
    ['a setting out of range', 'INVALID_CONFIG', { config: { dormantBelow: 2 } }],
    ['NaN as a setting', 'INVALID_CONFIG', { config: { tickMs: NaN } }],
    ['a group as a number', 'INVALID_CONFIG', { config: odd('{"stm":5}') }],
    ['config as text', 'INVALID_CONFIG', { config: odd('"small"') }],
    ['half a capacity', 'INVALID_CONFIG', { config: { stm: { capacity: 2.5 } } }],
    ['an unknown time zone', 'INVALID_CONFIG', { timeZone: 'Mars/Olympus' }],
    ['an empty user', 'INVALID_ARGUMENT', { user: '' }],
    ['a user of another type', 'INVALID_ARGUMENT', { user: odd('5') }],
    ['a seed that is no integer', 'INVALID_ARGUMENT', { seed: 1.5 }],
    ['a clock that says NaN', 'INVALID_ARGUMENT', { clock: () => NaN }],
    ['an encoder that is none', 'INVALID_ARGUMENT', { encoder: odd('{"id":"x"}') }],
    ['a clock that throws', 'INVALID_ARGUMENT', { clock: throwing }],
    ['a clock that is none', 'INVALID_ARGUMENT', { clock: odd('5') }],
    ['countTokens that is none', 'INVALID_ARGUMENT', { countTokens: odd('5') }],
    ['a misspelt name', 'INVALID_ARGUMENT', odd('{"pth":"x"}')],
    ['a path of another type', 'STORAGE_FAILED', { path: odd('5') }],
    ['a path in no folder', 'STORAGE_FAILED', { path: '/no/such/folder/memory' }],
    ['a folder as path', 'STORAGE_FAILED', { path: '/' }],
  ])('%s is refused', async (_, code, options) => {
    const error = await refusal(() => openMemory(new HandClock(), options))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(readable)
  })

  test.each(['"alex.mneme"', '5', 'null', '[]'])('%s for options is refused', async options => {
    const { Mneme: Class } = await import('mneme')
    for (const call of [() => Class.open(odd(options)), () => Class.fromBytes(memory.toBytes(), odd(options))]) {
      const error = await refusal(call)
      expect(error.code).toBe('INVALID_ARGUMENT')
      expect(error.message).toMatch(/^options: expected an object, got .+; .*Mneme\.open\(\{ path/)
    }
  })

  test('an unknown name is answered with those that are known', async () => {
    const error = await refusal(() => openMemory(new HandClock(), odd('{"pth":"x"}')))
    for (const part of ['path', 'user', 'config', 'fsync', 'got "pth"']) expect(error.message).toContain(part)
  })

  test('a clock that breaks later stops the call, not the memory', async () => {
    const clock = new HandClock()
    let read = clock.read
    const own = await openMemory(clock, { clock: () => read(), config: keepEverything })
    await own.observe(statements[0]!)
    const before = own.toBytes()
    for (const broken of [() => NaN, throwing]) {
      read = broken
      await expectStopped(own)
    }
    read = clock.read
    expect(own.toBytes()).toEqual(before)
  })
})
