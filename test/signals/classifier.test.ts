import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadPolicy } from '../../src/controller/policy.ts'
import { embedded } from '../../src/encode/embedded.ts'
import { classify, messageFeatures, zeroClassifier } from '../../src/signals/classifier.ts'
import { cuesOf, type CueName } from '../../src/signals/cue.ts'
import { stylesIn } from '../../src/signals/style.ts'

const encoder = await embedded()
const policy = loadPolicy(readFileSync(new URL('../../checkpoints/policy-en.msgpack', import.meta.url)))

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}

describe('classify', () => {
  test('adds bias, dense features and each word or pair of words once', () => {
    const params = zeroClassifier(encoder.dim, 8, 2)
    params.bias.data.set([0.5, -1])
    params.phrase.data.fill(0.25)
    const features = messageFeatures('tea tea tea', encoder)
    const rows = new Set(features.phrases.map(hash => hash % 8)).size
    expect([...classify(features, params)]).toEqual([sigmoid(0.5 + 0.25 * rows), sigmoid(-1 + 0.25 * rows)].map(value => expect.closeTo(value, 6) as number))
    params.dense.data[0] = 2
    expect(classify(features, params)[0]).toBeCloseTo(sigmoid(0.5 + 0.25 * rows + 2 * features.dense[0]!), 6)
  })

  test('refuses weights of another encoder', () => {
    expect(() => classify(messageFeatures('tea', encoder), zeroClassifier(12, 8, 2))).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }) as Error)
  })

  test('an empty word list and other scripts are read too', () => {
    for (const text of ['?!', '茶をください', '🙂']) expect([...classify(messageFeatures(text, encoder), policy.cue)].every(value => value > 0 && value < 1)).toBe(true)
  })
})

test.each<[CueName, string]>([
  ['disclosure', 'I lost my hearing in the left ear when I was seven.'],
  ['correction', 'Sorry, I meant Thursday, not Tuesday.'],
  ['denial', 'No, I never said that.'],
  ['praise', 'Perfect, that is exactly what I needed, thank you!'],
  ['request', "Don't forget that my train leaves at six."],
  ['habit', 'I always go for a walk before breakfast.'],
  ['frustration', 'Why does this never work?? I am so annoyed with it.'],
  ['shift', 'Anyway, something else: do you know a good soup?'],
])('the cue of %s is heard in "%s", and not in a plain question', (name, text) => {
  expect(cuesOf(messageFeatures(text, encoder), policy.cue)[name]).toBeGreaterThan(0.5)
  expect(cuesOf(messageFeatures('What is the capital of Peru?', encoder), policy.cue)[name]).toBeLessThan(0.5)
})

test.each([
  ['short-answers', 'Please keep your answers short.'],
  ['metric', 'Kilometres and kilos please, I do not think in miles and pounds.'],
  ['no-emoji', 'No more smileys in your replies please.'],
])('the style %s shows in "%s"', (name, text) => {
  expect(stylesIn(messageFeatures(text, encoder), [], policy.style)[0]).toMatchObject({ name })
})

function read(text: string): ReturnType<typeof messageFeatures> {
  return messageFeatures(text, encoder)
}

test('a style in one of two sentences shows as well, and of two that take each other back only one', () => {
  const text = 'The ferry leaves at nine and my sister brings the sandwiches. Please keep your answers short.'
  const names = (sentences: readonly string[]): string[] => stylesIn(read(text), sentences.map(read), policy.style).map(({ name }) => name)
  expect(names(text.split(/(?<=\.) /))).toContain('short-answers')
  const both = stylesIn(read('Short answers please. Long answers please.'), [read('Short answers please.'), read('Long answers please.')], policy.style)
  expect(both.filter(({ name }) => ['short-answers', 'long-answers'].includes(name))).toHaveLength(1)
  expect(both.length).toBeLessThanOrEqual(3)
})
