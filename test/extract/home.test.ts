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
    ['My friend Olle, a native of Porvoo, laughed.', 'olle born_in porvoo'],
    ['I went to Kiruna. My wife Ylva was born there.', 'ylva born_in kiruna'],
    ['I have a brother in Graz, Lenz, who is a baker.', 'lenz lives_in graz'],
    ['What time is it for my sister Ruta in Macau?', 'ruta lives_in macau'],
    ['We are flying my aunt Gunn in from Oslo.', 'gunn lives_in oslo'],
    ['My cousin Bo is a roofer up in Aberdeen.', 'bo lives_in aberdeen'],
    ['My sister Ruta, in Bergen since 2010, hates snow.', 'ruta lives_in bergen'],
    ['My sister Ruta ended up in Bergen.', 'ruta lives_in bergen'],
    ['My wife Ylva is from Umeå but we live in Ghent now.', 'ylva lives_in ghent'],
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
    ['We are dogsitting for my sister Ruta while she and Jan are in Rome.'],
    ['Is my sister Ruta in Bergen?'],
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

test('the town says more than the flat', () => {
  expect(said('My brother Elof lives in a small flat in Visby.')).toContain('elof lives_in visby')
  expect(said('my brother elof lives in a 4th floor place in visby no lift')).toContain('elof lives_in visby')
})

describe('homes and origins in other words', () => {
  test.each([
    ['My aunt Siv calls Visby home.', 'siv lives_in visby'],
    ['My aunt Siv over in Visby rang.', 'siv lives_in visby'],
    ['My aunt Siv lives on a farm outside Visby.', 'siv lives_in visby'],
    ['My aunt Siv, born in 1950 in Visby, is ill.', 'siv born_in visby'],
    ['My home town is Visby.', 'user born_in visby'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })
})
