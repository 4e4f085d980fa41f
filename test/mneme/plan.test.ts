// What a plan reads: less where a message needs less and that is sure, everything where it is not.
import { describe, expect, it } from 'vitest'
import { Mneme } from '../../src/index.ts'

async function told(): Promise<{ memory: Mneme; wait: (minutes: number) => void }> {
  let now = Date.UTC(2026, 2, 2, 9)
  const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC', config: { gate: { enabled: false } } })
  await memory.observe('My allotment is number 14, by the old pump')
  await memory.observe('We decided in the committee to drain the north field first')
  await memory.endSession()
  now += 86_400_000
  await memory.observe('Please write me a short poem about leeks', 'Leeks in a row, green to the toe, white where they grow below.')
  return { memory, wait: minutes => { now += minutes * 60_000 } }
}

describe('plan', () => {
  it('reads the running conversation alone where that is all a message needs', async () => {
    const { memory } = await told()
    const { plan, memories } = await memory.process('make that a bit shorter please')
    expect(plan).toMatchObject({ class: 'continuation', layers: ['working'] })
    expect(plan.confidence).toBeGreaterThan(0.9)
    expect(memories.every(({ text }) => !/allotment|committee/.test(text))).toBe(true)
  })

  it('reads everything where no conversation runs', async () => {
    const { memory, wait } = await told()
    wait(120)
    expect((await memory.process('make that a bit shorter please')).plan.layers).toContain('episodic')
  })

  it('reads what was worth keeping for a fact', async () => {
    const { memory } = await told()
    const { plan, memories } = await memory.process("what's the number of my allotment?")
    expect(plan).toMatchObject({ class: 'fact', layers: ['working', 'semantic', 'procedural'] })
    expect(memories[0]!.text).toContain('number 14')
  })

  it('reads everything for what was once decided, and says why', async () => {
    const { memory } = await told()
    const { plan, memories } = await memory.process('What did we decide about the north field back then, and why?')
    expect(plan).toMatchObject({ class: 'deep', layers: ['working', 'semantic', 'episodic', 'procedural'] })
    expect(plan.why).toMatch(/^deep \(0\.\d\d|1\.00\)/)
    expect(memories.some(({ text }) => text.includes('drain the north field'))).toBe(true)
  })

  it.each([
    ['forget what we decided, what is my locker number?', 'fact'],
    ["don't look up my shoe size, tell me what we said about the boiler in May", 'deep'],
    ['do the invoice the way I always want it', 'procedural'],
    ['compare what we agreed on last year with what we pay now, and write it up in my format', 'complex'],
    ['hm, I do not get the second point, say it again in plain words', 'continuation'],
  ])('"%s" is of the class %s', async (message, expected) => {
    const { memory } = await told()
    expect((await memory.process(message)).plan.class).toBe(expected)
  })

  it('reads more where the conversation speaks of somebody else', async () => {
    const { memory } = await told()
    await memory.observe({ text: 'Ortrud is my neighbour on plot 15', at: Date.UTC(2026, 2, 1) })
    expect((await memory.process('and what about that one of Ortrud, shorter as well?')).plan.layers).toContain('episodic')
  })
})

describe('switched off', () => {
  it('the planner reads everything for a fact, and looks small talk up', async () => {
    const { memory } = await told()
    const off = await Mneme.fromBytes(memory.toBytes(), { clock: () => Date.UTC(2026, 2, 3, 9), timeZone: 'UTC', config: { plan: { enabled: false } } })
    const message = "what's the number of my allotment?"
    expect((await memory.process(message)).plan.layers).not.toContain('episodic')
    expect((await off.process(message)).plan).toMatchObject({ class: 'fact', layers: ['working', 'semantic', 'episodic', 'procedural'] })
    expect((await memory.process('Thanks!')).plan.layers).toEqual([])
    expect((await off.process('Thanks!')).plan.layers).toHaveLength(4)
  })

  it('dates: a question about a day has no window, and no hit scores for its day', async () => {
    const { memory } = await told()
    const off = await Mneme.fromBytes(memory.toBytes(), { clock: () => Date.UTC(2026, 2, 3, 9), timeZone: 'UTC', config: { dates: { enabled: false } } })
    const message = 'What did we decide in the committee on 2 March 2026?'
    const timesOf = async (of: Mneme): Promise<number[]> => (await of.recall(message)).map(({ parts }) => parts.time)
    expect((await memory.process(message)).plan.window).toEqual({ from: '2026-03-02', to: '2026-03-02' })
    expect((await off.process(message)).plan.window).toBeNull()
    expect(Math.max(...await timesOf(memory))).toBeGreaterThan(0)
    expect(Math.max(...await timesOf(off))).toBe(0)
  })
})

describe('layers', () => {
  it('that are left out give nothing', async () => {
    const { memory, wait } = await told()
    await memory.observe('My sister Dana works as a baker.')
    wait(200)
    const question = 'Where does my sister Dana work, and what is the number of my allotment?'
    const all = await memory.process(question)
    expect(all.context).toContain('* Dana')
    const kinds = (memories: typeof all.memories): Set<string> => new Set(memories.map(({ kind }) => kind))
    expect(kinds(all.memories)).toContain('semantic')
    const without = await memory.process(question, { layers: ['working', 'episodic', 'procedural'] })
    expect(without.plan.layers).toEqual(['working', 'episodic', 'procedural'])
    expect(without.context).not.toContain('* Dana')
    expect(without.memories.filter(({ tier, kind }) => tier !== null && (kind === 'semantic' || kind === 'preference'))).toEqual([])
    const only = await memory.process(question, { layers: ['semantic'] })
    expect(only.memories.length).toBeGreaterThan(0)
    expect([...kinds(only.memories)].every(kind => kind === 'semantic' || kind === 'preference')).toBe(true)
    expect(await memory.process(question, { layers: [] })).toMatchObject({ context: '', memories: [], rules: [] })
  })

  it('working memory is the running conversation alone', async () => {
    const { memory, wait } = await told()
    const { memories } = await memory.process('what about the leeks in that poem?', { layers: ['working'] })
    expect(memories.length).toBeGreaterThan(0)
    expect(memories.every(({ text }) => /leeks/i.test(text))).toBe(true)
    wait(120)
    expect((await memory.process('what about the leeks in that poem?', { layers: ['working'] })).memories).toEqual([])
  })

  it('working memory is looked through turn by turn, however many stored turns are nearer', async () => {
    let now = Date.UTC(2026, 2, 2, 9)
    const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC', config: { gate: { enabled: false } } })
    const old = Array.from({ length: 400 }, (_, at) => (at % 2 === 0 ? `Pump ${at} by the allotment leaks` : `Lecture ${at} on tax law was dull`))
    await memory.observeMany(old.map(text => ({ text, session: 'old' })))
    now += 86_400_000
    await memory.observe({ text: 'The allotment has a new kettle', session: 'new' })
    const { memories } = await memory.process('Which pump by the allotment leaks?', { layers: ['working'] })
    expect(memories.map(({ text }) => text)).toEqual(['The allotment has a new kettle'])
  })
})
