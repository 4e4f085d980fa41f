// Appended changes: torn ends, damage, the snapshot that they extend.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadHasher } from '../../src/checkpoint/bytes.ts'
import { encodeFrame, encodeJournalHeader, framesSince, readJournal } from '../../src/checkpoint/journal.ts'
import { concat, formatVersion } from '../../src/checkpoint/snapshot.ts'
import { anyTree, codeOf, flipped } from './trees.ts'

const hasher = await loadHasher()
const mark = { generation: 3, checksum: 'c0ffee' }
const header = encodeJournalHeader(mark, hasher)
const changes = Array.from({ length: 12 }, (_, number) =>
  ({ id: `t${number}`, key: Float32Array.of(number, -0, NaN), text: 'to Lisbon' }))
const frames = changes.map(change => encodeFrame(change, hasher))
const whole = concat([header, ...frames])
const starts = frames.map((_, index) => header.length + frames.slice(0, index).reduce((sum, frame) => sum + frame.length, 0))
const last = starts.at(-1)!
/** The last border of sectors. */
const border = Math.floor(whole.length / 512) * 512

/** A copy whose bytes from `start` are zeros. */
function zeroed(bytes: Uint8Array, start: number): Uint8Array {
  return bytes.slice().fill(0, start)
}

test('keeps the mark of the snapshot and the frames in order', () => {
  expect(readJournal(whole, hasher)).toEqual({ extends: mark, frames: changes, validLength: whole.length })
  fc.assert(fc.property(fc.array(anyTree, { maxLength: 5 }), values => {
    const journal = readJournal(concat([header, ...values.map(value => encodeFrame(value, hasher))]), hasher)
    expect(journal.frames).toEqual(values.map(value => structuredClone(value)))
  }), { seed: 6, numRuns: 100 })
})

test('cut at any byte it has exactly the whole frames; a cut header is damage', () => {
  for (let length = 0; length < whole.length; length++) {
    const cut = whole.subarray(0, length)
    if (length < header.length) {
      expect(codeOf(() => readJournal(cut, hasher))).toBe('CHECKPOINT_CORRUPT')
      continue
    }
    const kept = Math.max(0, starts.findLastIndex(start => length >= start))
    expect(readJournal(cut, hasher)).toEqual({ extends: mark, frames: changes.slice(0, kept), validLength: starts[kept] })
  }
})

test('one bit flipped anywhere is refused: in no frame, the last one too, is it taken for a torn end', () => {
  const survivors: number[] = []
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const code = codeOf(() => readJournal(flipped(whole, bit), hasher))
    if (code !== (bit < 64 ? 'CHECKPOINT_FOREIGN' : 'CHECKPOINT_CORRUPT')) survivors.push(bit)
  }
  expect(survivors).toEqual([])
  expect(() => readJournal(flipped(whole, (last + 20) * 8), hasher)).toThrow(
    /^journal frame 12 at byte \d+: expected an intact frame, got a damaged one; .*backup.*move the \.journal file away/)
})

test('zeros after the last frame, in its place or from a sector border in it are what a power loss leaves', () => {
  fc.assert(fc.property(fc.nat(2000), count => {
    const journal = readJournal(concat([whole, new Uint8Array(count)]), hasher)
    expect(journal).toMatchObject({ frames: { length: 12 }, validLength: whole.length })
  }), { seed: 7, numRuns: 100 })
  for (const [index, start] of starts.entries()) {
    expect(readJournal(zeroed(whole, start), hasher)).toMatchObject({ frames: { length: index }, validLength: start })
  }
  const hit = starts.findLastIndex(start => start < border)
  expect(border).toBeGreaterThan(starts[hit]!)
  expect(readJournal(zeroed(whole, border), hasher)).toMatchObject({ frames: { length: hit }, validLength: starts[hit] })
})

test('zeros from elsewhere, and rubbish, are damage', () => {
  for (let start = Math.max(last, border) + 1; start < whole.length; start++) {
    expect(codeOf(() => readJournal(zeroed(whole, start), hasher)), `${start}`).toBe('CHECKPOINT_CORRUPT')
  }
  // A payload that ends in zeros over a sector's border, with a bit flipped before them.
  const zeros = encodeFrame({ zeros: new Uint8Array(3000) }, hasher)
  expect(codeOf(() => readJournal(flipped(concat([whole, zeros]), (whole.length + 20) * 8), hasher))).toBe('CHECKPOINT_CORRUPT')
  const followed = concat([whole, new Uint8Array(600)])
  expect(codeOf(() => readJournal(flipped(followed, (last + 20) * 8), hasher))).toBe('CHECKPOINT_CORRUPT')
  fc.assert(fc.property(fc.uint8Array({ minLength: 8, maxLength: 100 }).filter(bytes => bytes.at(-1) !== 0), rubbish => {
    expect(codeOf(() => readJournal(concat([whole, rubbish]), hasher))).toBe('CHECKPOINT_CORRUPT')
  }), { seed: 7, numRuns: 500 })
})

test('a torn frame that holds whole frames in its payload is still torn', () => {
  const torn = encodeFrame({ text: 'x', copy: whole.slice(), more: new Uint8Array(50) }, hasher).subarray(0, -10)
  expect(readJournal(concat([whole, torn]), hasher).validLength).toBe(whole.length)
})

test('empty, zeroed, foreign and newer journals are refused', () => {
  for (const bytes of [new Uint8Array(), new Uint8Array(500), header.subarray(0, 8), zeroed(whole, 8)]) {
    expect(() => readJournal(bytes, hasher))
      .toThrow(/^journal: expected a header, got .+; .*backup.*move the \.journal file away/)
  }
  expect(codeOf(() => readJournal(new TextEncoder().encode('Dear diary'), hasher))).toBe('CHECKPOINT_FOREIGN')
  const newer = concat([header.subarray(0, 8), encodeFrame({ version: formatVersion + 1, unlike: 'this version' }, hasher)])
  expect(codeOf(() => readJournal(newer, hasher))).toBe('CHECKPOINT_VERSION')
  const headless = concat([header.subarray(0, 8), frames[0]!])
  expect(codeOf(() => readJournal(headless, hasher))).toBe('CHECKPOINT_CORRUPT')
})

test('a journal extends its own snapshot only; to a newer one it adds nothing', () => {
  const journal = readJournal(whole, hasher)
  expect(framesSince(journal, mark)).toEqual(changes)
  expect(framesSince(journal, { generation: 4, checksum: 'abc' })).toEqual([])
  expect(codeOf(() => framesSince(journal, { ...mark, generation: 2 }))).toBe('CHECKPOINT_CORRUPT')
  expect(codeOf(() => framesSince(journal, { ...mark, checksum: 'abc' }))).toBe('CHECKPOINT_FOREIGN')
})

test('random bytes throw nothing but a MnemeError', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(header.length), (random, kept) => {
    expect(['none', 'CHECKPOINT_FOREIGN', 'CHECKPOINT_CORRUPT'])
      .toContain(codeOf(() => readJournal(concat([header.subarray(0, kept), random]), hasher)))
  }), { seed: 8, numRuns: 2000 })
})
