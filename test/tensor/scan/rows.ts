// Rows, queries and the plain answer, for tests of the scan store.
import { strengthFloor } from '../../../src/attention/kernel.ts'
import { createRandom, type Random } from '../../../src/random.ts'
import type { ScanQuery } from '../../../src/tensor/scan/query.ts'
import type { ScanRow } from '../../../src/tensor/scan/row.ts'
import type { PackedScan } from '../../../src/tensor/scan/rows.ts'

export const halfLives = [365, 3650, 30, 0.5]

/** A vector of length 1, or of zeros for one seed in twenty. */
export function unitVector(dim: number, random: Random): Float32Array {
  if (random.next() < 0.05) return new Float32Array(dim)
  const raw = Float64Array.from({ length: dim }, () => random.normal() + 0.3)
  const length = Math.hypot(...raw)
  return Float32Array.from(raw, value => value / length)
}

/** Rows whose ticks, kinds, tenants and times differ. */
export function rowsOf(count: number, dim: number, seed: number): Required<ScanRow>[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => ({
    key: unitVector(dim, random), strength: random.next() ** 3, tick: random.integer(100), kind: random.integer(4),
    tenant: random.integer(3), at: random.integer(1000),
  }))
}

/** The best k of some rows by attention's logits, in doubles; undefined is a freed slot. */
export function plainBest(rows: readonly (Required<ScanRow> | undefined)[], vector: Float32Array, query: ScanQuery): { slot: number; score: number }[] {
  const { beta, gamma, tick = 0, k, kinds, tenant, from = -Infinity, until = Infinity, least = 0 } = query
  const length = Math.max(Math.hypot(...vector), 1e-6)
  return rows.flatMap((row, slot) => {
    if (!row || (kinds && !kinds.includes(row.kind)) || (tenant !== undefined && row.tenant !== tenant)) return []
    if (row.at < from || row.at >= until) return []
    const cosine = row.key.reduce((sum, value, d) => sum + value * vector[d]!, 0) / length
    const strength = row.strength * 2 ** (-Math.max(0, tick - row.tick) / halfLives[row.kind]!)
    if (strength < least) return []
    return [{ slot, score: beta * cosine + gamma * Math.log(Math.max(strength, strengthFloor)) }]
  }).sort((a, b) => b.score - a.score).slice(0, k)
}

/** The bytes of a saved store as one text: an equality of millions of values takes long. */
export function written({ dim, size, free, ticks, blocks }: PackedScan): string {
  const columns = blocks.map(block => block.map(column => Buffer.from(column).toString('latin1')).join()).join()
  return [dim, size, free, ticks, columns].join()
}
