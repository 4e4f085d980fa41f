import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Catalogue, Mneme, type PatternStanding } from '../../src/index.ts'

const text = readFileSync(new URL('../../checkpoints/patterns-en.tsv', import.meta.url), 'utf8')
const catalogue = new Catalogue(text)
const clock = (): number => Date.UTC(2026, 4, 4, 9)

const standing = (memory: Mneme, key: string): PatternStanding => memory.procedures.compare(catalogue).find(one => one.key === key)!

describe('the catalogue of the package', () => {
  test('has a hundred entries and more, each with several phrasings, none twice', () => {
    expect(catalogue.patterns.length).toBeGreaterThan(100)
    expect(catalogue.patterns.every(({ phrasings }) => phrasings.length >= 3)).toBe(true)
    const phrasings = catalogue.patterns.flatMap(pattern => pattern.phrasings)
    expect(new Set(phrasings).size).toBe(phrasings.length)
    expect(catalogue.patterns.every(({ key }) => /^[a-z0-9-]+$/.test(key))).toBe(true)
  })

  test('is refused where a line has other columns, a key stands twice, or there is nothing', () => {
    for (const wrong of ['', 'a\tb\tc', 'a\tb\tc\td\te', 'a\tb\tc\td\na\tb\tc\td', '\tb\tc\td']) {
      expect(() => new Catalogue(wrong)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
    }
  })

  test('has another id when a word of it changes', () => {
    expect(new Catalogue(text).id).toBe(catalogue.id)
    expect(new Catalogue(text.replace('recipe', 'dish')).id).not.toBe(catalogue.id)
  })
})

describe('compare', () => {
  test('finds what the user taught in other words, and leaves alone what is of another task or asks something else', async () => {
    const memory = await Mneme.open({ clock, timeZone: 'UTC' })
    await memory.observe('Whenever I ask for a recipe, always weigh everything in grams, no cups.')
    await memory.observe('From now on every stack trace I paste: name our own failing line first, guesses later.')
    await memory.observe('My rule for the beehives: when I report a hive, write the colour of the queen first.')
    const had = memory.procedures.compare(catalogue).filter(({ procedureId }) => procedureId !== null).map(({ key }) => key)
    expect(had.toSorted()).toEqual(['recipe-grams', 'trace-own-line'])
    expect(standing(memory, 'recipe-grams').confidence).toBeGreaterThan(0.4)
    expect(standing(memory, 'recipe-two').procedureId).toBeNull()
  })

  test('counts neither what the host added nor what is told no more, but knows that the user has it', async () => {
    const memory = await Mneme.open({ clock, timeZone: 'UTC' })
    const { when, do: instruction } = catalogue.patterns.find(({ key }) => key === 'slides-few')!
    await memory.procedures.add({ when, do: instruction })
    await memory.observe('Whenever I ask for a recipe, always weigh everything in grams, no cups.')
    expect(standing(memory, 'slides-few')).toMatchObject({ procedureId: 'p1', confidence: 0 })
    await memory.procedures.remove('p2')
    expect(standing(memory, 'recipe-grams')).toMatchObject({ procedureId: 'p2', confidence: 0 })
  })

  test('tells what is near to what the user asks for, and changes nothing', async () => {
    const memory = await Mneme.open({ clock, timeZone: 'UTC' })
    const empty = memory.procedures.compare(catalogue)
    expect(empty.every(({ likeness, confidence, procedureId }) => likeness === 0 && confidence === 0 && procedureId === null)).toBe(true)
    await memory.observe('Can you give me a recipe for plum cake?')
    const before = memory.toBytes()
    expect(standing(memory, 'recipe-two').likeness).toBeGreaterThan(standing(memory, 'chess-turning').likeness + 0.1)
    expect(memory.toBytes()).toEqual(before)
  })

  test('knows nothing where procedures are switched off', async () => {
    const memory = await Mneme.open({ clock, timeZone: 'UTC', config: { procedures: { enabled: false } } })
    await memory.observe('Whenever I ask for a recipe, always weigh everything in grams, no cups.')
    expect(memory.procedures.compare(catalogue).every(({ procedureId }) => procedureId === null)).toBe(true)
  })
})
