// States that a solve did not bring about, asked for more strongly: weights still follow from states alone. D width of a state.
import type { Written } from './edit.ts'
import type { FactRecord } from './facts.ts'

/** A state may become so much longer than states mostly are: what cannot be had would be asked for without end. */
const longest = 1.5

/** The facts, the states [rows, D] of those that fail with what the solve left undone added to them. */
export function pressed(facts: readonly FactRecord[], failing: ReadonlySet<FactRecord>, { missing }: Written, dim: number): FactRecord[] {
  const lengths = facts.flatMap(({ states }) => lengthsOf(states, dim)).sort((a, b) => a - b)
  const most = longest * (lengths[lengths.length >> 1] ?? 0)
  return facts.map((record, index) => {
    if (!failing.has(record)) return record
    const states = record.states.map((value, at) => value + missing[index]![at]!)
    const before = lengthsOf(record.states, dim)
    lengthsOf(states, dim).forEach((length, row) => {
      const limit = Math.max(most, before[row]!)
      if (length > limit) for (let at = row * dim; at < (row + 1) * dim; at++) states[at]! *= limit / length
    })
    return { ...record, states }
  })
}

function lengthsOf(states: Float32Array, dim: number): number[] {
  return Array.from({ length: states.length / dim }, (_, row) => Math.hypot(...states.subarray(row * dim, (row + 1) * dim)))
}
