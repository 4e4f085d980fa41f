// Milliseconds of saving and loading many traces, beside plain file calls that write, fsync and check the same bytes; bytes of each.
// npx tsx bench/save.ts [--rows 100000]
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Mneme, createRandom, embedded, loadPolicy } from 'mneme'
import { loadHasher } from '../src/checkpoint/bytes.ts'
import { readPackageFile } from '../src/checkpoint/file.ts'
import { keyDim } from '../src/encode/fusion.ts'
import { shrinkKey } from '../src/log/keys.ts'
import { encodeSnapshot } from '../src/checkpoint/snapshot.ts'
import { createKeeper } from '../src/state/keeper.ts'
import { packState } from '../src/state/packed.ts'
import type { Change } from '../src/state/state.ts'
import { writeAll } from './corpus.ts'
import { median, timed } from './samples.ts'

/** Rounds, and those where each takes minutes. */
const rounds = { few: 9, many: 3 }
const manyRows = 300_000
const origin = Date.UTC(2026, 0, 5)

/** Medians of nine rounds, three where there are many traces, by turns; each load in a process of its own. */
export async function saveFigures(count = 100_000): Promise<Record<string, number>> {
  const turns = count >= manyRows ? rounds.many : rounds.few
  const directory = fs.mkdtempSync(join(tmpdir(), 'mneme-bench-'))
  const path = join(directory, 'memory')
  const times = {
    save: [] as number[],
    baseSave: [] as number[],
    load: [] as number[],
    baseLoad: [] as number[],
    recall: [] as number[],
  }
  try {
    const raw = await writeMany(count, path)
    const memory = await Mneme.open({ path, clock: () => origin })
    const bytes = readAll(path)
    for (let round = 0; round < turns; round++) {
      times.save.push(await timed(() => memory.save()))
      times.baseSave.push(await timed(() => plainSave(join(directory, 'plain'), bytes)))
    }
    await memory.close()
    for (let round = 0; round < turns; round++) {
      const [load, recall] = inChild('load', path)
      times.load.push(load!)
      times.recall.push(recall!)
      times.baseLoad.push(inChild('plain', path)[0]!)
    }
    const [save, baseSave, load, baseLoad] = [
      median(times.save),
      median(times.baseSave),
      median(times.load),
      median(times.baseLoad),
    ]
    return {
      traces: count,
      'MiB': bytes.length / 2 ** 20,
      'bytes a trace': bytes.length / count,
      'bytes over its float32 key and its text': bytes.length / raw,
      'save, ms': save,
      'plain save, ms': baseSave,
      'save as a multiple': save / baseSave,
      'load, ms': load,
      'plain load, ms': baseLoad,
      'load as a multiple': load / baseLoad,
      'first recall after it, ms': median(times.recall),
    }
  } finally {
    fs.rmSync(directory, { recursive: true })
  }
}

/**
 * Writes a memory of distinct statements, put together below the facade: observing them would compare each with all before. Returns how
 * many bytes their float32 keys and texts have.
 */
async function writeMany(count: number, path: string): Promise<number> {
  const encoder = await embedded()
  const policy = loadPolicy(await readPackageFile('policy-en.msgpack'))
  const keeper = await createKeeper({
    identity: { user: 'user', encoder: { id: encoder.id, dim: encoder.dim }, seed: 1 },
    keyDim: keyDim(encoder.dim, policy.fusion),
    origin,
    config: {},
  })
  let raw = 0
  const random = createRandom(1)
  const dim = keyDim(encoder.dim, policy.fusion)
  const words =
    'lamp river engine violin meadow harbour window ladder copper letter winter orange market bridge forest candle'.split(' ')
  for (let start = 0; start < count; start += 1000) {
    const changes = Array.from({ length: 1000 }, (_, offset): Change[] => {
      const ordinal = start + offset
      const [what, where, who] = [random.pick(words), random.pick(words), random.pick(words)]
      const text = `The ${what} at the ${where} of number ${ordinal} was seen by ${who} ${random.integer(5000)}`
      raw += dim * 4 + Buffer.byteLength(text)
      const key = unit(Float32Array.from({ length: dim }, () => random.normal()))
      const said = {
        speaker: 'user',
        session: `session-${Math.floor(ordinal / 50)}`,
        at: origin - (count - ordinal) * 1000,
        text,
      }
      return [
        {
          type: 'turn',
          turn: {
            ...said, tick: 0, receivedAt: said.at, id: `t${ordinal + 1}`, outcome: 'ltm', kind: 'episodic', importance: 0.5,
            why: 'worth keeping (importance 0.50)',
          },
          keys: [shrinkKey(key)],
        },
        {
          type: 'trace',
          tier: 'ltm',
          trace: {
            ...said,
            id: `m${ordinal + 1}`,
            kind: 'episodic',
            sources: [ordinal],
            importance: 0.5, worth: 1,
            strength: 0.5,
            tick: 0,
            uses: 0,
            repeats: 0,
            suppressed: false,
            supersededBy: null, validTo: null, priority: false, atomic: false,
            key,
          },
        },
      ]
    })
    await keeper.transact(change => changes.flat().forEach(change))
  }
  writeAll(path, encodeSnapshot({ identity: keeper.identity, state: packState(keeper.state) }, await loadHasher()))
  return raw
}

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector)
  return vector.map(value => value / norm)
}

/** What a careful program does with the same bytes: sums, a temporary file, fsync, rename, fsync of the folder. */
async function plainSave(path: string, bytes: Uint8Array): Promise<void> {
  ;(await loadHasher()).checksum(bytes)
  writeAll(`${path}.new`, [bytes])
  fs.renameSync(`${path}.new`, path)
  const folder = fs.openSync(dirname(path), 'r')
  fs.fsyncSync(folder)
  fs.closeSync(folder)
}

/** All bytes of a file, in pieces: one call reads 2 GiB at most. */
function readAll(path: string): Uint8Array {
  const bytes = new Uint8Array(fs.statSync(path).size)
  const file = fs.openSync(path, 'r')
  for (let done = 0; done < bytes.length;) done += fs.readSync(file, bytes, done, Math.min(2 ** 26, bytes.length - done), done)
  fs.closeSync(file)
  return bytes
}

function inChild(task: string, path: string): number[] {
  const said = execFileSync(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), task, path], {
    encoding: 'utf8',
  })
  return JSON.parse(said) as number[]
}

/** The child: milliseconds of one load. What does not depend on the file is loaded before the watch starts. */
async function measureLoad(task: string, path: string): Promise<number[]> {
  const hasher = await loadHasher()
  const warm = await Mneme.open()
  await warm.observe('I am allergic to peanuts')
  if (task === 'plain') return [await timed(() => hasher.checksum(readAll(path)))]
  let memory: Mneme | undefined
  const load = await timed(async () => {
    memory = await Mneme.open({ path })
  })
  const recall = await timed(() => memory?.recall('Who saw the lamp at the river?'))
  return [load, recall]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals: [task, path] } = parseArgs({ allowPositionals: true, options: { rows: { type: 'string', default: '100000' } } })
  if (task && path) console.log(JSON.stringify(await measureLoad(task, path)))
  else for (const [name, value] of Object.entries(await saveFigures(Number(values.rows)))) console.log(`${name.padEnd(46)} ${value.toPrecision(4)}`)
}
