// A checkpoint of every format version, made when the version was young, loads for ever with the same answers.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Mneme } from 'mneme'
import { formatVersion } from '../../src/checkpoint/snapshot.ts'
import { goldenAnswers, goldenConversation, goldenEncoder, goldenNow, type GoldenAnswers } from '../golden/golden.ts'
import { freshPath, holds } from './memory.ts'

const folder = new URL('../golden/', import.meta.url)
const versions = readdirSync(folder)
  .filter(name => name.endsWith('.msgpack'))
  .map(name => name.replace('.msgpack', ''))
const options = { encoder: goldenEncoder, clock: () => goldenNow, timeZone: 'UTC', user: 'golden' }

test('there is one for every version', () => {
  expect(versions.sort()).toEqual(Array.from({ length: formatVersion }, (_, index) => `v${index + 1}`).sort())
})

describe.each(versions)('the golden file %s', version => {
  const bytes = new Uint8Array(readFileSync(new URL(`${version}.msgpack`, folder)))
  const expected = JSON.parse(readFileSync(new URL(`${version}.json`, folder), 'utf8')) as GoldenAnswers

  test('gives its answers, from bytes and from a file', async () => {
    const path = freshPath()
    writeFileSync(path, bytes)
    for (const memory of [await Mneme.fromBytes(bytes, options), await Mneme.open({ ...options, path })]) {
      // Later versions may say more of a memory; what was said stays.
      expect(await goldenAnswers(memory)).toMatchObject(expected)
      await memory.close()
    }
  })

  test('holds what it was told, and not what it was told to forget', () => {
    const texts = expected.traces.map(({ text }) => text)
    expect(texts).toContain(goldenConversation[8]!.text)
    expect(holds(bytes, '2291')).toBe(false)
    expect(JSON.stringify(expected)).not.toContain('2291')
  })

  test('can go on', async () => {
    const memory = await Mneme.fromBytes(bytes, options)
    const { decisions } = await memory.observe('The town hall clock runs again.')
    expect(memory.get(decisions[0]!.turnId)).toMatchObject({ text: 'The town hall clock runs again.' })
    await memory.endSession()
    const again = await Mneme.fromBytes(memory.toBytes(), options)
    expect(again.stats()).toEqual(memory.stats())
  })
})
