import { assert, asyncProperty, integer } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { momentOf, readSpan } from '../../src/dates/read-span.ts'
import { dateOf, dayOf, weekdayOf, type Span } from '../../src/dates/span.ts'

// A Thursday.
const today = dayOf(2024, 8, 15)

async function spanOf(text: string, day = today): Promise<string | null> {
  const span = await readSpan(text, momentOf(text, day))
  return span ? told(span) : null
}

function told({ first, last }: Span): string {
  return first === last ? dateOf(first) : `${dateOf(first)} ${dateOf(last)}`
}

describe('readSpan', () => {
  it.each([
    ['What did I plant yesterday?', '2024-08-14'],
    ['Who called the day before yesterday', '2024-08-13'],
    ['What did the vet say two weeks ago?', '2024-07-29 2024-08-04'],
    ['What broke three days ago?', '2024-08-12'],
    ['how was I a month ago', '2024-07-08 2024-07-22'],
    ['What did we earn last month?', '2024-07-01 2024-07-31'],
    ['Where were we last weekend?', '2024-08-10 2024-08-11'],
    ['What did I note in the last three days?', '2024-08-13 2024-08-15'],
    ['What hurt lately?', '2024-07-17 2024-08-15'],
  ])('counts from today: %s', async (text, expected) => expect(await spanOf(text)).toBe(expected))

  it.each([
    ['Who came on Tuesday?', '2024-08-13'],
    ['Who came last Thursday?', '2024-08-08'],
    ['Which film ran on Wednesday last week?', '2024-08-07'],
    ['Who is coming next Monday?', '2024-08-19'],
    ['How long did I walk from Monday to Wednesday?', '2024-08-12 2024-08-14'],
    ['What went wrong on Friday the 13th?', '2023-10-13'],
  ])('knows the days of the week: %s', async (text, expected) => expect(await spanOf(text)).toBe(expected))

  it.each([
    ['What did I buy in March?', '2024-03-01 2024-03-31'],
    ['What did I buy in October?', '2023-10-01 2023-10-31'],
    ['What did I say in May 2022?', '2022-05-01 2022-05-31'],
    ['Where did we go last spring?', '2024-03-01 2024-05-31'],
    ['Where did we go last summer?', '2023-06-01 2023-08-31'],
    ['Where did we go two summers ago?', '2023-06-01 2023-08-31'],
    ['How cold was the winter of 2021?', '2021-12-01 2022-02-28'],
    ['What were the figures in Q2?', '2024-04-01 2024-06-30'],
    ['What did I earn in the first quarter of 2023?', '2023-01-01 2023-03-31'],
    ['What did I do in 2019?', '2019-01-01 2019-12-31'],
    ['Which band did I like in the nineties?', '1990-01-01 1999-12-31'],
    ['What did I decide in early June?', '2024-06-01 2024-06-10'],
    ['What did I read at the end of last year?', '2023-09-01 2023-12-31'],
    ['Who rang on 3 February?', '2024-02-03'],
    ['Who rang on September 3rd, 2021?', '2021-09-03'],
    ['What came on 2023-11-05?', '2023-11-05'],
    ['Where did we eat on the 20th?', '2024-07-20'],
    ['What did we do on the first weekend of July?', '2024-07-06 2024-07-07'],
  ])('knows the calendar: %s', async (text, expected) => expect(await spanOf(text)).toBe(expected))

  it.each([
    ['What did we cook at Christmas?', '2023-12-24 2023-12-26'],
    ['Who was here over Easter?', '2024-03-29 2024-04-01'],
    ['Who was here at Easter 2019?', '2019-04-19 2019-04-22'],
    ["Where were we on New Year's Eve?", '2023-12-31'],
    ['What was for dinner on Thanksgiving 2022?', '2022-11-24'],
  ])('knows the feasts: %s', async (text, expected) => expect(await spanOf(text)).toBe(expected))

  it.each([
    ['What have I said since April?', '2024-04-01 2024-08-15'],
    ['What did I eat before July?', '2014-08-15 2024-06-30'],
    ['What did I read after Christmas?', '2023-12-27 2024-08-15'],
    ['Where was I around 5 May?', '2024-05-02 2024-05-08'],
    ['Who came the weekend after Easter?', '2024-04-06 2024-04-07'],
    ['What did I log between 12 May and 2 June 2023?', '2023-05-12 2023-06-02'],
    ['Where was I from 3 to 7 June?', '2024-06-03 2024-06-07'],
    ['What did I spend from November to January?', '2023-11-01 2024-01-31'],
  ])('sees a time in its frame: %s', async (text, expected) => expect(await spanOf(text)).toBe(expected))

  it.each([
    'What does April like to drink?', 'May I have the recipe?', 'Who taught me the Sunday roast?', 'Where do I buy spring rolls?',
    'How often do I water the Christmas cactus?', 'Which march did the band play?', 'What is my bank balance?', 'How many steps make 2000 calories?',
  ])('takes no name for a time: %s', async text => expect(await spanOf(text)).toBeNull())

  it('counts days and weeks back on every day', () => assert(asyncProperty(integer({ min: 10_000, max: 40_000 }), integer({ min: 2, max: 99 }), async (day, count) => {
    expect(await spanOf(`What was ${count} days ago?`, day)).toBe(dateOf(day - count))
    const week = await readSpan('What was last week?', momentOf('', day))
    expect([weekdayOf(week!.first), week!.last - week!.first]).toEqual([0, 6])
    expect(week!.last).toBeLessThan(day)
    expect(week!.last).toBeGreaterThanOrEqual(day - 7)
  }), { numRuns: 60 }))
})
