import { expect, test } from 'vitest'
import { LlmCalls } from '../../src/llm/llm.ts'

const bounds = { maxCalls: 2, timeoutMs: 20, countTokens: (text: string) => text.length }

test('counts calls and tokens, and stops at its limit', async () => {
  const llm = new LlmCalls(async prompt => `${prompt}!`, bounds)
  expect(await llm.ask('one')).toBe('one!')
  expect(await llm.ask('two')).toBe('two!')
  expect(await llm.ask('three')).toBeNull()
  expect(llm).toMatchObject({ calls: 2, tokens: 14, failed: 0, ready: false })
})

test.each([
  ['fails', () => Promise.reject(new Error('down'))],
  ['throws at once', () => { throw new Error('down') }],
  ['is late', () => new Promise<string>(() => undefined)],
  ['answers no text', () => Promise.resolve(7 as unknown as string)],
])('a model that %s gives null', async (_, model) => {
  const llm = new LlmCalls(model, bounds)
  expect(await llm.ask('one')).toBeNull()
  expect(llm).toMatchObject({ calls: 1, failed: 1 })
})

test('without a model nothing is asked', async () => {
  const llm = new LlmCalls(undefined, bounds)
  expect(await llm.ask('one')).toBeNull()
  expect(llm.calls).toBe(0)
})
