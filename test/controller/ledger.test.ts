// The ledger: every reward for one decision, once, or too late; and what never came costs its price.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { Ledger, type Settled } from '../../src/controller/ledger.ts'

type Act = { open: true } | { to: number; reward: number }

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.constant({ open: true } as const),
  // Whole numbers add up exactly.
  fc.record({ to: fc.nat(40), reward: fc.integer({ min: -5, max: 5 }) }),
)

/** Does acts on a ledger whose next decision is number `from`; what they settle. */
function run(ledger: Ledger<string>, acts: readonly Act[], from: number): Settled<string>[] {
  let next = from
  return acts.flatMap(step => {
    if (!('open' in step)) {
      ledger.credit(step.to, step.reward)
      return []
    }
    ledger.open(next, `decision ${next++}`)
    return ledger.expire()
  })
}

it('conserves what is offered: settled + late, each decision closed once and in order', () => {
  fc.assert(fc.property(fc.array(act, { maxLength: 120 }), fc.nat(8), (acts, horizon) => {
    const ledger = new Ledger<string>({ horizon })
    const settled: Settled<string>[] = []
    let [opened, offered] = [0, 0]
    for (const one of acts) {
      if ('open' in one) {
        ledger.open(opened, `decision ${opened}`)
        opened++
        settled.push(...ledger.expire())
        expect(ledger.size).toBeLessThanOrEqual(horizon + 1)
      } else {
        offered += one.reward
        const waits = one.to < opened && !settled.some(({ id }) => id === one.to)
        expect(ledger.credit(one.to, one.reward)).toBe(waits)
      }
    }
    settled.push(...ledger.closeAll())
    expect(ledger.size).toBe(0)
    expect(settled.map(({ id }) => id)).toEqual(Array.from({ length: opened }, (_, id) => id))
    expect(settled.every(({ id, decision }) => decision === `decision ${id}`)).toBe(true)
    expect(settled.reduce((sum, { reward }) => sum + reward, 0) + ledger.late).toBe(offered)
  }))
})

it('credits the decision that a reward is for, also when it comes late, and prices those that nothing came for', () => {
  const ledger = new Ledger<string>({ horizon: 2, price: 0.5 })
  for (const [id, name] of [[7, 'a'], [8, 'b'], [9, 'c']] as const) ledger.open(id, name)
  expect(ledger.credit(7, 1)).toBe(true)
  expect(ledger.credit(7, -0.25)).toBe(true)
  expect(ledger.credit(9, 0)).toBe(true)
  expect(ledger.expire()).toEqual([])
  ledger.open(10, 'd')
  expect(ledger.expire()).toEqual([{ id: 7, decision: 'a', reward: 0.75, rewarded: true }])
  expect(ledger.credit(7, 1)).toBe(false)
  expect(ledger.late).toBe(1)
  expect(ledger.closeAll()).toEqual([
    { id: 8, decision: 'b', reward: -0.5, rewarded: false }, { id: 9, decision: 'c', reward: 0, rewarded: true }, { id: 10, decision: 'd', reward: -0.5, rewarded: false },
  ])
})

it('goes on after it was saved as it would have without', () => {
  fc.assert(fc.property(fc.array(act, { maxLength: 60 }), fc.array(act, { maxLength: 60 }), (before, after) => {
    const options = { horizon: 5, price: 1 }
    const ledger = new Ledger<string>(options)
    run(ledger, before, 0)
    const opened = before.filter(step => 'open' in step).length
    const copy = Ledger.unpack(ledger.pack(), options)
    expect(run(copy, after, opened)).toEqual(run(ledger, after, opened))
    expect(copy.pack()).toEqual(ledger.pack())
  }))
})

it('refuses an id that waits, and forgets one that is dropped', () => {
  const ledger = new Ledger<string>({ horizon: 5 })
  ledger.open(1, 'a')
  expect(() => { ledger.open(1, 'b') }).toThrow(/^ledger: expected a new id, got 1, which waits; /)
  expect(ledger.get(1)).toBe('a')
  ledger.drop(1)
  expect(ledger.get(1)).toBeUndefined()
  expect(ledger.closeAll()).toEqual([])
})
