// Several of whom a number is told first, and then the names.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('one by one', () => {
  test.each([
    ['I have two brothers. One is called Olle, the other Bo.', ['user brother bo', 'user brother olle']],
    ['I have two brothers. One is called Olle. The other is Bo.', ['user brother bo', 'user brother olle']],
    ["Ida has three sons. The eldest is Olle, then there's Bo, and the youngest is Nils.", ['ida son bo', 'ida son nils', 'ida son olle']],
    ['Ida has two daughters, one is called Siv and the other Berit.', ['ida daughter berit', 'ida daughter siv']],
    ['Ida raised four kids. One of them is my uncle Olle.', ['ida son olle', 'user uncle olle']],
    ['I have two sisters. Siv is a nurse and Berit sings.', ['siv has_job nurse', 'user sister berit', 'user sister siv']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })

  test.each(['I have two sisters. Siv is late.', 'I have two meetings. Siv leads one and Bo the other.', 'I have two kids. My boss Siv and Berit are nice.'])('%s', text => {
    expect(said(text).join()).not.toMatch(/sister siv|user child|berit/)
  })
})

describe('a name beside who it is', () => {
  test('after a pronoun', () => {
    expect(said('Our son Anton is out. His sister is ill, she, Siv, sings.')).toEqual(['anton sister siv', 'user son anton'])
  })

  test('that one is called by', () => {
    expect(said('Mausi is what I call my sister.')).toEqual(['user sister mausi'])
    expect(said("I'm joking when I call Anton my boss, he's my husband.")).toEqual(['user husband anton'])
  })

  test('is not whoever owns the kin word', () => {
    expect(said('Siv and Berit called. Siv is my colleague.', "She's Siv's twin.")).toEqual(['siv sister berit', 'user colleague siv'])
  })
})
