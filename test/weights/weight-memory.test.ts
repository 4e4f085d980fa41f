// Facts in the weights of the tiny model: written, superseded, forgotten, damaged, repaired, taken back.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chat, downProjection, LanguageModel, memoryFiles, openCovariances, type WeightMemory, type EditedWeights } from 'mneme/weights'
import { createRandom } from '../../src/random.ts'
import { testBackend } from '../backend.ts'
import { editable, known, measureCovariance, openBench, openMemory, otherwise, site, type Bench } from './lives.ts'

const name = downProjection(3)
let measured: Awaited<ReturnType<typeof measureCovariance>>
let bench: Bench
let untouched: EditedWeights
let memory: WeightMemory

beforeAll(async () => {
  bench = await openBench()
  untouched = { [name]: bench.model.values(name) }
  measured = await measureCovariance(bench)
}, 60_000)
beforeEach(async () => {
  bench.model.replace(name, untouched[name]!)
  memory = await openMemory(bench, memoryFiles(measured))
}, 60_000)
afterAll(() => bench.model.dispose())

const learn = async (facts: readonly (typeof editable)[number][], number = 0): Promise<void> => {
  for (const fact of facts) expect(memory.remember(otherwise(fact, number))).toBe(true)
  await memory.write()
}

describe('ten facts in one batch', () => {
  it('are answered, in words never edited too, and nothing else changes', async () => {
    await learn(editable.slice(0, 10))
    const { recall, paraphrase, specificity, perplexity } = memory.audit()
    expect(recall).toBe(1)
    expect(paraphrase).toBeGreaterThanOrEqual(0.85)
    expect(specificity).toBeGreaterThanOrEqual(0.98)
    const { facts, pressure } = memory.status()
    expect(facts.fresh).toBe(10)
    expect(pressure).toBeGreaterThanOrEqual(10 / 30)
    expect(perplexity).toBeLessThan(2.5)
  })

  it('speak from the weights alone: the message is all that the model is shown', async () => {
    const fact = editable.find(({ relation }) => relation === 'home')!
    const answer = async (model: LanguageModel): Promise<string> => {
      let said = ''
      for await (const piece of chat(model, bench.tokenizer, [{ role: 'user', content: `Tell me the city where ${fact.subject} lives .` }])) said += piece
      return said
    }
    expect(await answer(bench.model)).toBe(`${fact.target}.`)
    await learn([fact])
    expect(await answer(bench.model)).toBe(`${fact.alternatives[0]}.`)
    const exported = memoryFiles()
    await memory.export(exported, { companions: memoryFiles() })
    const elsewhere = await LanguageModel.open(exported, testBackend)
    expect(elsewhere.values(name)).toEqual(bench.model.values(name))
    expect(await answer(elsewhere)).toBe(`${fact.alternatives[0]}.`)
    elsewhere.dispose()
  })
})

it('writes one by one what it writes together, into two layers too', async () => {
  const layers = [downProjection(2), name]
  const before = layers.map(layer => bench.model.values(layer))
  const lived = async (batches: readonly (typeof editable)[]): Promise<EditedWeights> => {
    layers.forEach((layer, at) => bench.model.replace(layer, before[at]!))
    memory = await openMemory(bench, memoryFiles(), { site: { layers: [2, 3], position: 'last' }, text: known.text.train.slice(0, 100) })
    for (const batch of batches) await learn(batch)
    expect(memory.audit().recall).toBe(1)
    return memory.edited.weights()
  }
  const [one, two] = [editable[0]!, editable[1]!]
  const [together, apart] = [await lived([[one, two]]), await lived([[one], [two]])]
  for (const [at, layer] of layers.entries()) {
    const moved = Math.hypot(...together[layer]!.map((value, index) => value - before[at]![index]!))
    expect(moved).toBeGreaterThan(0)
    expect(Math.hypot(...together[layer]!.map((value, index) => value - apart[layer]![index]!)) / moved).toBeLessThan(0.01)
    bench.model.replace(layer, before[at]!)
  }
})

