// The semantic layer as a view: keys and values of persons, what a correction does to them, and whose they are.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MnemeHub, type FactView, type Mneme } from 'mneme'
import { codeOf, dayMs, freshPath, HandClock, openMemory, reviveMemory, statements } from './memory.ts'

async function told(clock: HandClock, memory: Mneme, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    clock.now += 60_000
    await memory.observe(text)
  }
}

/** "Home: Leeds" and so on, in order of the key. */
function lines(facts: readonly FactView[]): string[] {
  return facts.map(({ key, value }) => `${key}: ${value}`).sort()
}

const said = ['I live in Leeds.', 'I am allergic to peanuts', 'My passport expires in March 2027', 'My brother Tom plays chess', 'I prefer Python for scripts', 'haha ok']

describe('facts', () => {
  test('come from the graph, and from statements that say more than it, each once', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock)
    await told(clock, memory, ...said)
    expect(lines(memory.facts())).toEqual([
      'Allergy: peanuts', 'Brother: Tom', 'Fact_Brother: My brother Tom plays chess', 'Fact_Passport: My passport expires in March 2027',
      'Home: Leeds', 'Preference_Python: I prefer Python for scripts',
    ])
    const [first, ...rest] = memory.facts()
    for (const fact of rest) expect(fact.importance).toBeLessThanOrEqual(first!.importance)
    expect(memory.facts({ limit: 2 })).toEqual(memory.facts().slice(0, 2))
    const home = memory.facts().find(({ key }) => key === 'Home')!
    expect(home).toMatchObject({ speaker: 'user', validTo: null, confidence: 0.93 })
    expect(home.sourceIds.map(id => memory.get(id)!.text)).toEqual(['I live in Leeds.'])
    expect(home.importance).toBeCloseTo(memory.get(home.sourceIds[0]!)!.importance * memory.get(home.sourceIds[0]!)!.strength, 12)
  })

  test('a clause that a fact tells is left out of what else its turn says', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock)
    await told(clock, memory, 'I live in Leeds. My passport expires in March 2027.')
    expect(lines(memory.facts())).toEqual(['Fact_Passport: My passport expires in March 2027.', 'Home: Leeds'])
  })

  test('a correction changes the value under the same key and leaves the others', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock)
    await told(clock, memory, ...said, 'The production database runs on port 6543')
    const before = lines(memory.facts())
    const then = clock.now
    clock.advance(1)
    await told(clock, memory, 'We moved: I live in Lyon now.', 'Correction: the production database runs on port 7000')
    expect(lines(memory.facts()).filter(line => /Home|Production/.test(line))).toEqual([
      'Fact_Production: Correction: the production database runs on port 7000', 'Home: Lyon',
    ])
    expect(lines(memory.facts()).filter(line => !/Home|Production/.test(line))).toEqual(before.filter(line => !/Home|Production/.test(line)))
    expect(lines(memory.facts({ asOf: then }))).toEqual(before)
    const old = memory.facts({ asOf: then }).find(({ key }) => key === 'Home')!
    expect(old.validTo).toBe(clock.now - 60_000)
    expect(memory.facts({ asOf: then - 30 * dayMs })).toEqual([])
  })

  test('what is suppressed or forgotten is told no more, what is restored is', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock)
    await told(clock, memory, ...said)
    const all = memory.facts()
    const home = all.find(({ key }) => key === 'Home')!
    await memory.suppress(home.sourceIds[0]!)
    expect(memory.facts().map(({ id }) => id)).toEqual(all.map(({ id }) => id).filter(id => id !== home.id))
    await memory.restore(home.sourceIds[0]!)
    expect(memory.facts()).toEqual(all)
    await memory.forget(home.sourceIds[0]!)
    expect(memory.facts()).toEqual(all.filter(({ id }) => id !== home.id))
  })

  test('importance falls with strength', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock)
    await told(clock, memory, 'I prefer Python for scripts')
    const [fresh] = memory.facts()
    clock.advance(730)
    expect(memory.facts()[0]!.importance).toBeCloseTo(fresh!.importance / 2, 4)
    clock.advance(730 * 6)
    expect(memory.facts()).toEqual([])
  })

  test('a rule that holds is a preference', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock)
    for (const text of ['Please keep your answers short.', 'That was far too long again, two sentences are enough for me.', 'I only ever read the first two lines, so be brief.']) {
      await told(clock, memory, text)
      await memory.endSession()
      clock.advance(1)
    }
    const [rule] = memory.rules().filter(({ active }) => active)
    expect(memory.facts().find(({ id }) => id === rule!.id)).toMatchObject({
      key: 'Preference_Short', value: rule!.text, confidence: rule!.confidence, sourceIds: rule!.sourceIds, validFrom: rule!.since,
    })
    await memory.setRule(rule!.id, { enabled: false })
    expect(memory.facts().some(({ id }) => id === rule!.id)).toBe(false)
  })
})

