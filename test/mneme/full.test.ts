// A full long-term memory: what goes, and what stays.
import { describe, expect, test } from 'vitest'
import { zeroWorth } from '../../src/gate/worth.ts'
import { policy as shipped } from '../gate/samples.ts'
import { HandClock, keepEverything, openMemory, reviveMemory, statements } from './memory.ts'

describe('long-term memory', () => {
  test('full, it gives up a hundredth at once, the oldest of equals first', async () => {
    const equals = { ...shipped, worth: zeroWorth() }
    const memory = await openMemory(new HandClock(), { policy: equals, config: { ...keepEverything, ltm: { capacity: 200 } } })
    await memory.observeMany(Array.from({ length: 200 }, (_, index) => ({ text: `We passed milestone ${index + 1} of the old road` })))
    await memory.remember('I keep bees')
    expect(memory.stats().ltm).toBe(199)
    expect([memory.get('m1'), memory.get('m2')]).toEqual([undefined, undefined])
    expect(memory.get('m3')).toBeDefined()
  })

  test('full, of what is as strong it gives up what is least worth keeping, after loading, too', async () => {
    const config = { ...keepEverything, ltm: { capacity: 4 } }
    const memory = await openMemory(new HandClock(), { config })
    await memory.observeMany(['My brother Tomas opened a bakery in Porto last March', 'Oh nice', 'We adopted two grey cats, Miso and Nori, from the shelter in Leeds', 'Okay then'].map(text => ({ text })))
    const loaded = await reviveMemory(memory.toBytes(), new HandClock(), { config })
    for (const one of [memory, loaded]) {
      await one.observe('Grandmother taught me to play the cello in 1998')
      await one.observe('On Fridays I swim at the lido with Amara')
      expect(one.list().map(({ text }) => text)).not.toContain('Oh nice')
      expect(one.list().map(({ text }) => text)).not.toContain('Okay then')
      expect(one.get('m1')).toBeDefined()
      expect(one.explain('m2')).toMatchObject({ status: 'gone', why: expect.stringMatching(/least worth keeping \(worth 0\.\d\d, strength/) as string })
    }
  })

  test('full, it gives up the weakest', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { ltm: { capacity: 3 } } })
    for (const text of statements.slice(0, 3)) {
      await memory.remember(text)
      clock.advance(100)
    }
    // The oldest is the strongest: used, it is stronger than what was said after it.
    for (const _ of [1, 2, 3]) await memory.recall(statements[0]!, { k: 1, reinforce: true })
    const weakest = memory.list().sort((a, b) => a.strength - b.strength)[0]!
    expect(weakest.id).not.toBe('m1')
    await memory.remember(statements[3]!)
    expect(memory.stats()).toMatchObject({ ltm: 3 })
    expect(memory.get(weakest.id)).toBeUndefined()
    expect(memory.explain(weakest.id)).toMatchObject({
      status: 'gone',
      why: expect.stringContaining('when long-term memory was full'),
    })
  })

  test('where the log is not searched, what may well be asked for is kept whatever the gate says', async () => {
    const told = 'It rained so hard that the market in Lund closed, and we ended up eating pancakes under a bridge with two strangers'
    const traces = async (searchUnstored: boolean): Promise<(string | undefined)[]> => {
      const memory = await openMemory(new HandClock(), { config: { searchUnstored } })
      const { decisions } = await memory.observeMany([told, 'Haha okay'].map(text => ({ text })))
      expect(decisions[0]!.why.includes('it may be asked for')).toBe(!searchUnstored)
      return decisions.map(({ action }) => action)
    }
    expect(await traces(false)).toEqual(['ltm', 'ignore'])
    expect(await traces(true)).not.toContain('ltm')
  })

  test('full, it takes no statement out of a turn that it holds', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { ...keepEverything, ltm: { capacity: 3 } } })
    for (const text of ['I am allergic to peanuts. My brother Tomas lives in Porto. I work as a nurse.', ...statements.slice(0, 2)]) await memory.observe(text)
    await memory.endSession()
    expect(memory.stats().ltm).toBe(3)
    expect(memory.list().map(({ text }) => text)).not.toContain('I am allergic to peanuts.')
  })

  test('full, it keeps what the host asked to remember, however little it says, before long talk', async () => {
    const memory = await openMemory(new HandClock(), { config: { ...keepEverything, ltm: { capacity: 4 } } })
    await memory.remember('call me Bo')
    await memory.observeMany(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'].map(day => (
      { text: `well ${day} was ${day}, what can one say, haha, the usual telly and tea and all that, you know how it goes round here` })))
    expect(memory.stats().ltm).toBe(4)
    expect(memory.list().map(({ text }) => text)).toContain('call me Bo')
  })
})
