// The simulation of shared patterns: the attack against what theory says of it, and one small run.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createRandom } from '../../src/index.ts'
import { coinOf, noiseRate } from '../../src/research.ts'
import { advantageBound, advantageOf } from '../../sim/lab/membership.ts'
import * as shared from '../../sim/shared.ts'

const random = createRandom(1)
const coin = coinOf(() => random.next() * 2 ** 32)
const attacked = { others: [40], least: 20, releases: 1, sees: 'all' as const }

test('the attack gains all there is to gain from one entry, and never more than the bound', () => {
  for (const epsilon of [0.5, 1, 2]) {
    const one = advantageOf({ ...attacked, rate: noiseRate(epsilon * 1000, 1) }, 8000, coin)
    expect(Math.abs(one - advantageBound(epsilon))).toBeLessThan(0.03)
    const three = advantageOf({ ...attacked, others: [40, 30, 20], rate: noiseRate(epsilon * 1000, 3) }, 8000, coin)
    expect(three).toBeLessThan(advantageBound(epsilon) + 0.03)
    expect(three).toBeGreaterThan(0.1 * epsilon)
  }
})

test('exact counts give everybody away whose entries are shown; hidden ones tell nothing', () => {
  expect(advantageOf({ ...attacked, rate: null, sees: 'shown' }, 50, coin)).toBe(1)
  expect(advantageOf({ ...attacked, rate: null, sees: 'shown', least: 100 }, 50, coin)).toBe(0)
  // A count at the border is shown or not by that one user.
  expect(advantageOf({ ...attacked, rate: null, sees: 'shown', least: 41 }, 50, coin)).toBe(1)
  expect(Math.abs(advantageOf({ ...attacked, rate: noiseRate(1000, 1), sees: 'shown', least: 100 }, 2000, coin))).toBeLessThan(0.01)
})

test('several releases tell more, as far as their epsilons add up', () => {
  const rate = noiseRate(300, 1)
  const [once, often] = [1, 8].map(releases => advantageOf({ ...attacked, rate, releases }, 6000, coin)) as [number, number]
  expect(often).toBeGreaterThan(once + 0.1)
  expect(often).toBeLessThan(advantageBound(2.4))
})

test('a small run prints its figures as the last line, the same for the same seed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mneme-sim-'))
  let printed = ''
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation(chunk => {
    printed += String(chunk)
    return true
  })
  const lines: string[] = []
  for (let time = 0; time < 2; time++) {
    await shared.run(['--json', '--out', folder, '--real', '8', '--releases', '3', '--trials', '50'])
    lines.push(printed.trimEnd().split('\n').at(-1)!)
  }
  spy.mockRestore()
  expect(lines[0]).toBe(lines[1])
  const { found, utility, attacks } = JSON.parse(lines[0]!) as { found: { found: { share: number }; right: { share: number } }; utility: { users: number; epsilon: number | null; recall: number }[]; attacks: { single: unknown[] } }
  expect(found.found.share).toBeGreaterThan(0.5)
  expect(found.right.share).toBeGreaterThan(0.9)
  const recall = (users: number, epsilon: number): number => utility.find(one => one.users === users && one.epsilon === epsilon)!.recall
  expect(recall(1000, 1)).toBeGreaterThan(0.8)
  expect(recall(1000, 0.1)).toBeLessThan(0.3)
  expect(attacks.single).toHaveLength(6)
  expect(readFileSync(join(folder, 'shared.svg'), 'utf8')).toMatch(/^<svg/)
  rmSync(folder, { recursive: true })
}, 120_000)
