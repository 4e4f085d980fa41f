// Markers: shares in [0, 1] that do not grow with length.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markerNames, markersOf } from '../../src/gate/markers.ts'

function marker(name: string, text: string): number {
  return markersOf(text)[markerNames.indexOf(name)]!
}

describe('markersOf', () => {
  it('gives named numbers in [0, 1] for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => {
      const markers = markersOf(text)
      expect(markers).toHaveLength(markerNames.length)
      expect(markers.every(value => value >= 0 && value <= 1)).toBe(true)
    }), { seed: 1 })
  })

  it.each([
    ['health', 'the doctor changed her insulin dose'], ['kin', 'my sister and her husband'], ['names', 'we met Ana in Lisbon'],
    ['digits', 'meet at 14:30 in room 7'], ['remembering', 'please don\'t forget this'], ['question', 'really?'],
    ['laughter', 'haha lol'], ['thanks', 'thanks a lot'], ['past', 'we went and looked'], ['foreign', 'привет'],
    ['quoted', '"I am a doctor."'],
  ])('%s in "%s"', (name, text) => {
    expect(marker(name, text)).toBeGreaterThan(0.3)
    expect(marker(name, 'quiet rain over grey roofs')).toBe(0)
  })

  it('does not grow when a text is said twice', () => {
    for (const text of ['My sister Ana takes insulin.', 'haha ok thanks', 'We moved to Leeds in 2011.']) {
      const [once, twice] = [markersOf(text), markersOf(`${text} ${text}`)]
      once.forEach((value, at) => { expect(twice[at]!, markerNames[at]).toBeLessThanOrEqual(value + 0.35) })
      expect(twice.reduce((sum, value) => sum + value, 0)).toBeCloseTo(once.reduce((sum, value) => sum + value, 0), 0)
    }
  })

  it('finds the telling sentence in a long text', () => {
    const story = 'The bus was late and the shop was shut. I walked home in the rain. My sister Ana takes insulin now.'
    expect(marker('health', story)).toBeCloseTo(marker('health', 'My sister Ana takes insulin now.'), 5)
  })

  it('is not fooled by names of object members', () => {
    expect(markersOf('constructor __proto__ toString hasOwnProperty').every(Number.isFinite)).toBe(true)
  })

  it('takes 100 kB of anything, in time that grows with it', () => {
    for (const unit of ['a ', 'a.', '. ', 'first ', 'not ', '"a', '“', ' ', 'Ab ', '😀', '漢', '\n', 'remember ', 'before ']) {
      const text = unit.repeat(100_000 / unit.length)
      expect(markersOf(text).every(Number.isFinite)).toBe(true)
    }
  })
})
