// What becomes of facts in weights that change: superseded ones, forgotten ones, a sleep that is interrupted.
import type { WeightMemory } from 'mneme/weights'
import { answered, requestOf, restore, type WeightsBench, type Wanted } from './weights-bench.ts'

/** Shares from 0 to 1. */
export interface Changes {
  newAwake: number
  oldAwake: number
  newAsleep: number
  oldAsleep: number
  /** Forgotten facts: edit forms that the model answers again, of those that it answered before it was told. */
  returned: number
  /** How much that sleep moves the recall of the facts that stay. */
  othersMoved: number
  /** 1 where an interrupted sleep left the very weights that were there. */
  restored: number
}

const changing = 10

/** Supersedes ten of the facts that `memory` holds, sleeps, forgets ten others, and sleeps again, at first not to the end. The model is afterwards as it was opened. */
export async function changed(bench: WeightsBench, held: readonly Wanted[], memory: WeightMemory): Promise<Changes> {
  const [superseded, forgotten, others] = [held.slice(0, changing), held.slice(changing, 2 * changing), held.slice(2 * changing)]
  const renewed = superseded.map(({ fact }): Wanted => ({ fact, target: fact.alternatives[1]! }))
  for (const { fact } of renewed) {
    memory.remember(requestOf(fact, 1))
    await memory.write()
  }
  const [newAwake, oldAwake] = [answered(bench, renewed), answered(bench, superseded)]
  await memory.sleep()
  const [newAsleep, oldAsleep] = [answered(bench, renewed), answered(bench, superseded)]
  const before = answered(bench, [...renewed, ...others])
  for (const { fact, target } of forgotten) {
    memory.forget(memory.facts.find(record => record.subject === fact.subject && record.relation === fact.relation && record.target === target)!.id)
  }
  const restored = await interrupted(memory)
  await memory.sleep()
  const othersMoved = Math.abs(answered(bench, [...renewed, ...others]) - before)
  const own = forgotten.map(({ fact }): Wanted => ({ fact, target: fact.target }))
  const now = answered(bench, own)
  restore(bench)
  // What the model never knew cannot come back.
  const returned = Math.min(1, now / answered(bench, own))
  return { newAwake, oldAwake, newAsleep, oldAsleep, returned, othersMoved, restored }
}

// Aborts after the first look at the signal: in the midst of the work.
async function interrupted(memory: WeightMemory): Promise<number> {
  const before = memory.edited.weights()
  let looks = 0
  const signal = { get aborted() { return ++looks > 1 } } as AbortSignal
  const ended = await memory.sleep({ signal }).then(() => false, () => true)
  const after = memory.edited.weights()
  return ended && Object.entries(before).every(([name, values]) => values.every((value, at) => Object.is(value, after[name]![at]!))) ? 1 : 0
}
