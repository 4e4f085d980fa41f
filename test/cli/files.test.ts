// Import, inspect and export: a conversation in, what it left, and out again.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { HandClock, freshPath, openMemory, otherEncoder, statements } from '../mneme/memory.ts'
import { mneme } from './terminal.ts'

const conversation = [
  { text: 'I am allergic to peanuts', at: '2025-03-01T18:00:00Z', session: 'one', id: 'a1' },
  { text: 'Noted, no peanuts.', speaker: 'assistant', at: '2025-03-01T18:00:20Z', session: 'one' },
  { text: 'haha ok', at: 1740852060000, session: 'one' },
  { text: 'My sister Ana lives in Lisbon', at: '2025-04-02T08:00:00Z', session: 'two' },
]
const jsonl = (lines: readonly unknown[]): string =>
  lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')

/** Lines of turns among those of an export. */
function turnsOf(lines: string): string[] {
  return lines.split('\n').filter(line => line.includes('"type":"turn"'))
}

async function imported(): Promise<string> {
  const path = freshPath()
  const outcome = await mneme(['import', '-', '--into', path], jsonl(conversation))
  expect(outcome).toMatchObject({ code: 0, stderr: '' })
  return path
}

describe('import', () => {
  test('learns ways of working anew, and adds and removes what the host did', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const memory = await openMemory(clock, { path })
    await memory.observe({ text: 'Whenever I send you a receipt, put it in the table and give me only the total.', id: 'lesson' })
    await memory.observe({ text: 'From now on, when I ask for a poem, keep it under eight lines and make it rhyme.', id: 'poems' })
    await memory.procedures.add({ when: 'I send meeting notes', do: 'give the decisions first', name: 'minutes' })
    await memory.procedures.remove('p2')
    const expected = memory.procedures.list().map(({ instruction, origin, active, sourceIds }) => ({ instruction, origin, active, sourceIds }))
    expect(expected.map(({ active }) => active)).toEqual([true, false, true])
    await memory.close()
    const { stdout } = await mneme(['export', path])
    const copy = join(dirname(path), 'copy.mneme')
    expect(await mneme(['import', '-', '--into', copy], stdout)).toMatchObject({ code: 0, stderr: '' })
    const again = await openMemory(new HandClock(), { path: copy })
    expect(again.procedures.list().map(({ instruction, origin, active, sourceIds }) => ({ instruction, origin, active, sourceIds }))).toEqual(expected)
  })

  test('observes each turn at its time and sleeps between sessions', async () => {
    const path = freshPath()
    const file = join(dirname(path), 'talk.jsonl')
    writeFileSync(file, `\uFEFF${jsonl(conversation)}\n\n`)
    const { code, stdout } = await mneme(['import', file, '--into', path, '--user', 'alex'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^4 turns of 2 sessions: \d stored in long-term and \d in short-term memory, 0 strengthened what was there, \d not kept\n$/,
    )
    const clock = new HandClock()
    const memory = await openMemory(clock, { path, user: 'alex' })
    expect(memory.stats()).toMatchObject({ turns: 4, session: 3, user: 'alex' })
    expect(memory.get('a1')).toMatchObject({ text: 'I am allergic to peanuts', speaker: 'user', at: Date.UTC(2025, 2, 1, 18) })
    expect((await memory.recall('Where does Ana live?'))[0]).toMatchObject({ at: Date.UTC(2025, 3, 2, 8) })
  })

  test.each<[string, number, unknown]>([
    ['no JSON', 2, '{"text": '],
    ['a list', 2, '["x"]'],
    ['no text', 2, {}],
    ['an empty text', 2, { text: ' ' }],
    ['a text that is none', 2, { text: 5 }],
    ['a misspelt field', 2, { text: 'x', speeker: 'Ana' }],
    ['a time that is none', 2, { text: 'x', at: 'yesterday' }],
    ['a day that no calendar has', 2, { text: 'x', at: '2026-02-30' }],
    ['a month that none has', 2, { text: 'x', at: '2026-13-01' }],
    ['a number as text for a time', 2, { text: 'x', at: '1' }],
    ['a time in another form', 2, { text: 'x', at: 'Jan 5, 2026' }],
    ['a truth value for a time', 2, { text: 'x', at: true }],
    ['an id of another type', 2, { text: 'x', id: 5 }],
    ['a time to come', 2, { text: 'x', at: '2999-01-01' }],
    ['an id twice', 2, { text: 'x', id: 'a1' }],
    ['a control character', 2, { text: 'a\u0000b' }],
    ['an unknown type', 2, { type: 'fact', text: 'x' }],
    ["a trace's id", 2, { text: 'x', id: 'm1' }],
  ])('with a line of %s stores nothing and names the line', async (_, number, line) => {
    const path = freshPath()
    const { code, stderr } = await mneme(['import', '-', '--into', path], jsonl([conversation[0], line, conversation[3]]))
    expect(code).toBe(1)
    expect(stderr).toMatch(new RegExp(`^mneme: standard input, line ${number}: .*expected .*; nothing was stored\\n$`))
    expect(existsSync(path)).toBe(false)
  })

  test.each([
    ['yesterday', /at: expected an ISO 8601 date or milliseconds, got "yesterday"; write it as "2026-01-31T18:05:00Z"; nothing/],
    ['2999-01-01', /at: expected a moment up to the clock/],
  ])('says what to write for the time %s', async (at, message) => {
    const { stderr } = await mneme(['import', '-', '--into', freshPath()], jsonl([{ text: 'x', at }]))
    expect(stderr).toMatch(message)
  })

  test('reads dates of every ISO form', async () => {
    const path = freshPath()
    const forms = ['2024-02-29', '2024-02-29T12:30Z', '2024-02-29T12:30:15.1234+02:00', '2024-02-29T23:59:59-12:00']
    await mneme(['import', '-', '--into', path], jsonl(forms.map((at, index) => ({ text: `It was day ${index}`, at }))))
    const { stdout } = await mneme(['export', path])
    const times = turnsOf(stdout).map(line => (JSON.parse(line) as { at: string }).at)
    expect(times).toEqual(forms.map(form => new Date(form).toISOString()))
  })

  test('without --into makes a memory beside the file, once', async () => {
    const file = freshPath('talk.v2.jsonl')
    const path = join(dirname(file), 'talk.v2.mneme')
    writeFileSync(file, jsonl(conversation))
    const said = expect.stringMatching(/^4 turns [^]*\nwritten to .*talk\.v2\.mneme\n$/)
    expect(await mneme(['import', file])).toMatchObject({ code: 0, stdout: said })
    const before = readFileSync(path)
    const again = await mneme(['import', file])
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining(`add to it with --into ${path}`) })
    expect(readFileSync(path)).toEqual(before)
  })

  test('of an old history keeps its text: retention counts from the import', async () => {
    const path = freshPath()
    const old = Array.from({ length: 4 }, (_, index) => ({
      text: `In the year ${index} my dog won prize number ${index}`,
      at: Date.UTC(2015 + index, 1, 1),
      session: `year ${index}`,
    }))
    await mneme(['import', '-', '--into', path], jsonl(old))
    const { stdout } = await mneme(['export', path])
    expect(turnsOf(stdout)).toHaveLength(4)
    const copy = freshPath()
    await mneme(['import', '-', '--into', copy], stdout)
    expect(turnsOf((await mneme(['export', copy])).stdout)).toEqual(turnsOf(stdout))
    const clock = new HandClock()
    clock.now = Date.now()
    const memory = await openMemory(clock, { path })
    expect((await memory.endSession()).prune.counts).toMatchObject({ erased: 0 })
    clock.advance(366)
    expect((await memory.endSession()).prune.counts).toMatchObject({ erased: 4 })
  })

  test('of a file that was imported before stores nothing', async () => {
    const path = await imported()
    const before = readFileSync(path)
    const { code, stderr } = await mneme(['import', '-', '--into', path], jsonl(conversation))
    expect(code).toBe(1)
    expect(stderr).toMatch(/line 1: id: .*"a1" again/)
    expect(readFileSync(path)).toEqual(before)
  })

  test('of nothing, or of no file, says so', async () => {
    expect(await mneme(['import', '-', '--into', freshPath()], '\n')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('expected a turn, got none'),
    })
    expect(await mneme(['import', '/no/such/file', '--into', freshPath()])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('check the path'),
    })
  })
})

