// The graph reads a text in time that grows with its length.
import { expect, test } from 'vitest'
import { graphOf } from '../extract/said.ts'

test('a text of ten times the length takes no more than some twenty times as long', () => {
  const line = 'My sister Ana, her husband Bo and their kids, Cid (7) and Di, moved to Graz, and as his brother I hate it there, Ana said. '
  const time = (repeats: number): number => {
    const runs = Array.from({ length: 5 }, () => {
      const start = performance.now()
      graphOf(line.repeat(repeats))
      return performance.now() - start
    })
    return Math.min(...runs)
  }
  time(20)
  expect(time(200)).toBeLessThan(20 * time(20) + 20)
})

test('a sentence of a thousand names is read as fast', () => {
  const start = performance.now()
  graphOf(`My friends ${Array.from({ length: 1000 }, (_, at) => `Ana${'abcdefghij'[at % 10]}`).join(', ')} and Bo are here`)
  expect(performance.now() - start).toBeLessThan(2000)
})
