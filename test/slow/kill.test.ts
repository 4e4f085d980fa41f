// Killed with SIGKILL at 200 random moments of a load of all mutating calls, a memory has everything that it acknowledged.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { Mneme } from 'mneme'
import { createRandom } from '../../src/random.ts'
import { Acknowledged, type Line } from './acknowledged.ts'

const kills = Number(process.env['MNEME_KILLS'] ?? 200)
const seed = Number(process.env['MNEME_SEED'] ?? 1)
/** A file serves so many kills; then a new one keeps the snapshots small and the moments many. */
const killsPerFile = 20
const program = fileURLToPath(new URL('load.ts', import.meta.url))

/** The load is killed within so many of its lines, and so long after one: by lines, a slow machine does as much as a fast one. */
const mostLines = 60
const mostDelayMs = 8

/** Runs the load on a file until it is killed, `delayMs` after its line number `lines`; gives what it said. */
async function killed(path: string, childSeed: number, first: number, lines: number, delayMs: number): Promise<Line[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, path, String(childSeed), String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const dead = new Promise<NodeJS.Signals | null>(resolve => child.on('close', (_code, signal) => resolve(signal)))
  while (said.split('\n').length <= lines && child.exitCode === null) await wait(1)
  await wait(delayMs)
  child.kill('SIGKILL')
  expect(await dead, 'the load must not end by itself').toBe('SIGKILL')
  // A line without its end was never acknowledged.
  return said
    .slice(0, said.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Line)
}

async function checked(path: string, acknowledged: Acknowledged): Promise<void> {
  const files = Buffer.concat([path, `${path}.journal`].filter(file => existsSync(file)).map(file => readFileSync(file)))
  const memory = await Mneme.open({ path, clock: () => Date.UTC(2026, 0, 5, 9), timeZone: 'UTC' })
  try {
    expect(acknowledged.missing(memory, files)).toEqual([])
  } finally {
    await memory.close()
  }
}

test(`killed ${kills} times, it loses nothing that it acknowledged (seed ${seed})`, async () => {
  const random = createRandom(seed)
  const directory = mkdtempSync(join(tmpdir(), 'mneme-'))
  const totals = new Map<string, number>()
  const cutOff = new Map<string, number>()
  try {
    let acknowledged = new Acknowledged()
    let next = 0
    for (let kill = 0; kill < kills; kill++) {
      if (kill % killsPerFile === 0) acknowledged = new Acknowledged()
      const path = join(directory, `memory-${Math.floor(kill / killsPerFile)}`)
      const said = await killed(path, seed * 1000 + kill, next, Math.ceil(random.next() * mostLines), random.next() * mostDelayMs)
      for (const line of said) acknowledged.add(line)
      const { pending } = acknowledged
      if (pending?.begin !== undefined) cutOff.set(pending.begin, (cutOff.get(pending.begin) ?? 0) + 1)
      await checked(path, acknowledged)
      next += 100_000
      if (kill % killsPerFile === killsPerFile - 1 || kill === kills - 1) {
        for (const [name, count] of acknowledged.calls) totals.set(name, (totals.get(name) ?? 0) + count)
      }
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
  console.log(
    `acknowledged ${JSON.stringify(Object.fromEntries(totals))}, cut off in ${JSON.stringify(Object.fromEntries(cutOff))}`,
  )
  // A load that hardly ran would pass for nothing.
  expect(
    Math.min(
      ...[
        'observe',
        'observeMany',
        'remember',
        'forget',
        'suppress',
        'restore',
        'feedback',
        'use',
        'tick',
        'endSession',
        'save',
      ].map(name => totals.get(name) ?? 0),
    ),
  ).toBeGreaterThan(kills / 20)
})
