// Plots: well-formed XML without NaN, round ticks, names that do not overlap.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linearTicks, logTicks, scaleOf } from '../../sim/lab/axes.ts'
import { drawPlot } from '../../sim/lab/plot.ts'

/** Throws unless every element is closed in order and text has no bare markup. */
function checkXml(xml: string): void {
  const open: string[] = []
  for (const [, closing, name, , selfClosing] of xml.matchAll(/<(\/)?([a-z]+)((?:\s[\w-]+="[^"<]*")*)\s*(\/)?>/g)) {
    if (closing) expect(open.pop()).toBe(name)
    else if (!selfClosing) open.push(name!)
  }
  expect(open).toEqual([])
  expect(xml.replaceAll(/<[^<>]*>/g, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;)/)
}

const lines = {
  type: 'lines' as const, title: 'a < b & "c"', x: { label: 'days' }, y: { label: 'strength', min: 0, max: 1 },
  lines: [
    { name: 'one & two', points: [[0, 1], [5, 0.5], [10, 0.25]] as [number, number][] },
    { name: 'ended', points: [[0, 0.5], [2, 0]] as [number, number][], ends: true },
    { name: 'empty', points: [] },
  ],
  bands: [{ from: 2, to: 4, label: 'silence' }], levels: [{ value: 0.05, label: 'dormant' }],
}
const bars = {
  type: 'bars' as const, title: 'bars', axis: { label: 'change' }, series: ['recall', 'MRR'],
  groups: [{ name: 'gate off', bars: [{ value: -0.1, low: -0.2, high: 0.05 }, { value: 0.02 }] }],
}

describe('drawPlot', () => {
  it('writes well-formed XML without NaN', () => {
    const svg = drawPlot({ title: 'T', subtitle: 'S', panels: [lines, { ...lines, names: 'key' }, bars] })
    checkXml(svg)
    expect(svg).toMatch(/^<svg [^>]*width="720"/)
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    expect(svg).toContain('one &amp; two')
  })

  it('refuses numbers that have no place', () => {
    const broken = { ...bars, groups: [{ name: 'x', bars: [{ value: Number.NaN }] }] }
    expect(() => drawPlot({ title: 'T', subtitle: 'S', panels: [broken] })).toThrow(/finite/)
  })

  it('keeps names at the ends of lines apart', () => {
    const ends = [0.5, 0.5, 0.51, 0]
    const close = ends.map((y, index) => ({ name: `line ${index}`, points: [[0, 1], [1, y]] as [number, number][] }))
    const svg = drawPlot({ title: 'T', subtitle: 'S', panels: [{ ...lines, lines: close }] })
    const heights = [...svg.matchAll(/y="([\d.]+)"[^>]*>line \d</g)].map(([, y]) => Number(y)).sort((a, b) => a - b)
    expect(heights).toHaveLength(4)
    for (const [index, y] of heights.entries()) if (index > 0) expect(y - heights[index - 1]!).toBeGreaterThanOrEqual(14)
  })

  it.each(['', 'titled'])('keeps the key above the axes, titled or not: "%s"', title => {
    const many = Array.from({ length: 9 }, (_, index) => ({ name: `a long name ${index}`, points: [[0, 1], [1, 0]] as [number, number][] }))
    const svg = drawPlot({ title: 'T', subtitle: 'S', panels: [{ ...lines, title, bands: [], levels: [], lines: many, names: 'key' }] })
    const heightsOf = (pattern: RegExp): number[] => [...svg.matchAll(pattern)].map(([, y]) => Number(y))
    const names = heightsOf(/y="([\d.]+)"[^>]*>a long name \d</g)
    expect(names).toHaveLength(9)
    expect(Math.max(...names)).toBeLessThan(Math.min(...heightsOf(/y="([\d.]+)"[^>]*>1</g)) - 10)
    expect(Math.min(...names)).toBeGreaterThan(60)
  })
})

describe('axes', () => {
  it('ticks at round numbers', () => {
    expect(linearTicks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
    expect(linearTicks(0, 52)).toEqual([0, 20, 40, 60])
    expect(linearTicks(-0.08, 0.02)).toEqual([-0.08, -0.06, -0.04, -0.02, 0, 0.02])
    expect(logTicks(0.001, 1)).toEqual([0.001, 0.01, 0.1, 1])
    expect(logTicks(1, 10)).toEqual([1, 2, 5, 10])
  })

  it('keeps every value between the ends, in order', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), values => {
      const scale = scaleOf({ label: 'x' }, values, 50, 700)
      const places = values.toSorted((a, b) => a - b).map(scale.at)
      expect(places.every(place => place >= 50 && place <= 700)).toBe(true)
      expect(places.every((place, index) => index === 0 || place >= places[index - 1]!)).toBe(true)
    }), { seed: 11 })
  })
})
