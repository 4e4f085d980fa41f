// What a sleep costs after fifty new turns, by how much is stored: npx tsx scripts/sleep-cost.ts [--file]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Mneme, embedded, type SessionReport } from '../src/index.ts'
import { phaseNames } from '../src/sleep/step.ts'
import { readLives } from '../sim/lab/histories.ts'

/** Turns of one session, and the stores that are measured. */
const perSession = 50
const stores = [500, 5000]
/** Sleeps that the median is taken of. */
const repeats = 5
const dayMs = 86_400_000

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

const said = readLives(new URL('../sim/lives', import.meta.url).pathname).flatMap(({ sessions }) => sessions.flatMap(({ turns }) => turns))
const folder = mkdtempSync(join(tmpdir(), 'mneme-sleep-'))
const encoder = await embedded()
let day = 0
const memory = await Mneme.open({
  encoder, reader: encoder, timeZone: 'UTC', clock: () => Date.UTC(2025, 0, 6) + day * dayMs + cpuMs(),
  ...process.argv.includes('--file') && { path: join(folder, 'memory.mneme') },
})
let next = 0

/** Processor time of this process in milliseconds: what else the machine does counts for nothing. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** One session of turns and the sleep after it. */
async function session(): Promise<SessionReport> {
  const turns = Array.from({ length: perSession }, () => {
    const { speaker, text } = said[next % said.length]!
    const round = Math.floor(next++ / said.length)
    return { speaker, text: round === 0 ? text : `${text} (round ${round}, day ${day})` }
  })
  await memory.observeMany(turns)
  day++
  return memory.endSession()
}

console.log('ms of processor time of a sleep after 50 new turns, median of 5')
console.log(['stored', 'all', ...phaseNames].map(name => name.padStart(9)).join(''))
for (const stored of stores) {
  while (next < stored) await session()
  const reports: SessionReport[] = []
  for (let at = 0; at < repeats; at++) reports.push(await session())
  const figures = [median(reports.map(({ cost }) => cost.ms)), ...phaseNames.map(name => median(reports.map(report => report[name].ms)))]
  console.log([String(stored).padStart(9), ...figures.map(ms => ms.toFixed(2).padStart(9))].join(''))
}
await memory.close()
rmSync(folder, { recursive: true, force: true })
