// Facts trained into an adapter while the tiny model sleeps: what is kept, saved, taken back and forgotten.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { downProjection, memoryFiles, type EditedWeights, type WeightMemory } from 'mneme/weights'
import * as tf from '@tensorflow/tfjs-core'
import { createRandom } from '../../src/random.ts'
import { withAdapter } from '../../src/weights/adapter.ts'
import { firstAdditions, lessonLoss, lessonsOf } from '../../src/weights/distil.ts'
import { editable, known, measureCovariance, openBench, openMemory, otherwise, promptsOf, type Bench } from './lives.ts'

const name = downProjection(3)
const quick = { rank: 8, proven: 1, steps: 120, rate: 0.02, stillWeight: 3 }
// The few steps that a test has time for cost the guard more than a night would.
const lenient = { specificitySlack: 0.1, perplexitySlack: 0.1 }
let bench: Bench
let untouched: EditedWeights
let measured: Awaited<ReturnType<typeof measureCovariance>>
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

const learn = async (facts: readonly (typeof editable)[number][], into = memory): Promise<void> => {
  for (const fact of facts) into.remember(otherwise(fact))
  await into.write()
}

it('has the gradient that differences give, and leaves no tensor', () => {
  const { model, tokenizer } = bench
  const before = tf.memory().numTensors
  const random = createRandom(3)
  const facts = editable.slice(0, 3).map(fact => ({ prompts: promptsOf(tokenizer, fact, false), target: tokenizer.encode(fact.alternatives[0]!, { special: false }) }))
  const calm = editable.slice(20, 26).flatMap(fact => promptsOf(tokenizer, fact, false))
  const lessons = lessonsOf(model, { facts, calm, texts: known.text.train.slice(0, 12).map(text => tokenizer.encode(text)) }, [2, 3], {}, random)
  const params = firstAdditions(model, [2, 3], 4, random)
  for (const { up } of Object.values(params)) for (let at = 0; at < up.data.length; at++) up.data[at] = 0.3 * random.normal()
  const { grads } = lessonLoss(model, lessons[0]!, params, [2, 3])
  const size = Math.hypot(...Object.values(grads).flatMap(({ down, up }) => [...down.data, ...up.data]))
  const along = (step: number): number => lessonLoss(model, lessons[0]!, Object.fromEntries(Object.entries(params).map(([weight, { down, up }]) => {
    const move = (part: 'down' | 'up', leaf: typeof down): typeof down => ({ shape: leaf.shape, data: leaf.data.map((value, at) => value + step * grads[weight]![part].data[at]! / size) })
    return [weight, { down: move('down', down), up: move('up', up) }]
  })), [2, 3]).value
  const step = 0.02
  const difference = (8 * (along(step) - along(-step)) - (along(2 * step) - along(-2 * step))) / (12 * step)
  expect(Math.abs(difference / size - 1)).toBeLessThan(1e-3)
  for (const { base, wanted } of lessons) tf.dispose([base, wanted])
  expect(tf.memory().numTensors).toBe(before)
})

describe('consolidation', () => {
  it('is off unless it is asked for, and waits until a fact is proven', async () => {
    await learn(editable.slice(0, 3))
    expect((await memory.sleep()).consolidation).toBeUndefined()
    expect((await memory.sleep({ consolidate: { ...quick, proven: 3 } })).consolidation).toBeUndefined()
    expect(memory.edited.adapter).toBeUndefined()
  })

  it('keeps facts without their states, through save and load, beside new ones, and forgets', async () => {
    const store = memoryFiles(measured)
    memory = await openMemory(bench, store)
    await learn(editable.slice(0, 4))
    const { consolidation, after } = await memory.sleep({ consolidate: quick, ...lenient })
    expect(consolidation).toMatchObject({ facts: ['f1', 'f2', 'f3', 'f4'], accepted: true })
    expect(after.recall).toBe(1)
    expect(memory.facts.map(({ states }) => states.length)).toEqual([0, 0, 0, 0])
    const adapter = memory.edited.adapter!
    expect(adapter).toMatchObject({ rank: 8, facts: ['f1', 'f2', 'f3', 'f4'] })
    // What is exported is these weights: the adapter is merged.
    expect(bench.model.values(name)).toEqual(withAdapter(untouched, adapter)[name])
    await memory.save()
    const weights = memory.edited.weights()
    bench.model.replace(name, untouched[name]!)
    const again = await openMemory(bench, store)
    expect(again.edited.weights()).toEqual(weights)
    expect(again.edited.adapter).toEqual(adapter)

    const newcomer = editable.find(({ subject }) => editable.slice(0, 4).every(fact => fact.subject !== subject))!
    await learn([newcomer], again)
    expect(again.audit().recall).toBe(1)
    again.forget('f2')
    const report = await again.sleep({ consolidate: { ...quick, proven: 9 }, ...lenient })
    expect(report.pruned).toEqual(['f2'])
    expect(again.edited.adapter!.facts).toEqual(['f1', 'f3', 'f4'])
    expect(again.facts.map(({ id }) => id)).toEqual(['f1', 'f3', 'f4', 'f5'])
    expect(report.after.recall).toBeGreaterThanOrEqual(0.95)
  })

  it('takes itself back to the byte where it harms', async () => {
    await learn(editable.slice(0, 2))
    const weights = memory.edited.weights()
    const records = structuredClone(memory.facts)
    const { consolidation, after } = await memory.sleep({ consolidate: { proven: 1, steps: 4, rate: 2 } })
    expect(consolidation!.accepted).toBe(false)
    expect(consolidation!.audit.specificity).toBeLessThan(after.specificity)
    expect(memory.edited.weights()).toEqual(weights)
    expect(memory.edited.adapter).toBeUndefined()
    expect(memory.facts.map(({ states }) => states)).toEqual(records.map(({ states }) => states))
  })
})
