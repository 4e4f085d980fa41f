// Figures by layer: they are those of the views that a host can list.
import { describe, expect, test } from 'vitest'
import type { Memory } from '../../src/index.ts'
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
    const lasting = [...memory.list({ kind: 'semantic' }), ...memory.list({ kind: 'preference' })]
    expect(lasting.length).toBeGreaterThan(3)
    expect(layers.semantic).toEqual({ items: lasting.length, tokens: sum(lasting.map(({ text }) => text)) })
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
    const [{ id, text }] = memory.list({ kind: 'semantic' }) as [Memory]
    await memory.forget(id)
    const { episodic, semantic } = memory.stats().layers
    expect(episodic).toEqual({ items: before.episodic.items - 1, tokens: before.episodic.tokens - sum([text]) })
    expect(semantic).toEqual({ items: before.semantic.items - 1, tokens: before.semantic.tokens - sum([text]) })
  })

  test('counts the ways of working that may be told', async () => {
    const memory = await openMemory(new HandClock())
    const { id } = await memory.procedures.add({ when: 'the user sends a receipt', do: 'put it in the table' })
    expect(memory.stats().layers.procedural).toEqual({ items: 1, tokens: sum(['put it in the table']) })
    await memory.procedures.remove(id)
    expect(memory.stats().layers.procedural).toEqual({ items: 0, tokens: 0 })
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
