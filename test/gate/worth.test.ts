// The worth of a turn: equal to its formula, lawful in what it reads, and refused where it does not fit.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { terms } from '../../src/encode/terms.ts'
import { markersOf } from '../../src/gate/markers.ts'
import { worthFeatures, worthFeaturesOf, type Vocabulary, type WorthInput } from '../../src/gate/worth-features.ts'
import { worthOf, worthScores, zeroWorth, type WorthParams } from '../../src/gate/worth.ts'
import { param } from '../../src/tensor/params.ts'
import { policy } from './samples.ts'

const size = worthFeatures.length
const values = (min: number, max: number): fc.Arbitrary<Float32Array> =>
  fc.array(fc.double({ min, max, noNaN: true }), { minLength: size, maxLength: size }).map(list => Float32Array.from(list))
const heads = fc.record({ center: values(-1, 1), scale: values(0.5, 2), weight: values(-1, 1), byMachine: values(-1, 1) })
  .map(({ center, scale, weight, byMachine }): WorthParams => ({ center: param([size], center), scale: param([size], scale), weight: param([size], weight), byMachine: param([size], byMachine) }))

function read(text: string, { turnsWith = () => 1, ...more }: Partial<WorthInput> & { turnsWith?: Vocabulary['turnsWith'] } = {}): Float32Array {
  const input = { text, terms: terms(text), since: () => Infinity, answers: false, place: 0, machine: false, markers: markersOf(text), verdict: { logit: 0, importance: 0.5, strength: 0.5 }, ...more }
  return worthFeaturesOf(input, { turns: 100, turnsWith, salience: word => word.length / 5 })
}

const judged = (logit: number, strength: number): Float32Array =>
  read('We leave at nine', { verdict: { logit, importance: 1 / (1 + Math.exp(-logit)), strength } })

const named = (features: Float32Array, name: string): number => features[worthFeatures.indexOf(name)]!

describe('worthOf', () => {
  it('is the formula, at least a twentieth and at most four', () => {
    const machine = worthFeatures.indexOf('machine')
    fc.assert(fc.property(heads, values(-2, 2), (head, x) => {
      const z = [...x].map((value, at) => (value - head.center.data[at]!) / head.scale.data[at]!)
      const told = z.reduce((sum, value, at) => sum + value * head.weight.data[at]! + value * (x[machine]! - head.center.data[machine]!) * head.byMachine.data[at]!, 1)
      expect(worthOf(x, head)).toBeCloseTo(Math.min(4, Math.max(0.05, told)), 5)
    }), { seed: 3 })
  })

  it('is 1 for everything without weights, and for the average turn with any', () => {
    expect(worthOf(read('I moved to Leeds in May'), zeroWorth())).toBe(1)
    fc.assert(fc.property(heads, head => { expect(worthOf(head.center.data, head)).toBe(1) }), { seed: 4 })
  })

  it('never falls as words grow rarer where rarity counts for it', () => {
    const rarities = worthFeatures.flatMap((name, at) => /rarity/.test(name) ? [at] : [])
    const others = fc.tuple(heads, fc.nat(90), fc.nat(90))
    fc.assert(fc.property(others, ([head, a, b]) => {
      for (const at of rarities) {
        head.weight.data[at] = Math.abs(head.weight.data[at]!)
        head.byMachine.data[at] = 0
      }
      const [rare, common] = [Math.min(a, b) + 2, Math.max(a, b) + 2]
      const worth = (count: number): number => worthOf(read('My sister Ines keeps two goats?', { turnsWith: () => count }), head)
      expect(worth(rare)).toBeGreaterThanOrEqual(worth(common) - 1e-9)
    }), { seed: 5 })
  })

  it('of the shipped weights puts a fact above thanks, and an assistant below a person', () => {
    const fact = 'My sister Ines moved to Porto in March and opened a bakery there with her friend Rui.'
    expect(worthOf(read(fact), policy.worth)).toBeGreaterThan(worthOf(read('Thanks, that is great!'), policy.worth))
    expect(worthOf(read(fact), policy.worth)).toBeGreaterThan(worthOf(read(fact, { machine: true }), policy.worth))
  })

  it('refuses features that are not its own', () => {
    expect(() => worthOf(new Float32Array(3), zeroWorth())).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }))
    expect(() => worthScores([read('Hello'), new Float32Array(3)], zeroWorth())).toThrow(/got 3/)
  })
})

describe('worthScores', () => {
  it('go by what differs in a memory alone', () => {
    fc.assert(fc.property(heads, fc.array(values(0, 3), { minLength: 2, maxLength: 6 }), fc.double({ min: -5, max: 5, noNaN: true }), (head, rows, shift) => {
      const scores = worthScores(rows, head)
      const moved = worthScores(rows.map(row => row.map(value => value + shift)), head)
      scores.forEach((score, at) => { expect(moved[at]).toBeCloseTo(score, 1) })
      const people = worthScores(rows, { ...head, byMachine: param([size]) })
      expect(people.reduce((sum, score) => sum + score, 0)).toBeCloseTo(0, 3)
    }), { seed: 6 })
    expect(worthScores([], zeroWorth())).toEqual([])
  })
})

describe('worthFeaturesOf', () => {
  it('reads how much is said, and where', () => {
    const features = read('Did Ines move to Porto in 2019?', { since: term => (term === terms('Ines')[0] ? 1 : 7), answers: true, place: 3 })
    expect(named(features, 'names')).toBe(2)
    expect(named(features, 'numbers')).toBe(1)
    expect(named(features, 'asksLast')).toBe(1)
    expect(named(features, 'answers')).toBe(1)
    expect(named(features, 'place')).toBeCloseTo(0.3, 6)
    expect(named(features, 'takenUp')).toBe(1)
    const rarity = Math.log(301 / 1.5)
    expect(named(features, 'rarity')).toBeCloseTo(terms('Did Ines move to Porto in 2019?').length * rarity / 10, 5)
    expect(named(features, 'rarity.most')).toBeCloseTo(rarity, 5)
    expect(named(features, 'rarity.fresh')).toBeCloseTo(Math.log1p((terms('Did Ines move to Porto in 2019?').length - 1) * rarity), 5)
  })

  it('reads the verdict of the gate, no surer than it can be', () => {
    const features = judged(1.5, 0.8)
    expect(named(features, 'keep')).toBeCloseTo(0.5, 6)
    expect(named(features, 'keep.probability')).toBeCloseTo(0.8176, 4)
    expect(named(features, 'strength')).toBeCloseTo(Math.log(4) / 3, 6)
    expect(named(features, 'strength.probability')).toBeCloseTo(0.8, 6)
    expect(named(judged(90, 1), 'keep')).toBe(2)
    expect(named(judged(-90, 1), 'keep')).toBe(-2)
    expect(named(judged(0, 1), 'strength')).toBe(2)
  })

  it('gives finite numbers for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
      const features = read(text)
      expect(features.length).toBe(size)
      expect(features.every(Number.isFinite)).toBe(true)
    }), { seed: 7 })
  })

  it('refuses markers of another length', () => {
    expect(() => read('Hello', { markers: new Float32Array(2) })).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }))
  })
})
