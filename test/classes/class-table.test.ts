// A table of classes is read from text; questions name classes, statements their members.
import { describe, expect, it } from 'vitest'
import { ClassTable } from '../../src/classes/class-table.ts'

const table = new ClassTable([
  'city,town\tplace\trome,new york,bath',
  'martial art,martial arts\tsport\tkarate,judo',
  'sport\tactivity\ttennis,rock climbing',
  'activity,hobby\t\tpottery,knitting',
].join('\n'))

describe('ClassTable', () => {
  it('takes the longest name that a question has, in either number', () => {
    expect(table.namesIn('Which martial arts has she tried?')).toEqual(['martial arts'])
    expect(table.namesIn('What towns, and what hobbies?')).toEqual(['town', 'hobby'])
    expect(table.namesIn('What is the time?')).toEqual([])
  })

  it('holds of a name its own class and all within it, however deep', () => {
    expect(table.within('activity')).toEqual(new Set(['activity', 'martial art', 'sport']))
    expect(table.within('hobby')).toEqual(table.within('activity'))
    expect([...table.within('place')]).toEqual(['city'])
    expect([...table.within('judo')]).toEqual([])
  })

  it('finds members of one to three words, plural and possessive too, each once', () => {
    expect(table.membersIn('New York again: rock climbing, judo and more judo; Rome\'s bakeries')).toEqual([
      { class: 'city', member: 'new york' }, { class: 'sport', member: 'rock climbing' },
      { class: 'martial art', member: 'judo' }, { class: 'city', member: 'rome' },
    ])
  })

  it('goes round no circle for ever', () => {
    const round = new ClassTable('a\tb\tx\nb\ta\ty')
    expect(round.within('a')).toEqual(new Set(['a', 'b']))
  })
})
