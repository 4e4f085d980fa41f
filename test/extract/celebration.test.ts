// Births, weddings, and names that come in a sentence of their own.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('a newborn', () => {
  test.each([
    ['My sister Berit had the baby! A girl, Ida.', 'berit daughter ida'],
    ['My cousin Berit had a baby boy. His name is Olle.', 'berit son olle'],
    ['Berit gave birth to a girl. They named her Ida.', 'berit daughter ida'],
    ['Berit gave birth to a boy yesterday, Olle.', 'berit son olle'],
    ['Berit had our second, a boy, Olle.', 'berit son olle'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
    expect(said(text).filter(triple => /ida|olle/.test(triple))).toEqual([expected])
  })

  test('is nobody where none was born', () => {
    expect(said('My boss had a first meeting. She is called Berit.')).toEqual(['user boss berit'])
    expect(said('Berit had a girl over, Ida says.').join()).not.toContain('ida')
  })
})

describe('a wedding', () => {
  test.each([
    ['Our oldest boy Olle got married! The bride is called Berit and her mother Siv and her father Anton danced.', ['berit father anton', 'berit mother siv', 'olle wife berit', 'user son olle']],
    ['My cousin Berit is getting married. The groom, Olle, is late.', ['berit husband olle', 'user cousin berit']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })

  test('of nobody has a bride who is nobody', () => {
    expect(said('The bride was late. Berit called.')).toEqual([])
  })
})

describe('names in a sentence of their own', () => {
  test.each([
    ['My parents live abroad. Their names are Siv and Anton.', ['user parent anton', 'user parent siv']],
    ["Olle's cousins are coming. They're called Siv and Anton.", ['olle cousin anton', 'olle cousin siv']],
    ['Siblings: me, Siv, Anton.', ['user sibling anton', 'user sibling siv']],
    ['Kids: Siv (5), Anton (3).', ['user child anton', 'user child siv']],
    ["Siv's my mum's name.", ['user mother siv']],
    ["Siv Berg, that's my aunt's full name.", ['user aunt siv berg']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })

  test('what is not the name is nobody', () => {
    expect(said("Siv is my mum's favourite singer.").join()).not.toContain('siv')
  })
})
