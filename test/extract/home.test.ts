// Homes and origins that are told sideways.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('homes', () => {
  test.each([
    ['The pipes in our flat in Tartu froze.', 'user lives_in tartu'],
    ['My uncle Bo is painting his house in Umeå.', 'bo lives_in umeå'],
    ['My sister Ruta has been in Bergen for six years.', 'ruta lives_in bergen'],
    ['My brother Per is a baker in Malmö.', 'per lives_in malmö'],
    ['My boss Torkel commutes from Lund.', 'torkel lives_in lund'],
    ['Since moving to Gävle I sleep badly.', 'user lives_in gävle'],
    ['My aunt Gunn grows roses in Visby.', 'gunn lives_in visby'],
    ['My friend Olle is from Kiruna.', 'olle born_in kiruna'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['We sold our flat in Tartu.'],
    ['Our holiday house in Umeå leaks.'],
    ['My old room in Bergen was small.'],
    ['I wish I had a flat in Malmö.'],
    ['Is your flat in Lund still free?'],
    ['We had a lovely week here in Rome, the hotel was great.'],
    ['My sister Ruta has been in Bergen for two days.'],
  ])('none: %s', text => {
    expect(said(text).join()).not.toContain('lives_in')
  })
})

describe('there', () => {
  test.each([
    ['How long is the flight to Accra? I am visiting my brother Kofi, he lives out there now.', 'kofi lives_in accra'],
    ['In Adelaide, where my brother Anton lives, it is hot.', 'anton lives_in adelaide'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test('the same house is no place', () => {
    expect(said('My aunt Berit still lives in the same house.').join()).not.toContain('lives_in')
  })
})