describe('lines with and without ids', () => {
  test('are imported whole, also where an id is one that the memory would give', async () => {
    const [file, into] = [freshPath(), freshPath()]
    writeFileSync(file, '{"text":"hello there"}\n{"text":"my boat is called Ida","id":"t1"}\n')
    expect(await mneme(['import', file, '--into', into])).toMatchObject({ code: 0 })
    const { stdout } = await mneme(['export', into])
    const turns = turnsOf(stdout).map(line => JSON.parse(line) as { id: string; text: string })
    expect(turns.map(({ id, text }) => [id, text])).toEqual([['line-1', 'hello there'], ['t1', 'my boat is called Ida']])
  })
})

describe('inspect', () => {
  test('shows figures, traces and decisions, and changes nothing', async () => {
    const path = await imported()
    const before = readFileSync(path)
    const { code, stdout } = await mneme(['inspect', path])
    expect(code).toBe(0)
    expect(stdout).toContain('4 turns in the log')
    expect(stdout).toMatch(/strongest traces\n {2}\d\.\d\d {2}m\d/)
    expect(stdout).toMatch(/last decisions\n {2}(ltm|stm|ignore) +t4 /)
    const { stdout: json } = await mneme(['inspect', path, '--json', '--top', '2'])
    expect(JSON.parse(json)).toMatchObject({
      stats: { user: 'user', turns: 4, session: 3 },
      decisions: [{ turnId: 't4', text: 'My sister Ana lives in Lisbon' }, { turnId: 't3' }],
    })
    expect(readFileSync(path)).toEqual(before)
  })

  test('needs no encoder: that of another opens, too', async () => {
    const path = freshPath()
    const memory = await openMemory(new HandClock(), { path, user: 'alex', encoder: await otherEncoder() })
    await memory.observe(statements[1]!)
    await memory.close()
    expect(await mneme(['inspect', path])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('owner alex, encoder other'),
    })
  })

  test('of a missing file makes none; of an open one says who has it', async () => {
    const path = freshPath()
    for (const name of ['inspect', 'export']) {
      expect(await mneme([name, path])).toMatchObject({ code: 1, stderr: expect.stringContaining('no such file') })
    }
    expect(existsSync(path)).toBe(false)
    await openMemory(new HandClock(), { path })
    expect(await mneme(['inspect', path])).toMatchObject({ code: 1, stderr: expect.stringContaining(`process ${process.pid}`) })
  })
})

