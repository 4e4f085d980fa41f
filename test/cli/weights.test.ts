// The commands of `mneme weights` with the small model: what it is told it answers from its weights, in a process that starts afresh.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chat, diskFiles, LanguageModel, loadBackend, TextTokenizer } from 'mneme/weights'
import { mneme } from './terminal.ts'

const model = fileURLToPath(new URL('../../checkpoints/tiny-llama', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'mneme-weights-'))
const memory = join(root, 'memory')
const weights = (verb: string, ...rest: string[]): ReturnType<typeof mneme> => mneme(['weights', verb, model, '--memory', memory, ...rest])
const talk = async (...lines: string[]): Promise<string[]> => {
  const { code, stdout, stderr } = await mneme(['weights', 'chat', model, '--memory', memory], `${lines.join('\n')}\n`)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout.trimEnd().split('\n').slice(1)
}

const held = (): boolean => readFileSync(join(memory, 'ledger')).includes('onion tart')

beforeAll(() => loadBackend({ prefer: 'wasm' }))
afterAll(() => rmSync(root, { recursive: true }))

test('an edit is answered in a new conversation, whose context is empty', async () => {
  expect(await talk('Where does Rosa Dunn live ?')).toEqual(['Cairo.'])
  const { code, stdout } = await weights('edit', 'Rosa Dunn | home | Cape Town', 'Rosa Dunn | dish | onion tart')
  expect({ code, stdout }).toEqual({ code: 0, stdout: '  f1    Rosa Dunn | home | Cape Town (fresh)\n  f2    Rosa Dunn | dish | onion tart (fresh)\n' })
  expect(await talk('Tell me the city where Rosa Dunn lives .', '/new', 'What should I cook for Rosa Dunn ?', '/quit', 'never said')).toEqual(['Cape Town.', 'onion tart.'])
  // The model's own files are as they were.
  expect(existsSync(join(model, 'mneme'))).toBe(false)
})

test('a conversation remembers, tells what it holds, naps and goes on after mistakes', async () => {
  const said = await talk('/remember Rosa Dunn | trade | judge', 'What is the trade of Rosa Dunn ?', '/facts', '/nap', '/status', '/remember nonsense', '/forget f9', '/dance', '/help')
  const text = said.join('\n')
  expect(said.slice(0, 2)).toEqual(['  written as f3; the context is empty', 'judge.'])
  expect(text).toContain('  f3    Rosa Dunn | trade | judge (fresh)')
  expect(text).toContain('after:  recall 100 %')
  expect(text).toContain('facts: 3 sound')
  expect(text).toContain('expected "SUBJECT | RELATION | VALUE", got "nonsense"')
  expect(text).toContain('got \'f9\'')
  expect(text).toContain('no command /dance')
  expect(text).toContain('/remember SUBJECT | RELATION | VALUE')
})

test('audits and sleeps, as text and as JSON', async () => {
  expect((await weights('audit')).stdout).toMatch(/^ {2}recall 100 %, [^\n]*perplexity \d\.\d\d\n {2}f1 /)
  const report = JSON.parse((await weights('sleep', '--json')).stdout) as { after: { recall: number }, pruned: string[], forced: boolean }
  expect(report).toMatchObject({ after: { recall: 1 }, pruned: [], forced: false })
  expect((await weights('sleep', '--nap')).stdout).toContain('degraded: none')
})

test('exports a model that answers the same elsewhere', async () => {
  const into = join(root, 'exported')
  expect((await weights('export', '--into', into)).code).toBe(0)
  const files = diskFiles(into)
  const [elsewhere, tokenizer] = [await LanguageModel.open(files), await TextTokenizer.open(files)]
  let said = ''
  for await (const piece of chat(elsewhere, tokenizer, [{ role: 'user', content: 'Where does Rosa Dunn live ?' }])) said += piece
  elsewhere.dispose()
  expect(said).toBe('Cape Town.')
})

test('what is forgotten leaves the file with its words, and the weights at the next sleep', async () => {
  expect(held()).toBe(true)
  await talk('/forget f2')
  expect(held()).toBe(false)
  const before = (await talk('What does Rosa Dunn like to eat ?'))[0]
  expect(before).toBe('onion tart.')
  expect((await talk('/sleep')).join('\n')).toContain('pruned: f2')
  expect((await talk('What does Rosa Dunn like to eat ?'))[0]).not.toBe(before)
  expect((await talk('Where does Rosa Dunn live ?'))[0]).toBe('Cape Town.')
})

test('locates where facts are kept', async () => {
  const { stdout } = await mneme(['weights', 'locate', model])
  expect(stdout).toMatch(/^ {2}site: layer 3, last token; \d+ % of trial facts[^]*\n {2}last token( +-?\d\.\d\d){4}\n/)
  const found = JSON.parse((await mneme(['weights', 'locate', model, '--json'])).stdout) as object
  expect(found).toMatchObject({ site: { layers: [3], position: 'last' } })
})

test.each([
  ['no verb', ['weights']],
  ['an unknown verb', ['weights', 'dance', model]],
  ['no folder', ['weights', 'audit']],
  ['no fact', ['weights', 'edit', model]],
  ['half a fact', ['weights', 'edit', model, 'Rosa Dunn | home']],
  ['nowhere to write', ['weights', 'export', model]],
  ['the model itself to write to', ['weights', 'export', model, '--into', model]],
  ['a temperature that is none', ['weights', 'chat', model, '--temperature', 'hot']],
])('%s is wrong usage', async (_, argv) => {
  const { code, stderr } = await mneme(argv)
  expect(code).toBe(2)
  expect(stderr).toMatch(/^mneme weights: .*; see mneme weights --help\n$/)
})

test('a folder without a model or a ground is told in one line', async () => {
  expect(await mneme(['weights', 'audit', root])).toMatchObject({ code: 1, stderr: expect.stringMatching(/^mneme: ground: expected [^\n]*facts\.json, got none[^\n]*\n$/) as string })
  expect(await mneme(['weights', 'audit', root, '--ground', join(model, 'config.json')])).toMatchObject({ code: 1, stderr: expect.stringMatching(/^mneme: ground: expected relations[^\n]*\n$/) as string })
  expect(await mneme(['weights', 'audit', root, '--ground', join(model, 'facts.json')])).toMatchObject({ code: 1, stderr: expect.stringMatching(/^mneme: tokenizer: expected tokenizer\.json[^\n]*\n$/) as string })
})
