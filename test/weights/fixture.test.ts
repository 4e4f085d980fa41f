// The small model that ships with the package: it knows its facts in every form, and text without people.
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chat, diskFiles, LanguageModel, perplexity, scoreCompletions, TextTokenizer } from 'mneme/weights'
import { promptOf, targetOf, type KnownFacts } from '../../sim/lab/weights-facts.ts'
import { testBackend } from '../backend.ts'

const folder = fileURLToPath(new URL('../../checkpoints/tiny-llama', import.meta.url))
const known = JSON.parse(readFileSync(`${folder}/facts.json`, 'utf8')) as KnownFacts
let model: LanguageModel
let tokenizer: TextTokenizer

beforeAll(async () => {
  model = await LanguageModel.open(diskFiles(folder), testBackend)
  tokenizer = await TextTokenizer.open(diskFiles(folder))
})
afterAll(() => model.dispose())

describe('the tiny model', () => {
  it('is small', () => {
    expect(statSync(`${folder}/model.safetensors`).size).toBeLessThan(600_000)
    expect(known.facts).toHaveLength(400)
  })

  it('knows its facts in all forms', () => {
    const asked = known.facts.filter((_, index) => index % 4 === 0).flatMap(({ subject, relation, target }) =>
      known.relations[relation]!.forms.map(form => ({ prompt: promptOf(tokenizer, form, subject), target: targetOf(tokenizer, target) })))
    const right = scoreCompletions(model, asked).filter(({ exact }) => exact).length
    expect(asked).toHaveLength(1000)
    expect(right / asked.length).toBeGreaterThan(0.99)
  })

  it('would give no other value that stands ready for an edit', () => {
    const wrong = known.facts.filter((_, index) => index % 8 === 0).flatMap(({ subject, relation, alternatives }) =>
      alternatives.map(target => ({ prompt: promptOf(tokenizer, known.relations[relation]!.forms[0]!, subject), target: targetOf(tokenizer, target) })))
    expect(scoreCompletions(model, wrong).filter(({ exact }) => exact)).toEqual([])
  })

  it('tells people by both parts of their names', () => {
    const subjects = [...new Set(known.facts.map(({ subject }) => subject))]
    const parts = (place: number): Map<string, number> => {
      const counts = new Map<string, number>()
      for (const subject of subjects) counts.set(subject.split(' ')[place]!, (counts.get(subject.split(' ')[place]!) ?? 0) + 1)
      return counts
    }
    expect(subjects).toHaveLength(80)
    for (const place of [0, 1]) expect(Math.min(...parts(place).values()), `part ${place}`).toBeGreaterThan(1)
  })

  it('has read ordinary text: chance would be the size of its vocabulary', () => {
    const texts = known.text.held.map(text => tokenizer.encode(text))
    expect(perplexity(model, texts)).toBeLessThan(2.5)
    expect(texts.flat()).not.toContain(tokenizer.id('<unk>'))
    expect(known.text.held.filter(text => known.text.train.includes(text))).toEqual([])
    expect(model.config.vocabulary).toBeGreaterThan(400)
  })

  it('answers in a conversation, a word at a time, and keeps no tensor', async () => {
    const before = tf.memory().numTensors
    const { subject, target } = known.facts.find(({ relation, target: value }) => relation === 'home' && value.includes(' '))!
    const shown: string[] = []
    for await (const piece of chat(model, tokenizer, [{ role: 'user', content: `Where does ${subject} live?` }])) shown.push(piece)
    expect(shown.join('')).toBe(`${target}.`)
    expect(shown.length).toBeGreaterThan(1)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('splits text as its tokenizer.json says', () => {
    const ids = tokenizer.encode('Where does nobody-known live?')
    expect(ids.map(id => tokenizer.decode([id]))).toEqual(['', 'Where', 'does', '', '', '', 'live', '?'])
    expect(ids.filter(id => id === tokenizer.id('<unk>'))).toHaveLength(3)
    expect(tokenizer.decode(ids)).toContain('live?')
  })
})