/** Traces fade a little between two looks. */
function withoutStrengths(lines: string): string {
  return lines.replace(/"strength":[\d.e-]+,/g, '')
}

describe('export', () => {
  test('writes turns and traces that import reads back', async () => {
    const path = await imported()
    const { code, stdout } = await mneme(['export', path])
    expect(code).toBe(0)
    const lines = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, unknown>)
    const turns = lines.filter(({ type }) => type === 'turn')
    expect(turns.map(({ text }) => text)).toEqual(conversation.map(({ text }) => text))
    expect(turns[0]).toMatchObject({
      id: 'a1',
      speaker: 'user',
      session: 'one',
      at: '2025-03-01T18:00:00.000Z',
      action: 'ltm',
      why: expect.any(String),
    })
    expect(lines.find(({ type }) => type === 'trace')).toMatchObject({
      id: 'm1',
      sourceIds: ['a1'],
      status: 'current',
      strength: expect.any(Number),
    })
    const copy = freshPath()
    const again = await mneme(['import', '-', '--into', copy], stdout)
    expect(again).toMatchObject({ code: 0, stderr: '' })
    expect(withoutStrengths((await mneme(['export', copy])).stdout)).toBe(withoutStrengths(stdout))
  })

  test('writes what turns show, and import shows it again', async () => {
    const path = freshPath()
    const shown = [
      { hash: 'a'.repeat(64), type: 'image/png', size: 7, name: 'harbour.png', caption: 'The old harbour of Trieste' },
      { hash: 'b'.repeat(64), type: 'audio/wav' },
    ]
    expect(await mneme(['import', '-', '--into', path], jsonl([{ text: 'See here', media: shown }, { text: 'And on' }]))).toMatchObject({ code: 0, stderr: '' })
    const { stdout } = await mneme(['export', path])
    expect(turnsOf(stdout).map(line => (JSON.parse(line) as { media?: unknown }).media)).toEqual([shown, undefined])
    expect((await mneme(['inspect', path])).stdout).toContain('2 media shown')
    const copy = freshPath()
    await mneme(['import', '-', '--into', copy], stdout)
    expect(turnsOf((await mneme(['export', copy])).stdout)).toEqual(turnsOf(stdout))
    const memory = await openMemory(new HandClock(), { path: copy })
    expect((await memory.recall('harbour of Trieste'))[0]).toMatchObject({ text: 'See here', media: [{ name: 'harbour.png' }, { type: 'audio/wav' }] })
    expect(await mneme(['import', '-', '--into', freshPath()], jsonl([{ text: 'x', media: [{ type: 'image/png', hash: 'no' }] }])))
      .toMatchObject({ code: 1, stderr: expect.stringContaining('line 1: media.hash: expected') })
  })

  test('to a file does not write over another', async () => {
    const path = await imported()
    const out = join(dirname(path), 'out.jsonl')
    expect(await mneme(['export', path, '--out', out])).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(readFileSync(out, 'utf8')).toContain('peanuts')
    const before = readFileSync(out)
    expect(await mneme(['export', path, '--out', out])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('name a new file'),
    })
    expect(readFileSync(out)).toEqual(before)
  })
})
