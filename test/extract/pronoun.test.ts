// Whom "her" and "his" mean, and who is a firm.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('possessives in a row', () => {
  test('are of the same person', () => {
    expect(said("I met Ofelia's family. Her mum Berit made soup, her brother Anton sang, and her nan Gudrun slept.")).toEqual([
      'ofelia brother anton', 'ofelia grandmother gudrun', 'ofelia mother berit',
    ])
  })

  test('of another gender, or in the next sentence, are read anew', () => {
    expect(said('My sister Ofelia came with her husband Anton and his mother Berit.')).toEqual([
      'anton mother berit', 'ofelia husband anton', 'user sister ofelia',
    ])
  })
})

test('who works with a person of whom one has heard has a colleague, no firm', () => {
  const told = said("Halvard's wife Berit phoned.", 'I work with Halvard every day.')
  expect(told).toContain('user colleague halvard')
  expect(told.join()).not.toContain('works_at')
})

test('what is asked for as a story or a game is nobody', () => {
  expect(said("Write a short story in which Halvard's brother Anton works in a lighthouse.")).toEqual([])
  expect(said("Let's do a role play: you are the captain, and my sister Berit is a spy.")).toEqual([])
})

test('"used 2" is over', () => {
  expect(said('my friend berit used 2 live in oslo').join()).not.toContain('lives_in')
})
