// A full recall in a memory of 100,000 turns that all have traces, made of the texts of this repository.
import { readFileSync, readdirSync } from 'node:fs'
import { Mneme, createRandom, embedded, loadPolicy } from 'mneme'
import { readPackageFile } from '../src/checkpoint/file.ts'
import { fuse, keyDim } from '../src/encode/fusion.ts'
import { passages } from '../src/lexical/passages.ts'
import { shrinkKey } from '../src/log/keys.ts'
import { createKeeper } from '../src/state/keeper.ts'
import type { Change } from '../src/state/state.ts'
import { measureScan } from '../src/recall/scan.ts'
import { untouched } from '../src/trace/trace.ts'
import { quantile } from '../sim/lab/metrics.ts'
import { lives, sampled } from './samples.ts'

export const origin = Date.UTC(2026, 0, 5)
/** Between two turns: 100,000 of them are a year. */
const between = 315_000
const perSession = 50
const rounds = 3

/** Percentiles of `recall` over the questions of the written histories, in milliseconds of the clock and of the processor. */
export async function recallFigures(count = 100_000): Promise<Record<string, number>> {
  const memory = await Mneme.fromBytes(await largeMemory(count), { clock: () => origin, timeZone: 'UTC' })
  const { questions } = lives()
  const first = performance.now()
  await memory.recall(questions[0]!)
  const firstRecall = performance.now() - first
  for (const question of questions) await memory.recall(question)
  const samples: { wall: number; processor: number }[] = []
  for (let round = 0; round < rounds; round++) for (const question of questions) samples.push(await sampled(() => memory.recall(question)))
  const figures: Record<string, number> = { traces: count, questions: questions.length, 'first recall, ms': firstRecall }
  for (const clock of ['wall', 'processor'] as const) {
    const sorted = samples.map(sample => sample[clock]).sort((a, b) => a - b)
    for (const percent of [50, 95, 99]) figures[`p${percent}${clock === 'wall' ? '' : ' of the processor'}, ms`] = quantile(sorted, percent / 100)
  }
  await memory.close()
  return figures
}

/**
 * Share of the evidence of the written histories' questions among the best ten hits, where each history is told last of `count` turns: as
 * recall searches, and where each search looks at every key. What is sought by words is the same in both: there the best are exact.
 */
export async function evidenceFigures(count = 100_000): Promise<Record<string, number>> {
  const { turns, asked } = lives()
  const answered = asked.filter(({ evidence }) => evidence.length > 0)
  const places = new Map(turns.map(({ id }, place) => [id, `t${count - turns.length + place + 1}`]))
  const figures: Record<string, number> = { traces: count, questions: answered.length }
  for (const everyKey of [false, true]) {
    const memory = await Mneme.fromBytes(await largeMemory(count, everyKey), { clock: () => origin, timeZone: 'UTC' })
    let found = 0
    for (const { question, evidence } of answered) {
      const best = new Set((await memory.recall(question, { k: 10 })).flatMap(({ sourceIds }) => sourceIds))
      found += evidence.filter(id => best.has(places.get(id)!)).length / evidence.length
    }
    figures[`evidence among ten, ${everyKey ? 'every key' : 'as tuned'}`] = found / answered.length
    await memory.close()
  }
  return figures
}

/**
 * A memory as bytes, as sleep leaves it, or so that each search reads `everyKey`; put together below the facade: observing the turns
 * would compare each with those before. The written histories are told last.
 */
export async function largeMemory(count: number, everyKey = false): Promise<Uint8Array> {
  const encoder = await embedded()
  const { fusion } = loadPolicy(await readPackageFile('policy-en.msgpack'))
  const dim = keyDim(encoder.dim, fusion)
  const keeper = await createKeeper({ identity: { user: 'user', encoder: { id: encoder.id, dim: encoder.dim }, seed: 1 }, keyDim: dim, origin: origin - count * between, config: {} })
  const random = createRandom(1)
  const { turns } = lives()
  const told = turns.slice(0, count)
  const texts = [...variedTexts(count - told.length), ...told.map(({ text }) => text)]
  let traces = 0
  for (let start = 0; start < count; start += 1000) {
    const said = texts.slice(start, start + 1000).map(text => ({ text, pieces: passages(text) }))
    const vectors = await encoder.encode(said.flatMap(({ pieces }) => pieces))
    let next = 0
    const changes = said.flatMap(({ text, pieces }, offset): Change[] => {
      const ordinal = start + offset
      const keys = pieces.map(() => fuse(vectors[next++]!, null, fusion))
      const [importance, at] = [0.3 + 0.7 * random.next(), origin - (count - ordinal) * between]
      const kind = random.next() < 0.8 ? 'episodic' as const : 'semantic' as const
      const filler = { speaker: random.next() < 0.6 ? 'user' : 'assistant', session: `s${Math.floor(ordinal / perSession)}` }
      const { speaker, session } = told[ordinal - (count - told.length)] ?? filler
      const turn = { speaker, session, at, text, tick: ordinal * between / 86_400_000 }
      return [
        { type: 'turn', turn: { ...turn, receivedAt: at, id: `t${ordinal + 1}`, outcome: 'ltm', kind, importance, why: 'worth keeping' }, keys: keys.map(shrinkKey) },
        ...pieces.map((piece, place): Change => ({
          type: 'trace', tier: 'ltm', trace: { ...turn, ...untouched, text: piece, id: `m${++traces}`, kind, sources: [ordinal], importance, strength: importance, key: keys[place]! },
        })),
      ]
    })
    await keeper.transact(change => changes.forEach(change))
  }
  const tuning = everyKey ? { k: 1, size: count, candidates: count, recall: 1 } : measureScan(keeper.state, (count * between) / 86_400_000)
  if (tuning) await keeper.transact(change => change({ type: 'tuned', tuning }))
  return keeper.bytes()
}

/** Each text that this repository has of single messages once; after that, halves of two of them joined. */
function variedTexts(count: number): string[] {
  const own = [...new Set(written())].slice(0, count)
  const random = createRandom(2)
  while (own.length < count) {
    const [a, b] = [random.pick(own).split(' '), random.pick(own).split(' ')]
    own.push([...a.slice(0, Math.ceil(a.length / 2)), ...b.slice(Math.floor(b.length / 2))].slice(0, 60).join(' '))
  }
  return own
}

function written(): string[] {
  const scripts = new URL('../scripts/', import.meta.url)
  return ['streams', 'messages', 'statements', 'queries'].flatMap(folder => readdirSync(new URL(folder, scripts)).sort()
    .flatMap(file => readFileSync(new URL(`${folder}/${file}`, scripts), 'utf8').split('\n')))
    .filter(line => !line.startsWith('#')).map(line => line.replace(/^\S{1,12}[\t ]+(\S+ )?/, '').trim()).filter(text => text.length >= 12)
}
