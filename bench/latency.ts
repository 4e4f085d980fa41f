// Milliseconds of reading with 10,000 turns stored, on one core: percentiles over single calls.
import { readFileSync, readdirSync } from 'node:fs'
import { embedded, loadPolicy, Mneme } from 'mneme'
import { cosines } from '../src/attention/kernel.ts'
import { verdictOf } from '../src/controller/verdict.ts'
import { markersOf } from '../src/gate/markers.ts'
import { messageFeatures } from '../src/signals/classifier.ts'
import { quantile } from '../sim/lab/metrics.ts'
import { lives, sampled } from './samples.ts'

const turnsHeld = 10_000
const rounds = 3
/** Calls between two scans: a machine that others use is fast at one moment and slow at the next. */
const between = 20
/** Length of a key with its implicit signals. */
const keyLength = 272
const minute = 60_000

/**
 * p50, p95 and p99 of each call over the questions of the written histories, in milliseconds of the clock and of the processor, and in
 * exact scans of as many keys as there are turns, which run in between.
 */
export async function latencyFigures(): Promise<Record<string, number>> {
  const { memory, questions } = await filled()
  const reader = await embedded()
  const policy = loadPolicy(readFileSync(new URL('../checkpoints/policy-en.msgpack', import.meta.url)))
  const calls: Record<string, (question: string) => unknown> = {
    'working read': question => memory.process(question, { layers: ['working'] }),
    'fact search': question => memory.recall(question, { kinds: ['semantic', 'preference'] }),
    'episodic search': question => memory.recall(question, { kinds: ['episodic'] }),
    'full context assembly': question => memory.process(question),
    importance: question => {
      const input = { meaning: reader.meaning(question), implicit: null, novelty: 1, repetition: 0, markers: markersOf(question) }
      return verdictOf({ text: question, input, message: messageFeatures(question, reader, input), minilm: null }, policy)
    },
  }
  const figures: Record<string, number> = {}
  const scan = scanner()
  for (const [name, call] of Object.entries(calls)) {
    for (const question of questions) await call(question)
    const samples: { wall: number; processor: number }[] = []
    const scans: number[] = []
    for (let round = 0; round < rounds; round++) {
      for (const question of questions) {
        samples.push(await sampled(() => call(question)))
        if (samples.length % between === 0) scans.push((await sampled(scan)).wall)
      }
    }
    const reference = quantile(scans.sort((a, b) => a - b), 0.5)
    for (const clock of ['wall', 'processor'] as const) {
      const sorted = samples.map(sample => sample[clock]).sort((a, b) => a - b)
      for (const percent of [50, 95, 99]) {
        const value = quantile(sorted, percent / 100)
        figures[`${name}, p${percent}${clock === 'wall' ? '' : ' of the processor'}, ms`] = value
        if (clock === 'processor') figures[`${name}, p${percent} of the processor, exact scans`] = value / reference
      }
    }
    figures[`one exact scan meanwhile, ms (${name})`] = reference
  }
  await memory.close()
  return figures
}

/** An exact scan of as many keys as there are turns. */
function scanner(): () => Float32Array {
  const keys = Float32Array.from({ length: turnsHeld * keyLength }, (_, at) => Math.sin(at))
  const out = new Float32Array(turnsHeld)
  return () => cosines(keys.subarray(0, keyLength), keys, turnsHeld, keyLength, out)
}

/** Turns between two nights. */
const day = 50

/** A memory of 10,000 turns, one a minute with a night and its sleep after each fifty: the written histories, then messages of other hands. */
async function filled(): Promise<{ memory: Mneme; questions: string[] }> {
  const { turns, questions } = lives()
  const said = [...turns.map(({ speaker, text }) => ({ speaker, text })), ...messages().map(text => ({ speaker: 'user', text }))].slice(0, turnsHeld)
  let now = Date.UTC(2026, 0, 5, 9)
  const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC' })
  for (const [index, turn] of said.entries()) {
    if (index > 0 && index % day === 0) await memory.endSession()
    now += index % day === 0 ? 1000 * minute : minute
    await memory.observe({ ...turn, session: `s${Math.floor(index / day)}` })
  }
  return { memory, questions }
}

/** The messages of scripts/streams. */
function messages(): string[] {
  const folder = new URL('../scripts/streams/', import.meta.url)
  return readdirSync(folder).sort().flatMap(name => readFileSync(new URL(name, folder), 'utf8').split('\n').flatMap(line => /^\d+ \S+ (.+)$/.exec(line)?.[1] ?? []))
}
