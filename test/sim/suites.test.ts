// The judges of the suites: intervals against the book, relations against triples.
import { describe, expect, test } from 'vitest'
import type { GraphRelation } from 'mneme'
import { proportion, readSuite, told } from '../../sim/lab/suites.ts'
import { formsOf, isNamed, isTrue, matches, type Triple } from '../../sim/lab/triples.ts'

const relation = (subject: string, name: GraphRelation['relation'], object: string): GraphRelation =>
  ({ subject, relation: name, object, inferred: false, proof: [], sources: [], validFrom: 0 })
const forms = formsOf([{ name: 'alexander reed', aliases: ['alexander', 'alex'], summary: '' }])

test("Wilson's interval", () => {
  // Newcombe (1998), table I, method 3: 81 of 263.
  const { share, low, high } = proportion(81, 263)
  expect([share, low, high].map(value => value.toFixed(4))).toEqual(['0.3080', '0.2553', '0.3662'])
  expect(told(proportion(0, 20))).toBe('.000 [.000, .161]')
  expect(proportion(0, 0)).toMatchObject({ low: 0, high: 1 })
})

describe('relations', () => {
  test.each<[GraphRelation, Triple, boolean]>([
    [relation('user', 'brother', 'alexander reed'), ['user', 'brother', 'alex|sandy'], true],
    [relation('user', 'brother', 'alexander reed'), ['user', 'sibling', 'alex'], false],
    [relation('alexander reed', 'has_job', 'night nurse'), ['alex', 'has_job', 'nurse'], true],
    [relation('alexander reed', 'has_job', 'nursery teacher'), ['alex', 'has_job', 'nurse'], false],
    [relation('user', 'brother', 'alexandra'), ['user', 'brother', 'alex'], false],
  ])('%o is %j: %s', (asserted, triple, expected) => {
    expect(matches(asserted, triple, forms)).toBe(expected)
  })

  test('the same from the other side is true', () => {
    expect(isTrue(relation('alexander reed', 'child', 'user'), [['user', 'father', 'alex']], forms)).toBe(true)
    expect(isTrue(relation('alexander reed', 'parent', 'user'), [['user', 'father', 'alex']], forms)).toBe(false)
  })

  test('who has no name is left out', () => {
    expect(isNamed(relation('user', 'sister', "user's sister"))).toBe(false)
    expect(isNamed(relation('user', 'sister', 'dana'))).toBe(true)
  })
})

test.each(['graph-dev', 'graph-dev-2', 'graph-hard-dev'])('%s holds scenarios whose triples do not contradict themselves', name => {
  const scenarios = readSuite<{ id: string; must: Triple[]; forbidden: Triple[] }>(name)
  expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length)
  for (const { must, forbidden } of scenarios) {
    const stated = new Set(must.map(triple => triple.join('\0')))
    expect(forbidden.filter(triple => stated.has(triple.join('\0')))).toEqual([])
  }
})
