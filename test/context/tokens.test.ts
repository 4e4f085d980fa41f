// The token estimate: near what o200k_base counts (the numbers are its own), and a whole number for any text.
import { array, assert, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { estimateTokens } from '../../src/context/tokens.ts'

it.each([
  ['I have never owned a greenhouse in my life.', 10],
  ["It isn't Dorothy at all, it's Dorothea, with an A at the end.", 18],
  ['Rent is 1180 a month and goes out on the 1st; the deposit was 2,360.', 24],
  ['const total = items.reduce((sum, { price }) => sum + price, 0)', 19],
  ['У моей сестры Ани аллергия на арахис.', 13],
  ['妹のアナはピーナッツアレルギーです。', 16],
  ['저는 커피에 설탕을 넣지 않아요.', 13],
  ['user: Meine Tochter heißt Klara und geht in die zweite Klasse.\n', 14],
  ['Great news 🎉🎉 see you at 7!', 12],
])('"%s" is estimated within a fifth', (text, tokens) => {
  expect(Math.abs(estimateTokens(text) / tokens - 1)).toBeLessThan(0.2)
})

it('is a whole number from 1, and 0 for no text', () => {
  expect(estimateTokens('')).toBe(0)
  assert(property(string({ minLength: 1, unit: 'grapheme' }), text => {
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(1)
    expect(Number.isInteger(estimateTokens(text))).toBe(true)
  }), { seed: 1 })
})

it('of lines is the sum of the lines, rounding aside', () => {
  assert(property(array(string({ minLength: 1 }).map(line => `- ${line.replaceAll(/\s/g, ' ')}.\n`), { maxLength: 20 }), lines => {
    const apart = lines.reduce((sum, line) => sum + estimateTokens(line), 0)
    expect(Math.abs(estimateTokens(lines.join('')) - apart)).toBeLessThanOrEqual(1 + lines.length / 2)
  }), { seed: 1 })
})