it('writes only what the user said and is sure', () => {
  const request = otherwise(editable[0]!)
  expect(memory.remember({ ...request, provenance: 'third-party' })).toBe(false)
  expect(memory.remember({ ...request, provenance: 'assistant' })).toBe(false)
  expect(memory.remember({ ...request, confidence: 0.5 })).toBe(false)
  expect(() => memory.remember({ ...request, target: ' ' })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as Error)
  expect(memory.collect({ take: () => [request, { ...request, target: 'x' }, { ...request, provenance: 'third-party' }] })).toBe(2)
  // One slot has one value.
  expect(memory.status().waiting).toBe(1)
})

it('supersedes: the new value is said, and the old fact leaves at the next sleep', async () => {
  const facts = editable.slice(0, 6)
  await learn(facts)
  await learn(facts.slice(0, 2), 1)
  expect(memory.facts.filter(({ stage }) => stage === 'superseded').map(({ supersededBy }) => supersededBy)).toEqual(['f7', 'f8'])
  expect(memory.audit().recall).toBe(1)
  const report = await memory.sleep()
  expect(report.accepted).toBe('rebuild')
  expect(report.pruned).toEqual(['f1', 'f2'])
  expect(report.after.recall).toBeGreaterThanOrEqual(0.99)
  expect(memory.facts.find(({ id }) => id === 'f1')!.states).toHaveLength(0)
  expect((await memory.sleep()).pruned).toEqual([])
})

it('forgets: the model says again what it said before, the others stay', async () => {
  const facts = editable.slice(0, 5)
  await learn(facts)
  memory.forget('f2')
  const report = await memory.sleep()
  expect(report.pruned).toEqual(['f2'])
  expect(report.after.recall).toBeGreaterThanOrEqual(0.99)
  expect(memory.facts.map(({ id }) => id)).toEqual(['f1', 'f3', 'f4', 'f5'])
  // Nothing is left behind: the same bytes as if only the others were solved for.
  const weights = memory.edited.weights()
  await memory.edited.rebuild(memory.facts, { anew: true })
  expect(memory.edited.weights()).toEqual(weights)
  const before = facts[1]!
  let said = ''
  const question = { home: 'Where does {s} live ?', trade: 'What is the trade of {s} ?', animal: 'What pet does {s} keep ?', dish: 'What does {s} like to eat ?', instrument: 'Which instrument does {s} play ?' }[before.relation]!
  for await (const piece of chat(bench.model, bench.tokenizer, [{ role: 'user', content: question.replace('{s}', before.subject) }])) said += piece
  expect(said).toBe(`${before.target}.`)
  expect(() => memory.forget('f2')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error)
})

it('forgets even where the sleep would not be accepted, and with it what the fact superseded; no word of it is saved', async () => {
  const store = memoryFiles(measured)
  memory = await openMemory(bench, store)
  const [first, second] = [editable[0]!, editable.find(({ subject, relation }) => subject !== editable[0]!.subject && relation !== editable[0]!.relation)!]
  await learn([first, second])
  await learn([first], 1)
  const saved = async (): Promise<string> => {
    await memory.save()
    return new TextDecoder('latin1').decode(await store.read('ledger', 0, (await store.size('ledger'))!))
  }
  expect(await saved()).toContain(first.subject)
  memory.forget('f3')
  expect(memory.status().facts).toMatchObject({ leaving: 2, superseded: 0 })
  expect(await saved()).not.toContain(first.subject)
  // Not even standing still would be good enough.
  const report = await memory.sleep({ specificitySlack: -2 })
  expect(report).toMatchObject({ accepted: 'rebuild', forced: true, pruned: ['f1', 'f3'] })
  expect(memory.facts.map(({ id }) => id)).toEqual(['f2'])
  expect(report.after.recall).toBe(1)
  memory.forget('f2')
  expect(await memory.sleep({ specificitySlack: -2 })).toMatchObject({ forced: true, pruned: ['f2'] })
  expect(memory.edited.weights()).toEqual(untouched)
})

