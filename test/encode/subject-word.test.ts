// The word that a statement is about.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { subjectWord } from '../../src/encode/subject-word.ts'

describe('subjectWord', () => {
  it.each([
    ['My passport expires in March 2027', 'Passport'],
    ['Actually my favourite colour is green now', 'Colour'],
    ['I really prefer tea to coffee', 'Tea'],
    ['I play the cello in an amateur orchestra', 'Cello'],
    ['wants short answers', 'Short'],
    ['Please remember that the gas valve is behind the stove', 'Gas'],
    ['Ich mag Käse', 'Ich'],
  ])('of "%s" is %s', (text, word) => {
    expect(subjectWord(text)).toBe(word)
  })

  it('is none where nothing carries content', () => {
    expect(['I like it', '12 34', '', '?!'].map(subjectWord)).toEqual([undefined, undefined, undefined, undefined])
  })

  it('is a word of the text, and does not hang on the space around it', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), text => {
      const word = subjectWord(text)
      expect(subjectWord(` ${text}\n`)).toBe(word)
      if (word !== undefined) expect(text.toUpperCase()).toContain(word.toUpperCase())
    }), { seed: 3 })
  })
})
