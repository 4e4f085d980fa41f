// A night that is interrupted, asked for, due or idle: what is done is kept, and the memory is the same byte for byte.
import fs from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { Mneme, MnemeOptions } from 'mneme'
import { play, someCalls } from './calls.ts'
import { HandClock, alwaysShortTerm, codeOf, freshPath, openMemory, reviveMemory, statements } from './memory.ts'

const long = 'My sister Dana moved to Lyon in March. The weather is awful. She is allergic to walnuts, by the way!'
const talk = [
  ...statements, long, 'The sourdough starter is bubbling.', 'Fed the sourdough with rye flour.', 'hm the bus was late again',
  'ugh, the bus came late once more', 'My boss Ivo has a daughter called Mia.',
]
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(Buffer.from(b))

/** A memory with two sessions behind it, so that every step has something to do. */
async function lived(clock: HandClock, options: MnemeOptions = {}): Promise<Mneme> {
  const memory = await openMemory(clock, { config: { retentionDays: 30, halfLifeDays: { mood: 0.5 } }, ...options })
  await memory.observeMany(talk.map((text, index) => ({ text, session: `s${index % 3}` })))
  await memory.endSession()
  clock.advance(40)
  await memory.observeMany([...talk, 'I feel awful tonight.', ...talk.map(text => `Again: ${text}`)].map((text, index) => ({ text, session: `t${index % 3}` })))
  return memory
}

/** A clock that fires a controller at its n-th reading from now on. */
class AlarmClock extends HandClock {
  left = Infinity
  alarm = new AbortController()

  override readonly read = (): number => {
    if (--this.left === 0) this.alarm.abort()
    return this.now
  }

  /** A signal that fires at the n-th reading. */
  set(readings: number): AbortSignal {
    this.left = readings
    this.alarm = new AbortController()
    return this.alarm.signal
  }
}

describe('an interrupted night', () => {
  test('goes on where it stopped: wherever that was, the memory is the same to the byte', async () => {
    const clock = new AlarmClock()
    const bytes = (await lived(clock)).toBytes()
    const whole = await reviveMemory(bytes, clock)
    await whole.sleep()
    const expected = whole.toBytes()
    expect(same(bytes, expected)).toBe(false)
    let interrupted = 0
    for (let readings = 1; readings < 40; readings++) {
      const memory = await reviveMemory(bytes, clock)
      if (await codeOf(memory.sleep({ signal: clock.set(readings) })) === 'ABORTED') interrupted++
      // What was done is kept through bytes.
      const later = await reviveMemory(memory.toBytes(), clock)
      await later.sleep()
      expect(same(later.toBytes(), expected), `at reading ${readings}`).toBe(true)
    }
    expect(interrupted).toBeGreaterThan(8)
  })

  test('goes on where it stopped after any history, at any step', async () => {
    await fc.assert(
      fc.asyncProperty(someCalls(15), fc.integer({ min: 1, max: 30 }), async (calls, readings) => {
        const clock = new AlarmClock()
        const memory = await openMemory(clock, { config: { stm: { capacity: 4 }, ltm: { capacity: 12 }, retentionDays: 200 } })
        await play(memory, clock, calls)
        const whole = await reviveMemory(memory.toBytes(), clock)
        await memory.endSession({ signal: clock.set(readings) }).catch(() => undefined)
        await memory.endSession()
        await whole.endSession()
        expect(same(memory.toBytes(), whole.toBytes())).toBe(true)
        await memory.close()
        await whole.close()
      }),
      { seed: 20261123, numRuns: 40 },
    )
  }, 60_000)

  test('keeps its moment: what time does meanwhile is for the next one', async () => {
    const clock = new AlarmClock()
    const memory = await lived(clock)
    // Past the first step.
    expect(await codeOf(memory.sleep({ signal: clock.set(6) }))).toBe('ABORTED')
    clock.advance(1)
    await memory.observe('The ferry leaves at nine.')
    const report = await memory.sleep()
    // The rest of the old night, and one for the ferry.
    expect(report.scan.counts).toMatchObject({ turns: 1 })
    expect(memory.stats().pressure).toBe(0)
    const before = memory.toBytes()
    await memory.sleep()
    expect(same(memory.toBytes(), before)).toBe(true)
  })

  test('survives the process: a file is opened again and goes on', async () => {
    const clock = new AlarmClock()
    const path = freshPath()
    const memory = await lived(clock, { path })
    expect(await codeOf(memory.endSession({ signal: clock.set(9) }))).toBe('ABORTED')
    expect(memory.stats().session).toBe(2)
    await memory.close()
    const again = await openMemory(clock, { path })
    await again.endSession()
    const other = await lived(new HandClock())
    await other.endSession()
    expect(again.list({ limit: 1000 })).toEqual(other.list({ limit: 1000 }))
    expect(again.stats()).toEqual(other.stats())
  })

  test('a signal that has fired begins nothing', async () => {
    const memory = await lived(new HandClock())
    const before = memory.toBytes()
    expect(await codeOf(memory.sleep({ signal: AbortSignal.abort() }))).toBe('ABORTED')
    expect(same(memory.toBytes(), before)).toBe(true)
  })

  test('asks the language model again only for what it had not answered', async () => {
    const clock = new HandClock()
    const prompts: string[] = []
    let alarm: AbortController | undefined
    const llm = async (prompt: string): Promise<string> => {
      prompts.push(prompt)
      if (prompts.length === 2) alarm?.abort()
      return '[1] The crate stands in a hall.'
    }
    const memory = await openMemory(clock, { llm, config: { gate: { enabled: false } } })
    await memory.observeMany(Array.from({ length: 100 }, (_, at) => ({ text: `The crate number ${at} stands in hall ${at * 7}.` })))
    alarm = new AbortController()
    expect(await codeOf(memory.sleep({ signal: alarm.signal }))).toBe('ABORTED')
    const { extract, cost } = await memory.sleep()
    expect(prompts.map(prompt => /number (\d+)/.exec(prompt)![1])).toEqual(['0', '40', '40', '80'])
    expect(cost.llmCalls).toBe(2)
    expect(extract.counts).toMatchObject({ rejected: 0, statements: 2 })
  })
})

