// Several who are the same to somebody, and what children call one.
import { describe, expect, test } from 'vitest'
import { concluded, said } from './said.ts'

describe('what both are', () => {
  test.each([
    ['I met up with Olle and Berit, both friends from uni.', ['user friend berit', 'user friend olle']],
    ['Ran into Olle and Berit yesterday, both colleagues of mine.', ['user colleague berit', 'user colleague olle']],
    ['Olle and Berit, old friends of mine from church, came along.', ['user friend berit', 'user friend olle']],
    ['Olle and Berit, both my cousins, are here.', ['user cousin berit', 'user cousin olle']],
    ['We hosted Olle, Berit and Siv, all colleagues from the lab.', ['user colleague berit', 'user colleague olle', 'user colleague siv']],
    ['Olle and Berit, friends since childhood, fell out.', []],
    ['Olle and Berit, friends from the start, fell out.', []],
    ['Olle and Berit, both dentists, live here.', []],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})

describe('what children call one', () => {
  test.each([
    ["Olle's little one Siv calls me uncle.", ['olle child siv', 'siv uncle user']],
    ['My grandson Olle calls me nana.', ['olle grandmother user']],
    ['My niece Siv calls me auntie.', ['siv aunt user', 'user niece siv']],
    ['My friends call me grandma because I knit.', []],
    ['My son Olle calls me grandpa.', ['user son olle']],
    ['Her little boy Olle calls me auntie, though I am not.', []],
    ["My neighbour's son Olle calls me uncle.", ["user's neighbour son olle"]],
    ['Siv called me dad by accident.', []],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})

describe('what children say to one', () => {
  test.each([
    ['My granddaughter Siv is six. At dinner she told me: "Grandpa, look at the moon."', 'siv grandfather user'],
    ['My daughter Siv told me "Mum, can you fetch me"', 'siv mother user'],
  ])('%s', (text, expected) => {
    expect([...said(text), ...concluded(text)]).toContain(expected)
  })

  test('a sister speaks of another', () => {
    expect(said('My sister Siv told me "Mum, can you fetch me"')).not.toContain('siv mother user')
  })
})