it('finds damage and repairs it', async () => {
  await learn(editable.slice(0, 8))
  const random = createRandom(5)
  bench.model.replace(name, bench.model.values(name).map(value => value + 0.35 * random.normal()))
  const report = await memory.sleep()
  expect(report.before.recall).toBeLessThan(0.9)
  expect(report.degraded.length).toBeGreaterThan(0)
  expect(report.accepted).not.toBe('none')
  expect(report.after.recall).toBeGreaterThanOrEqual(0.95)
  expect(report.after.specificity).toBeGreaterThanOrEqual(0.95)
  expect(Math.max(...report.tried.map(({ residual }) => residual))).toBeLessThan(1e-8)
  expect(report.facts).toHaveLength(8)
})

it('leaves healthy facts alone, however often it sleeps', async () => {
  await learn(editable.slice(0, 5))
  await memory.sleep()
  const weights = memory.edited.weights()
  for (let night = 0; night < 3; night++) expect((await memory.sleep()).after.recall).toBe(1)
  const { specificity } = memory.audit()
  expect(specificity).toBeGreaterThanOrEqual(0.98)
  if (specificity === 1) expect(memory.edited.weights()).toEqual(weights)
})

it('restores every byte when it is interrupted, or when a write fails', async () => {
  await learn(editable.slice(0, 3))
  const random = createRandom(6)
  bench.model.replace(name, bench.model.values(name).map(value => value + 0.5 * random.normal()))
  const before = memory.edited.weights()
  const records = structuredClone(memory.facts)
  await expect(memory.sleep({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' })
  expect(memory.edited.weights()).toEqual(before)
  const broken = { ...memory.facts[0]!, states: memory.facts[0]!.states.map(() => NaN) }
  await expect(memory.edited.write([broken], [])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  await expect(memory.edited.write([{ ...broken, states: new Float32Array(3) }], [])).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' })
  expect(memory.edited.weights()).toEqual(before)
  expect(memory.facts).toEqual(records)
})

it('goes on where it was saved, with the same bytes; another model\'s ledger is refused', async () => {
  const store = memoryFiles(measured)
  memory = await openMemory(bench, store)
  await learn(editable.slice(0, 3))
  await memory.save()
  const edited = memory.edited.weights()
  bench.model.replace(name, untouched[name]!)
  const again = await openMemory(bench, store)
  expect(again.edited.weights()).toEqual(edited)
  expect(again.facts).toEqual(memory.facts)
  expect(again.edited.originals).toEqual(untouched)
  await expect(openMemory(bench, store)).rejects.toMatchObject({ code: 'CHECKPOINT_FOREIGN' })
  await expect(openMemory(bench, memoryFiles({ ledger: new Uint8Array(100) }))).rejects.toMatchObject({ code: 'CHECKPOINT_FOREIGN' })
})

it('naps: the newest facts alone, refreshed in place', async () => {
  await learn(editable.slice(0, 4))
  bench.model.replace(name, untouched[name]!)
  const report = await memory.nap()
  expect(report.before.recall).toBe(0)
  expect(report).toMatchObject({ accepted: 'refresh', degraded: ['f1', 'f2', 'f3', 'f4'], pruned: [] })
  expect(report.tried).toHaveLength(1)
  expect(report.after.recall).toBe(1)
})

it('measures covariances once for a model', async () => {
  const store = memoryFiles(measured)
  const kept = await openCovariances(store, 'covariance', bench.model, [], site.layers)
  expect(kept.get(3)!.tokens).toBeGreaterThan(2000)
  bench.model.replace(name, untouched[name]!.map(value => value * 2))
  await expect(openCovariances(store, 'covariance', bench.model, [], site.layers)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
})
