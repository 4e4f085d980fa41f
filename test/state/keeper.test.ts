// The keeper: a task that throws half-way has changed nothing, on the disk and in memory.
import { expect, test } from 'vitest'
import { memoryStorage } from '../../src/checkpoint/storage.ts'
import { createKeeper, openKeeper, type Birth, type Keeper } from '../../src/state/keeper.ts'

const birth: Birth = { identity: { user: 'ana', encoder: { id: 'none', dim: 2 }, seed: 1 }, keyDim: 2, origin: 0, config: {} }

async function checkUndone(keeper: Keeper, work: 'transact' | 'rewrite'): Promise<void> {
  await keeper.transact(change => change({ type: 'session', number: 2 }))
  const before = keeper.bytes()
  const thrown = new Error('half-way')
  const call = keeper[work](change => {
    change({ type: 'session', number: 9 })
    change({ type: 'time', latest: 5, manual: 5 })
    throw thrown
  })
  await expect(call).rejects.toBe(thrown)
  expect(keeper.bytes()).toEqual(before)
  await keeper[work](change => change({ type: 'session', number: 3 }))
  expect(keeper.state).toMatchObject({ session: 3, time: { latest: 0, manual: 0 } })
}

test.each(['transact', 'rewrite'] as const)('%s with a storage undoes what a task did before it threw', async work => {
  const storage = memoryStorage()
  await checkUndone(await openKeeper(storage, birth, () => undefined), work)
  expect((await openKeeper(storage, birth, () => undefined)).state).toMatchObject({ session: 3, time: { latest: 0, manual: 0 } })
})

test('rewrite without a storage does so too', async () => {
  await checkUndone(await createKeeper(birth), 'rewrite')
})

test('rewrite leaves a snapshot of all, and a journal without frames', async () => {
  const storage = memoryStorage()
  const keeper = await openKeeper(storage, birth, () => undefined)
  await keeper.transact(change => change({ type: 'session', number: 2 }))
  const { journal } = await storage.read()
  await keeper.rewrite(change => change({ type: 'session', number: 3 }))
  const stored = await storage.read()
  expect(new Uint8Array(stored.snapshot!)).toEqual(keeper.bytes())
  expect(stored.journal!.length).toBeLessThan(journal!.length)
})
