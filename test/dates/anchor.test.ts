import { describe, expect, it } from 'vitest'
import { Mneme } from '../../src/index.ts'
import { anchorsOf } from '../../src/dates/anchor.ts'
import { eventSpan } from '../../src/dates/event.ts'
import { dateOf, dayOf } from '../../src/dates/span.ts'

describe('anchorsOf', () => {
  it('finds what a time hangs on', () => {
    expect(anchorsOf('Which doctor did I have before the operation?')[0]).toEqual({ frame: 'before', phrase: 'the operation' })
    expect(anchorsOf('Where did we eat the weekend after the wedding?')[0]).toEqual({ frame: 'weekendAfter', phrase: 'the wedding' })
    expect(anchorsOf('What did I forget two days before the exam?')[0]).toEqual({ frame: 'countBefore', days: 2, phrase: 'the exam' })
  })

  it('takes a question for a time for none', () => {
    expect(anchorsOf('When did I see the dentist?')).toEqual([])
    expect(anchorsOf('What is the name of my dentist?')).toEqual([])
  })
})

describe('eventSpan', () => {
  it('reads a day that is told ahead, and takes the day of telling otherwise', async () => {
    const friday = dayOf(2024, 5, 10)
    expect(dateOf((await eventSpan([{ text: 'The exam is on Monday and I am nervous', day: friday, fit: 1 }]))!.first)).toBe('2024-05-13')
    expect(dateOf((await eventSpan([{ text: 'Passed the exam this morning', day: friday, fit: 1 }]))!.first)).toBe('2024-05-10')
  })
})

describe('plan.window', () => {
  it('is the days from an event that memory knows', async () => {
    const memory = await Mneme.open({ clock: () => Date.UTC(2024, 7, 15, 9), timeZone: 'UTC' })
    await memory.observe({ text: 'I had my wisdom tooth out this morning, my cheek is huge', at: Date.UTC(2024, 3, 9, 12) })
    await memory.observe({ text: 'Bought a new toothbrush, a soft one', at: Date.UTC(2024, 5, 9, 12) })
    expect((await memory.process('What did I eat the week after my wisdom tooth?')).plan.window).toEqual({ from: '2024-04-10', to: '2024-04-16' })
    expect((await memory.process('What did I eat before breakfast?')).plan.window).toBeNull()
  })

  it('brings what was said in it before the same said at another time', async () => {
    const memory = await Mneme.open({ clock: () => Date.UTC(2024, 7, 15, 9), timeZone: 'UTC' })
    for (const [month, dish] of [[2, 'lentil soup'], [4, 'leek pie'], [6, 'cold noodles']] as const) {
      await memory.observe({ text: `We cooked ${dish} for the neighbours`, at: Date.UTC(2024, month, 20, 18) })
    }
    const [best] = await memory.recall('What did we cook for the neighbours in May?')
    expect(best!.text).toContain('leek pie')
  })
})