describe('sleep twice', () => {
  test('is sleep once, bit for bit, after any history', async () => {
    await fc.assert(
      fc.asyncProperty(someCalls(25), fc.constantFrom(0, 1, 400), async (calls, days) => {
        const clock = new HandClock()
        const memory = await openMemory(clock, { config: { stm: { capacity: 4 }, ltm: { capacity: 12 }, retentionDays: 200 } })
        await play(memory, clock, calls)
        clock.advance(days)
        await memory.sleep()
        const once = memory.toBytes()
        await memory.sleep()
        expect(same(memory.toBytes(), once)).toBe(true)
        // A memory that was closed in between sleeps the same.
        const again = await reviveMemory(once, clock)
        await again.sleep()
        expect(same(again.toBytes(), once)).toBe(true)
        await memory.close()
        await again.close()
      }),
      { seed: 20261122, numRuns: 40 },
    )
  }, 60_000)

  test('later is sleep once too where nothing became due: not even the clock is noted', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock)
    await memory.observeMany(statements.map(text => ({ text })))
    await memory.sleep()
    const once = memory.toBytes()
    clock.advance(3)
    await memory.sleep()
    expect(same(memory.toBytes(), once)).toBe(true)
  })
})

describe('a nap', () => {
  test('consolidates and leaves the session running', async () => {
    const memory = await openMemory(new HandClock())
    await memory.observe(long)
    const report = await memory.sleep()
    expect(report.extract.counts['statements']).toBeGreaterThan(0)
    expect(memory.stats().session).toBe(1)
    await memory.endSession()
    expect(memory.stats().session).toBe(2)
    await memory.endSession()
    expect(memory.stats().session).toBe(2)
  })

  test('does not end what process showed: it is used by the next turn', async () => {
    const memory = await openMemory(new HandClock())
    await memory.observe(statements[0]!)
    await memory.process('What does Ana eat?')
    await memory.sleep()
    await memory.observe('I will make a risotto')
    expect(memory.get('m1')!.uses).toBe(1)
  })
})

