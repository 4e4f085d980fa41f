import { describe, expect, it } from 'vitest'
import { calendarAgreement, holdsNumber, readQuery } from '../../src/recall/query.ts'

describe('readQuery', () => {
  it('finds the speakers that it names, and takes their names out of the text and the terms', () => {
    const query = readQuery("What is Ana's favourite tea?", ['Ana Weber', 'Bruno', 'user', 'assistant'])
    expect([...query.speakers]).toEqual(['Ana Weber'])
    expect(query.bare).toBe('What is I favourite tea?')
    expect(query.terms).toEqual(['favourit', 'tea'])
  })

  it('does not find a name inside a word, or a role as a name', () => {
    expect(readQuery('How many bananas does the user eat?', ['Ana', 'user']).speakers.size).toBe(0)
  })

  it('knows no speaker by one Latin letter or by "the"', () => {
    const query = readQuery('What is it? Tell me the rest!', ['B', 'The Doctor'])
    expect([query.speakers.size, query.bare]).toEqual([0, 'What is it? Tell me the rest!'])
    expect([...readQuery('What did the doctor say?', ['The Doctor']).speakers]).toEqual(['The Doctor'])
    expect([...readQuery('李 说 了 什么?', ['李']).speakers]).toEqual(['李'])
  })

  it('hears who is asked and what for', () => {
    expect(readQuery('What did you suggest?', []).addressesAssistant).toBe(true)
    expect(readQuery('What did I say?', []).addressesAssistant).toBe(false)
    expect(readQuery('How many cats are there?', []).asksNumber).toBe(true)
    expect(readQuery('Which cat is it?', []).asksNumber).toBe(false)
  })

  it('reads months, years and days, and knows the verb "may"', () => {
    const { calendar } = readQuery('What happened on 5 May 2023?', [])
    expect([calendar?.years, calendar?.months, calendar?.days]).toEqual([new Set([2023]), new Set([5]), new Set([5])])
    expect(readQuery('What may I eat?', []).calendar).toBeNull()
    expect(readQuery('Who plays at 5?', []).calendar).toBeNull()
  })
})

describe('calendarAgreement', () => {
  const calendar = readQuery('in March 2024', []).calendar!
  it.each([
    ['the month itself', Date.UTC(2024, 2, 14), 1],
    ['the month after, when it is told', Date.UTC(2024, 3, 2), 0.5],
    ['another month', Date.UTC(2024, 6, 1), 0],
    ['the month of another year', Date.UTC(2023, 2, 14), 0],
  ])('of %s', (_name, at, expected) => {
    expect(calendarAgreement(calendar, at, 'UTC')).toBe(expected)
  })
})

describe('holdsNumber', () => {
  it('finds digits, counts and stretches of time', () => {
    expect(['at 7', 'two of them', 'a week ago', 'last Friday'].every(holdsNumber)).toBe(true)
    expect(holdsNumber('the red house')).toBe(false)
  })
})
