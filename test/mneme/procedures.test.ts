// Ways of working through the facade: taught, shown, told, rewarded, replaced, removed, saved and forgotten.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Mneme } from 'mneme'
import { codeOf, dayMs, freshPath, HandClock, holds, openMemory, reviveMemory } from './memory.ts'

const teaching = 'Whenever I send you meeting notes from the zanzibar committee, give me the decisions first and then a list of open tasks.'
const call = 'write up these notes from the committee please: budget approved, Ana to call the builders, date still open'

async function taught(clock = new HandClock(), path?: string): Promise<Mneme> {
  const memory = await openMemory(clock, path === undefined ? {} : { path })
  await memory.observe('Good morning! What is the weather like in Oslo?', 'Cold and clear.')
  await memory.observe({ text: teaching, id: 'lesson' })
  await memory.observe({ text: 'Understood.', speaker: 'assistant' })
  await memory.endSession()
  clock.advance(1)
  return memory
}

/** The same kind of request with the same instruction in other words, three times over two sessions. */
async function shown(clock = new HandClock()): Promise<Mneme> {
  const memory = await openMemory(clock)
  const talk: [string, string, string][] = [
    ['Draft the weekly update for Corinne: contract signed, room booked, printer delayed.', 'Dear Corinne, I am pleased to report...', 'Too long. Three lines at most, and start with what is late.'],
    ['Weekly update for Corinne again: new starter, carpet quote in, fire drill pushed back.', 'Hi Corinne, this week we...', 'No, three lines at most please, and start with what is late.'],
    ['Update for Corinne: carpet ordered, kitchen cleaned, phones not finished.', 'Hello Corinne, the week was...', 'Again: three lines at most. Start with what is late.'],
  ]
  for (const [at, [request, answer, instruction]] of talk.entries()) {
    await memory.observe({ text: request, id: `ask${at}` })
    await memory.observe({ text: answer, speaker: 'assistant' })
    await memory.observe({ text: instruction, id: `how${at}` })
    await memory.observe('what rhymes with orange?', 'Nothing does.')
    await memory.endSession()
    clock.advance(7)
  }
  return memory
}

