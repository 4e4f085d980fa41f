// Films, novels and games that go on over several sentences are no news; what stands around them is.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('tales', () => {
  test.each([
    ['Watched an old film with my boyfriend Olle. A man called Wilbur finds out that his wife Edna is a spy.', ['user partner olle']],
    ["I'm reading a novel. It's about a woman called Edna whose brother Rufus is a priest.", []],
    ["Let's play knights!! You are Sir Olle and I am your brother Ulf and we have a horse called Blitz.", []],
    ["Let's play chess. You are white. My brother Ulf is here.", ['user brother ulf']],
    ['Watched a film with Berit. A man told me that my sister Siv was there.', ['user sister siv']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})

describe('small words around kin', () => {
  test.each([
    ['My old Navy buddy Olle came.', ['user friend olle']],
    ["I work with Olle's sister Berit.", ['olle sister berit', 'user colleague berit']],
    ['Neither Olle nor Siv is my kid. Their mum is Berit.', ['olle mother berit', 'siv mother berit']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})
