import { describe, expect, it } from 'vitest'
import { diskFiles } from '../../src/checkpoint/disk-files.ts'
import { memoryFiles, type Files } from '../../src/checkpoint/files.ts'
import { pieces } from '../../src/weights/generate.ts'
import { TextTokenizer, type ChatMessage } from '../../src/weights/tokenizer.ts'
import { goldenFolder, readJson } from './golden.ts'

const golden = readJson('tokenizer', 'golden.json') as {
  encoded: { text: string, ids: number[], plain: number[], decoded: string }[], messages: ChatMessage[], prompt: string, ids: number[]
}
const open = (): Promise<TextTokenizer> => TextTokenizer.open(diskFiles(goldenFolder('tokenizer')))

describe('as the Python packages do', () => {
  it.each(golden.encoded)('$text', async ({ text, ids, plain, decoded }) => {
    const tokenizer = await open()
    expect(tokenizer.encode(text)).toEqual(ids)
    expect(tokenizer.encode(text, { special: false })).toEqual(plain)
    expect(tokenizer.decode(ids)).toBe(decoded)
  })

  it('prompts of messages', async () => {
    const tokenizer = await open()
    expect(tokenizer.prompt(golden.messages)).toBe(golden.prompt)
    expect(tokenizer.encode(golden.prompt, { special: false })).toEqual(golden.ids)
    expect(golden.prompt.startsWith(tokenizer.prompt(golden.messages, { answer: false }))).toBe(true)
    expect(tokenizer.endIds).toEqual([tokenizer.id('<|im_end|>')])
  })
})

it('streams text in pieces that end between characters', async () => {
  const tokenizer = await open()
  const text = 'The tide: naïve 東京 🙂 over'
  async function* tokens(): AsyncGenerator<number> {
    yield* tokenizer.encode(text, { special: false })
  }
  const shown: string[] = []
  for await (const piece of pieces(tokenizer, tokens())) shown.push(piece)
  expect(shown.join('')).toBe(text)
  expect(shown.some(piece => piece.includes('\ufffd'))).toBe(false)
  expect(shown.length).toBeGreaterThan(8)
})

async function read(name: string): Promise<Uint8Array> {
  const files = diskFiles(goldenFolder('tokenizer'))
  return files.read(name, 0, (await files.size(name))!)
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

describe('refused', () => {
  const withTemplate = async (template: string): Promise<Files> =>
    memoryFiles({ 'tokenizer.json': await read('tokenizer.json'), 'tokenizer_config.json': bytes(JSON.stringify({ chat_template: template })) })

  it.each<[string, Record<string, Uint8Array>, string]>([
    ['no tokenizer', {}, 'NOT_FOUND'],
    ['no JSON', { 'tokenizer.json': bytes('{') }, 'CHECKPOINT_CORRUPT'],
    ['an empty object', { 'tokenizer.json': bytes('{}') }, 'CHECKPOINT_CORRUPT'],
    ['a model of another kind', { 'tokenizer.json': bytes('{"model":{"type":"Other"},"added_tokens":[]}') }, 'CHECKPOINT_CORRUPT'],
    ['more bytes than a tokenizer has', { 'tokenizer.json': new Uint8Array(64 * 2 ** 20 + 1) }, 'CHECKPOINT_CORRUPT'],
  ])('%s', async (_, stored, code) => {
    await expect(TextTokenizer.open(memoryFiles(stored))).rejects.toMatchObject({ code })
  })

  it.each([['a template that is none', '{% for %}'], ['a template without end', `{{ '${'a'.repeat(2 ** 18)}' }}`]])('%s', async (_, template) => {
    await expect(TextTokenizer.open(await withTemplate(template))).rejects.toMatchObject({ code: 'CHECKPOINT_CORRUPT' })
  })

  it.each([
    ['a range that would fill the memory', '{% for i in range(1000000000) %}a{% endfor %}', 'range of more than'],
    ['what the template itself refuses', "{{ raise_exception('roles must alternate') }}", 'roles must alternate'],
  ])('%s', async (_, template, message) => {
    const tokenizer = await TextTokenizer.open(await withTemplate(template))
    expect(() => tokenizer.prompt([])).toThrow(expect.objectContaining({ code: 'CHECKPOINT_FOREIGN', message: expect.stringContaining(message) as string }) as Error)
  })

  it('a prompt without a template', async () => {
    const tokenizer = await TextTokenizer.open(memoryFiles({ 'tokenizer.json': await read('tokenizer.json') }))
    expect(() => tokenizer.prompt([])).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error)
    expect(tokenizer.endIds).toEqual([])
  })
})