describe('a way of working', () => {
  test('is kept at once when it is taught, in the words of the user', async () => {
    const memory = await taught()
    expect(memory.procedures.list()).toMatchObject([{
      id: 'p1', origin: 'taught', instruction: teaching, sourceIds: ['lesson'], active: true, uses: 0, retired: null, replacedBy: null, lastSuccess: null,
    }])
  })

  test('comes into the context of a message that calls for it, with the day on which it was taught', async () => {
    const memory = await taught()
    const { procedures, context, plan, tokens } = await memory.process(call)
    expect(procedures).toMatchObject([{ id: 'p1', instruction: teaching }])
    expect(procedures[0]!.confidence).toBeGreaterThan(0.3)
    expect(plan.layers).toContain('procedural')
    expect(context.split('\n')).toContain(`> For messages like this one, as the user taught on 2026-01-05: ${teaching}`)
    expect(tokens.context).toBeLessThanOrEqual(400)
  })

  test.each(['What time does the committee meet?', 'thanks, that was lovely', 'My aunt moved to Lisbon in 2019', 'skip the decisions this time and the tasks, just fix the typos'])(
    'stays out of "%s"', async message => {
      expect((await (await taught()).process(message)).procedures).toEqual([])
    })

  test('is learned where it shows three times over two sessions, not before', async () => {
    const memory = await shown()
    const [procedure] = memory.procedures.list()
    expect(procedure).toMatchObject({ origin: 'learned', active: true })
    expect(procedure!.sourceIds.toSorted()).toEqual(['how0', 'how1', 'how2'])
    expect(procedure!.instruction).toContain('what is late')
    await memory.endSession()
    expect(memory.procedures.list()).toHaveLength(1)
  })

  test('is not made of one request, nor of talk among people', async () => {
    const memory = await openMemory(new HandClock())
    await memory.observe('Draft the weekly update for Corinne, three lines at most please.', 'Here it is.')
    await memory.observe({ text: 'hello everyone', speaker: 'Ana' })
    await memory.observe(teaching)
    await memory.endSession()
    expect(memory.procedures.list()).toEqual([])
  })

  test('is trusted more with praise from the host and retires when it keeps failing', async () => {
    const memory = await taught()
    const before = memory.procedures.list()[0]!.confidence
    await memory.process(call)
    await memory.observe(call, 'Decisions: ...')
    await memory.feedback(1)
    expect(memory.procedures.list()[0]).toMatchObject({ uses: 1, active: true, lastSuccess: expect.any(Number) as number })
    expect(memory.procedures.list()[0]!.confidence).toBeGreaterThan(before)
    for (let time = 0; time < 8; time++) {
      await memory.process(call)
      await memory.feedback(-1)
    }
    expect(memory.procedures.list()[0]).toMatchObject({ active: false, retired: 'failed' })
    expect((await memory.process(call)).procedures).toEqual([])
    expect(memory.explain('p1')).toMatchObject({ status: 'suppressed', why: 'the user taught it in lesson' })
  })

  test('gives way to a newer one for the same task', async () => {
    const memory = await taught()
    const newer = 'From now on, when I send you meeting notes from the zanzibar committee, give me only the decisions, as one paragraph.'
    await memory.observe({ text: newer, id: 'newer' })
    expect(memory.procedures.list()).toMatchObject([{ id: 'p1', active: false, replacedBy: 'p2' }, { id: 'p2', active: true }])
    expect((await memory.process(call)).procedures.map(({ id }) => id)).toEqual(['p2'])
    expect(memory.explain('p1')).toMatchObject({ status: 'superseded' })
  })

  test('can be added and removed by the host', async () => {
    const memory = await openMemory(new HandClock())
    const added = await memory.procedures.add({ when: 'the user sends notes from a committee', do: 'write them up as <b>minutes</b> with the decisions first and open tasks', name: 'minutes' })
    expect(added).toMatchObject({ id: 'p1', origin: 'host', name: 'minutes', sourceIds: [] })
    const { procedures, context } = await memory.process(call)
    expect(procedures.map(({ id }) => id)).toEqual(['p1'])
    expect(context).toContain('&lt;b&gt;minutes&lt;/b&gt;')
    await memory.procedures.remove('p1')
    expect(memory.procedures.list()).toEqual([])
    expect(await codeOf(memory.procedures.remove('p1'))).toBe('NOT_FOUND')
    expect(await codeOf(memory.procedures.add({ when: '', do: 'x' }))).toBe('INVALID_ARGUMENT')
  })

  test('that was removed is not learned again', async () => {
    const memory = await shown()
    const id = memory.procedures.list()[0]!.id
    await memory.procedures.remove(id)
    await memory.observe('And what rhymes with purple?', 'Hardly anything.')
    await memory.endSession()
    expect(memory.procedures.list()).toMatchObject([{ id, active: false, retired: 'removed' }])
  })

  test('is neither learned nor told where the config says so', async () => {
    const memory = await openMemory(new HandClock(), { config: { procedures: { enabled: false } } })
    await memory.observe(teaching)
    await memory.endSession()
    expect(memory.procedures.list()).toEqual([])
  })
})

describe('on the disk', () => {
  test('it survives journal, snapshot and bytes', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const memory = await taught(clock, path)
    await memory.observe('When I ask for a poem, keep it under eight lines and make it rhyme.')
    await memory.process(call)
    await memory.feedback(0.5)
    const expected = memory.procedures.list()
    expect(expected).toHaveLength(2)
    const copy = await reviveMemory(memory.toBytes(), clock)
    expect(copy.procedures.list()).toEqual(expected)
    await memory.close()
    const again = await openMemory(clock, { path })
    expect(again.procedures.list()).toEqual(expected)
    expect((await again.process(call)).procedures.map(({ id }) => id)).toEqual(['p1'])
  })

  test('it is gone with its turn, to the last byte', async () => {
    const path = freshPath()
    const memory = await taught(new HandClock(), path)
    await memory.process(call)
    await memory.forget('lesson')
    expect(memory.procedures.list()).toEqual([])
    expect((await memory.process(call)).procedures).toEqual([])
    for (const bytes of [memory.toBytes(), ...readdirSync(dirname(path)).map(file => readFileSync(join(dirname(path), file)))]) expect(holds(bytes, 'zanzibar')).toBe(false)
    // Reward for what the last process showed must not bring it back.
    await memory.feedback(1)
    expect(memory.procedures.list()).toEqual([])
  })

  test('it outlives the text of its turn, in the words that it has', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { retentionDays: 30 } })
    await memory.observe({ text: teaching, id: 'lesson' })
    clock.now += 40 * dayMs
    await memory.endSession()
    expect(memory.get('lesson')?.tier ?? null).not.toBe('gone')
    expect(memory.procedures.list()).toMatchObject([{ instruction: teaching, active: true }])
    expect((await memory.process(call)).procedures.map(({ id }) => id)).toEqual(['p1'])
  })
})
