// Budgets: by class and by how long the history is, unless the host says.
import { describe, expect, it } from 'vitest'
import { layers, planQuery, type Plan, type PlanOptions } from '../../src/plan/plan.ts'
import type { QueryClass } from '../../src/signals/query.ts'

function plan(kind: QueryClass, turns: number, options: Partial<PlanOptions> = {}): Plan {
  const probabilities = { continuation: 0, fact: 0, deep: 0, procedural: 0, complex: 0 }
  return planQuery('What did we say?', {
    query: { class: kind, confidence: 0.99, probabilities }, running: true, beyond: false, topK: undefined, budgetTokens: undefined,
    allowed: new Set(layers), history: { turns, tokens: 32 * turns }, window: null, change: 0, ...options,
  })
}

const shareOfHistory = (turns: number): number => plan('deep', turns).budgetTokens / (32 * turns)

describe('a budget', () => {
  it('is at most 16 % of a hundred turns and about 5 % of five hundred, of which nine tenths find use', () => {
    expect(shareOfHistory(100)).toBeCloseTo(0.16, 2)
    expect(shareOfHistory(500)).toBeCloseTo(0.051, 3)
  })

  it('grows with the history, and its share falls, between a least and a most', () => {
    const budgets = [1, 10, 100, 1000, 10_000, 100_000].map(turns => plan('deep', turns).budgetTokens)
    expect(budgets).toEqual(budgets.toSorted((a, b) => a - b))
    expect([budgets[0], budgets.at(-1)]).toEqual([320, 1200])
  })

  it('is smaller for what needs less, where that is sure', () => {
    const [continuation, fact, deep, complex] = (['continuation', 'fact', 'deep', 'complex'] as const).map(kind => plan(kind, 300).budgetTokens)
    expect([continuation! / deep!, fact! / deep!, complex! / deep!].map(share => share.toFixed(1))).toEqual(['0.5', '0.8', '1.2'])
    expect(plan('fact', 300, { beyond: true }).budgetTokens).toBe(deep)
    expect(plan('continuation', 300, { running: false }).budgetTokens).toBe(deep)
  })

  it('is the one of the host where there is one', () => {
    for (const kind of ['continuation', 'fact', 'complex'] as const) expect(plan(kind, 300, { budgetTokens: 77 }).budgetTokens).toBe(77)
    expect(plan('deep', 300, { topK: 3 }).topK).toBe(3)
  })

  it('has room for as many hits as it can hold', () => {
    const { topK, budgetTokens } = plan('deep', 500)
    expect(topK).toBe(Math.ceil(budgetTokens / 25))
  })
})

it('reads no layer that the host leaves out', () => {
  expect(plan('deep', 100, { allowed: new Set(['semantic', 'working']) }).layers).toEqual(['working', 'semantic'])
  expect(plan('fact', 100, { allowed: new Set(['episodic']) }).layers).toEqual([])
})
