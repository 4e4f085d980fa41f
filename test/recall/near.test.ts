// Near traces: what says the same is found, however much was said since with some of its words.
import { expect, test } from 'vitest'
import { HandClock, keepEverything, openMemory } from '../mneme/memory.ts'

const rooms = ['hall', 'attic', 'cellar', 'kitchen', 'study']

test('a statement is found again among a thousand that share its common words', async () => {
  const memory = await openMemory(new HandClock(), { config: keepEverything })
  await memory.remember('The piano stands in the attic')
  const others = Array.from({ length: 1000 }, (_, index) => ({ text: `Chair ${index} stands in the ${rooms[index % rooms.length]!}` }))
  await memory.observeMany(others)
  expect(await memory.remember('The piano stands in the attic.')).toMatchObject({ action: 'reinforce', traceId: 'm1' })
})

test('a statement of stop words alone is found among the latest', async () => {
  const memory = await openMemory(new HandClock())
  await memory.remember('It is what it is')
  await memory.remember('The piano stands in the attic')
  expect(await memory.remember('it is what it is')).toMatchObject({ action: 'reinforce', traceId: 'm1' })
})
