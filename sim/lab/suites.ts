// Scenarios of sim/suites: a development half as JSON, sealed halves packed.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { UsageError } from './command.ts'
import { root } from './repository.ts'

/** The scenarios of a suite, from a file or by the name of a half: "graph-dev", "graph-sealed". */
export function readSuite<Scenario>(name: string): Scenario[] {
  const candidates = [name, join(root, 'sim', 'suites', `${name}.json`), join(root, 'sim', 'suites', `${name}.json.gz`)]
  const file = candidates.find(path => existsSync(path))
  if (file === undefined) throw new UsageError(`expected a suite (graph-dev, corrections-dev, ...) or a file, got "${name}"`)
  const bytes = readFileSync(file)
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as Scenario[]
}

/** A share with the interval in which it lies with a certainty of 95 % (Wilson 1927). */
export interface Proportion {
  found: number
  of: number
  share: number
  low: number
  high: number
}

export function proportion(found: number, of: number): Proportion {
  if (of === 0) return { found, of, share: 0, low: 0, high: 1 }
  const z = 1.96
  const share = found / of
  const middle = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of)
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2))
  return { found, of, share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** ".812 [.790, .834]". */
export function told({ share, low, high }: Proportion): string {
  return `${figure(share)} [${figure(low)}, ${figure(high)}]`
}

function figure(value: number): string {
  return value.toFixed(3).replace(/^0\./, '.')
}