describe('whose facts they are', () => {
  test('each speaker has her own, a machine none unless it is asked for', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock)
    await memory.observe({ speaker: 'Ana', text: 'I live in Leeds.' })
    await memory.observe({ speaker: 'Bo', text: 'I live in Porto.' })
    await memory.observe({ speaker: 'assistant', text: 'My passport expires in March 2027' })
    expect(lines(memory.facts({ speaker: 'Ana' }))).toEqual(['Home: Leeds'])
    expect(lines(memory.facts({ speaker: 'Bo' }))).toEqual(['Home: Porto'])
    expect(lines(memory.facts())).toEqual(['Home: Leeds', 'Home: Porto'])
    expect(memory.facts({ speaker: 'Cleo' })).toEqual([])
  })

  test("another user's never appear", async () => {
    const hub = await MnemeHub.open({ folder: freshPath('hub'), clock: new HandClock().read, timeZone: 'UTC' })
    await hub.use('ana', memory => memory.observe('I live in Leeds.'))
    await hub.use('bo', memory => memory.observe('I live in Porto.'))
    expect(await hub.use('ana', memory => Promise.resolve(lines(memory.facts())))).toEqual(['Home: Leeds'])
    expect(await hub.use('bo', memory => Promise.resolve(lines(memory.facts())))).toEqual(['Home: Porto'])
    await hub.forgetUser('ana')
    expect(await hub.use('ana', memory => Promise.resolve(memory.facts()))).toEqual([])
    await hub.close()
  })

  test('bad options are refused', async () => {
    const memory = await openMemory(new HandClock())
    for (const options of [{ limit: -1 }, { speaker: '' }, { asOf: 'today' }, { user: 'x' }]) {
      expect(await codeOf(Promise.resolve().then(() => memory.facts(options as never)))).toBe('INVALID_ARGUMENT')
    }
  })
})

describe('laws', () => {
  const talk = fc.array(fc.constantFrom(
    ...statements, ...said, 'We moved: I live in Lyon now.', 'I no longer live in Leeds.', 'My brother is called Tim, not Tom.', 'Actually I prefer Go for scripts now.', 'thanks!',
  ), { minLength: 1, maxLength: 8 })

  test('whatever is said: sorted, bounded, with ids of their own and sources that exist; the same after a load', async () => {
    await fc.assert(fc.asyncProperty(talk, fc.boolean(), async (texts, sleeps) => {
      const clock = new HandClock()
      const memory = await openMemory(clock)
      await told(clock, memory, ...texts)
      if (sleeps) await memory.endSession()
      const facts = memory.facts({ limit: 1000 })
      expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length)
      facts.forEach(({ importance, confidence, sourceIds, validFrom, validTo, value }, at) => {
        expect(importance >= 0 && importance <= (facts[at - 1]?.importance ?? 1)).toBe(true)
        expect(confidence > 0 && confidence <= 1 && validFrom <= clock.now && validTo === null && value !== '').toBe(true)
        expect(sourceIds.length > 0 && sourceIds.every(id => memory.get(id) !== undefined)).toBe(true)
      })
      // One home at a time.
      expect(facts.filter(({ key }) => key === 'Home').length).toBeLessThanOrEqual(1)
      expect((await reviveMemory(memory.toBytes(), clock)).facts({ limit: 1000 })).toEqual(facts)
    }), { seed: 9, numRuns: 15 })
  })

  test('a file gives the same facts as the memory that wrote it, by its journal and by its snapshot', async () => {
    const [path, clock] = [freshPath(), new HandClock()]
    const memory = await openMemory(clock, { path })
    await told(clock, memory, ...said, 'We moved: I live in Lyon now.')
    const facts = memory.facts()
    await memory.close()
    const replayed = await openMemory(clock, { path })
    expect(replayed.facts()).toEqual(facts)
    await replayed.save()
    await replayed.close()
    expect((await openMemory(clock, { path })).facts()).toEqual(facts)
  })
})