describe('pressure', () => {
  test('is 1 - 2^(-load / 64): a new turn is a load of 1, a known one of 1/2; sleep discharges it', async () => {
    const memory = await openMemory(new HandClock(), { config: { gate: { enabled: false } } })
    expect(memory.stats().pressure).toBe(0)
    await memory.observe(statements[0]!)
    const first = 1 - 2 ** (-1 / 64)
    expect(memory.stats().pressure).toBeCloseTo(first, 12)
    await memory.observe(statements[0]!)
    const second = memory.stats().pressure
    expect(second).toBeGreaterThan(1 - 2 ** (-1.5 / 64) - 1e-3)
    expect(second).toBeLessThan(1 - 2 ** (-2 / 64))
    await memory.sleep()
    expect(memory.stats().pressure).toBe(0)
  })

  test('ends an observe with a sleep where the config says so', async () => {
    const memory = await openMemory(new HandClock(), { config: { sleep: { pressure: 0.05 } } })
    for (const [index, text] of [...statements, long].entries()) {
      await memory.observe({ text, id: `p${index}` })
      expect(memory.stats().pressure).toBeLessThan(0.05)
    }
    expect(memory.stats()).toMatchObject({ session: 1, turns: 9 })
    await memory.observeMany(statements.map(text => ({ text: `Well now: ${text}` })))
    expect(memory.stats().pressure).toBe(0)
  })
})

test('a schedule ends the first observe after its hours with a sleep, through a restart', async () => {
  const clock = new HandClock()
  const memory = await openMemory(clock, { config: { sleep: { everyHours: 12 } } })
  await memory.observe(long)
  expect(memory.list({ tier: 'mid' })).toEqual([])
  clock.advance(0.4)
  await memory.observe(statements[0]!)
  expect(memory.list({ tier: 'mid' })).toEqual([])
  clock.advance(0.2)
  const again = await reviveMemory(memory.toBytes(), clock)
  await again.observe(statements[1]!)
  expect(again.list({ tier: 'mid' }).length).toBeGreaterThan(0)
  expect(again.stats().pressure).toBe(0)
  clock.advance(0.4)
  await again.observe(statements[2]!)
  expect(again.stats().pressure).toBeGreaterThan(0)
})

test('a disk that refuses a sleep that was due is no reason to tell a turn again', async () => {
  const clock = new HandClock()
  const path = freshPath()
  const memory = await openMemory(clock, { path, config: { sleep: { everyHours: 1 } } })
  clock.advance(1)
  const write = fs.writeSync
  let writes = 0
  const disk = vi.spyOn(fs, 'writeSync').mockImplementation((...args: Parameters<typeof write>) => {
    if (++writes > 1) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
    return write(...args)
  })
  expect((await memory.observe(long)).decisions).toHaveLength(1)
  disk.mockRestore()
  expect(memory.stats()).toMatchObject({ turns: 1 })
  expect(memory.stats().pressure).toBeGreaterThan(0)
  expect((await memory.sleep()).extract.counts['statements']).toBeGreaterThan(0)
})

test.each([
  'Important! The gate code is 4417.', 'Remember this: the spare key is under the blue pot.', 'This is important: I take the green pills with food.',
  'dont forget, the meter reading is 0412', 'IMPORTANT: my landlord wants the rent by the third.', 'Please remember that Wednesday is bin day.',
])('"%s" is in long-term memory before any sleep', async text => {
  const memory = await openMemory(new HandClock())
  const { decisions: [decision] } = await memory.observe(text)
  expect(decision).toMatchObject({ action: 'ltm', traceId: 'm1' })
  expect(memory.stats()).toMatchObject({ ltm: 1, stm: 0 })
  await memory.sleep()
  expect(memory.get('m1')).toMatchObject({ text, status: 'current' })
})

test('what short-term memory holds is found the same by a memory that never slept: sleep loses nothing fresh', async () => {
  const memory = await openMemory(new HandClock(), { policy: await alwaysShortTerm() })
  await memory.observeMany(statements.map(text => ({ text })))
  const before = (await memory.recall('Which port does the database use?'))[0]!.text
  await memory.sleep()
  expect((await memory.recall('Which port does the database use?'))[0]!.text).toBe(before)
})
