// Appended changes: torn ends, damage, generations.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadHasher } from '../../src/checkpoint/bytes.ts'
import { encodeFrame, encodeJournalHeader, framesSince, readJournal } from '../../src/checkpoint/journal.ts'
import { concat } from '../../src/checkpoint/snapshot.ts'
import { anyTree, codeOf, flipped } from './trees.ts'

const hasher = await loadHasher()
const header = encodeJournalHeader(3, { encoder: 'embedded' }, hasher)
const changes = [1, 2, 3].map(number => ({ id: `trace-${number}`, key: Float32Array.of(number, -0, NaN), text: 'to Lisbon' }))
const frames = changes.map(change => encodeFrame(change, hasher))
const whole = concat([header, ...frames])
const starts = [header.length, header.length + frames[0]!.length, header.length + frames[0]!.length + frames[1]!.length]

test('keeps the header and the frames in order', () => {
  expect(readJournal(whole, hasher)).toEqual({
    header: { version: 1, generation: 3, meta: { encoder: 'embedded' } }, frames: changes, validLength: whole.length,
  })
  fc.assert(fc.property(fc.array(anyTree, { maxLength: 5 }), values => {
    const journal = readJournal(concat([header, ...values.map(value => encodeFrame(value, hasher))]), hasher)
    expect(journal.frames).toEqual(values.map(value => structuredClone(value)))
  }), { seed: 6, numRuns: 100 })
})

test('drops a frame torn at any byte', () => {
  for (let length = 0; length < whole.length; length++) {
    const kept = length < header.length ? 0 : Math.max(0, starts.findLastIndex(start => length >= start))
    const journal = readJournal(whole.subarray(0, length), hasher)
    expect(journal.validLength).toBe(length < header.length ? 0 : starts[kept])
    expect(journal.frames).toEqual(changes.slice(0, kept))
    expect(journal.header === undefined).toBe(length < header.length)
  }
})

test('a bit flipped anywhere before the last frame is never taken for a torn end', () => {
  const survivors: number[] = []
  for (let bit = 0; bit < starts[2]! * 8; bit++) {
    const code = codeOf(() => readJournal(flipped(whole, bit), hasher))
    if (code !== 'CHECKPOINT_CORRUPT' && code !== 'CHECKPOINT_FOREIGN') survivors.push(bit)
  }
  expect(survivors).toEqual([])
  expect(() => readJournal(flipped(whole, (starts[1]! + 20) * 8), hasher)).toThrow(`journal frame 2 at byte ${starts[1]}`)
})

test('a bit flipped in the last frame drops that frame', () => {
  for (let bit = starts[2]! * 8; bit < whole.length * 8; bit++) {
    expect(readJournal(flipped(whole, bit), hasher).validLength).toBe(starts[2])
  }
})

test('zeros or rubbish after the last frame are a torn end', () => {
  const zeros = fc.nat(100).map(length => new Uint8Array(length))
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), zeros), rubbish => {
    expect(readJournal(concat([whole, rubbish]), hasher)).toMatchObject({ frames: { length: 3 }, validLength: whole.length })
  }), { seed: 7, numRuns: 500 })
})

test('a torn frame that holds whole frames in its payload is still torn', () => {
  const torn = encodeFrame({ text: 'x', copy: whole.slice(), more: new Uint8Array(50) }, hasher).subarray(0, -10)
  expect(readJournal(concat([whole, torn]), hasher).validLength).toBe(whole.length)
})

test('empty, never begun, foreign and newer journals', () => {
  expect(readJournal(new Uint8Array(), hasher)).toEqual({ header: undefined, frames: [], validLength: 0 })
  expect(readJournal(new Uint8Array(500), hasher).validLength).toBe(0)
  expect(codeOf(() => readJournal(new TextEncoder().encode('Dear diary'), hasher))).toBe('CHECKPOINT_FOREIGN')
  const newer = concat([header.subarray(0, 8), encodeFrame({ version: 2, generation: 0, meta: null }, hasher)])
  expect(codeOf(() => readJournal(newer, hasher))).toBe('CHECKPOINT_VERSION')
  const headless = concat([header.subarray(0, 8), frames[0]!])
  expect(codeOf(() => readJournal(headless, hasher))).toBe('CHECKPOINT_CORRUPT')
})

test('a journal extends the snapshot of its own generation only', () => {
  const journal = readJournal(whole, hasher)
  expect(framesSince(journal, 3)).toEqual(changes)
  expect(framesSince(journal, 4)).toEqual([])
  expect(codeOf(() => framesSince(journal, 2))).toBe('CHECKPOINT_CORRUPT')
  expect(framesSince(readJournal(new Uint8Array(), hasher), 2)).toEqual([])
})

test('random bytes throw nothing but a MnemeError', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(header.length), (random, kept) => {
    expect(['none', 'CHECKPOINT_FOREIGN', 'CHECKPOINT_CORRUPT'])
      .toContain(codeOf(() => readJournal(concat([header.subarray(0, kept), random]), hasher)))
  }), { seed: 8, numRuns: 2000 })
})
