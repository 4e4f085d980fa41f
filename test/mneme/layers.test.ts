// Figures by layer: they are those of the views that a host can list.
import { describe, expect, test } from 'vitest'
import { HandClock, openMemory, reviveMemory, statements } from './memory.ts'

const sum = (texts: readonly string[]): number => texts.reduce((total, text) => total + Math.ceil(text.length / 4), 0)

describe('stats().layers', () => {
  test('is empty for an empty memory', async () => {
    const memory = await openMemory(new HandClock())
    const nothing = { items: 0, tokens: 0 }
    expect(memory.stats().layers).toEqual({ working: nothing, semantic: nothing, episodic: nothing, procedural: nothing })
  })

  test('counts every turn as episodic, the running ones as working, and facts as semantic', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock)
    for (const text of [...statements, 'haha ok']) await memory.observe(text)
    const { layers, turns } = memory.stats()
    expect(turns).toBe(statements.length + 1)
    expect(layers.episodic).toEqual({ items: turns, tokens: sum([...statements, 'haha ok']) })
    expect(layers.working).toEqual(layers.episodic)
    const facts = memory.facts({ limit: 1000 })
    expect(facts.length).toBeGreaterThan(5)
    expect(layers.semantic).toEqual({ items: facts.length, tokens: sum(facts.map(({ key, value }) => `${key}: ${value}`)) })
    expect(layers.procedural).toEqual({ items: 0, tokens: 0 })
    const revived = await reviveMemory(memory.toBytes(), clock)
    expect(revived.stats().layers).toEqual(layers)
  })

  test('follows what ends and what goes', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock)
    for (const text of statements) await memory.observe(text)
    const before = memory.stats().layers
    await memory.endSession()
    expect(memory.stats().layers.working).toEqual({ items: 0, tokens: 0 })
    expect(memory.stats().layers.episodic).toEqual(before.episodic)
    const { sourceIds } = memory.facts()[0]!
    const text = memory.get(sourceIds[0]!)!.text
    await memory.forget(sourceIds[0]!)
    const { episodic, semantic } = memory.stats().layers
    expect(episodic).toEqual({ items: before.episodic.items - 1, tokens: before.episodic.tokens - sum([text]) })
    expect(semantic.items).toBe(memory.facts({ limit: 1000 }).length)
  })

  test('tells by the clock of the memory what the last process took to read', async () => {
    const clock = new HandClock()
    // A clock that takes a millisecond at each look.
    const memory = await openMemory(clock, { clock: () => clock.now++ })
    await memory.observe('I live in Leeds.')
    expect(memory.stats().layers.episodic.readMs).toBeUndefined()
    await memory.process('Where do I live?')
    const { working, semantic, episodic, procedural } = memory.stats().layers
    expect([working.readMs, semantic.readMs, episodic.readMs, procedural.readMs]).toEqual([1, 1, 1, 1])
    await memory.process('!!!')
    expect(memory.stats().layers.episodic.readMs).toBeUndefined()
  })
})
