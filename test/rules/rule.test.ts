import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RuleBook } from '../../src/rules/book.ts'
import { confidenceOf, hasFormed, holds, type Rule } from '../../src/rules/rule.ts'

function rule(probabilities: readonly number[], { sessions = 2, against = [] as number[], enabled = true, id = 'r1' } = {}): Rule {
  const shown = probabilities.map((probability, turn) => ({ turn, session: `s${turn % sessions}`, probability }))
  return { id, speaker: 'user', style: 'tea', text: 'drinks tea', quotes: null, shown, against, enabled, since: 0 }
}

function spoken(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, at) => from + at)
}

describe('a rule', () => {
  test('forms with three turns in two sessions, two of them sure', () => {
    expect(hasFormed(rule([0.95, 0.95]), [0, 1])).toBe(false)
    expect(hasFormed(rule([0.95, 0.95, 0.95], { sessions: 1 }), [0, 1, 2])).toBe(false)
    expect(hasFormed(rule([0.6, 0.6, 0.6]), [0, 1, 2])).toBe(false)
    expect(hasFormed(rule([0.98, 0.85, 0.7]), [0, 1, 2])).toBe(true)
    expect(hasFormed(rule([0.9999, 0.55, 0.55, 0.55]), [0, 1, 2, 3])).toBe(false)
    expect(hasFormed(rule([0.95, 0.95, 0.95]), [0, 1, 2])).toBe(true)
  })

  test('forms the less, the more turns between do not show it, and not of what was long ago', () => {
    const sure = rule([0.95, 0.95, 0.95])
    const spread = { ...sure, shown: sure.shown.map(showing => ({ ...showing, turn: 5 * showing.turn })) }
    expect(hasFormed(spread, [0, 1, 5, 9, 10])).toBe(true)
    expect(hasFormed({ ...spread, shown: spread.shown.map(showing => ({ ...showing, turn: 4 * showing.turn })) }, spoken(41))).toBe(false)
    expect(hasFormed(spread, spoken(10, 1))).toBe(false)
  })

  test('in words of one\'s own forms of three habits, however long ago', () => {
    expect(hasFormed({ ...rule([0.7, 0.5, 0.5]), style: null }, [2])).toBe(true)
    expect(hasFormed({ ...rule([0.5, 0.5, 0.5]), style: null }, [2])).toBe(false)
  })

  test('is trusted more with each turn that shows it and less with each that takes it back', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }), fc.nat(4), (shown, against) => {
      const own = rule(shown, { against: Array.from({ length: against }, (_, at) => at) })
      expect(confidenceOf(own)).toBeLessThan(1)
      expect(confidenceOf({ ...own, shown: [...own.shown, own.shown[0]!] })).toBeGreaterThan(confidenceOf(own))
      expect(confidenceOf({ ...own, against: [...own.against, 9] })).toBeLessThan(confidenceOf(own))
    }), { seed: 1 })
  })

  test('of three sure turns holds, and one contradiction ends that; five outlive one', () => {
    expect(confidenceOf(rule([1, 1, 1]))).toBe(0.75)
    expect(holds(rule([1, 1, 1]))).toBe(true)
    expect(holds(rule([1, 1, 1], { against: [7] }))).toBe(false)
    expect(holds(rule([1, 1, 1, 1, 1], { against: [7] }))).toBe(true)
    expect(holds(rule([1, 1, 1], { enabled: false }))).toBe(false)
  })
})

describe('the book', () => {
  test('never gives an id twice, also after a load', () => {
    const book = new RuleBook()
    book.put(rule([1], { id: book.nextId }))
    book.drop('r1')
    expect(RuleBook.unpack(book.pack()).nextId).toBe('r2')
  })

  test('takes a forgotten turn out of every rule, and with it what only that turn shows', () => {
    const book = new RuleBook()
    book.put(rule([1, 1, 1]))
    book.put({ ...rule([1], { id: 'r2' }), style: null, text: 'the words of turn 0', quotes: 0 })
    book.forget(0)
    expect(book.list().map(({ id, shown }) => [id, shown.map(({ turn }) => turn)])).toEqual([['r1', [1, 2]]])
  })
})
