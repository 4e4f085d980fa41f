// Media as state: they survive what everything survives, go when they are forgotten, and bad ones damage nothing.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MediaEncoder, MediaInput, Mneme, MnemeOptions, TurnInput } from 'mneme'
import { HandClock, codeOf, dayMs, freshPath, holds, keepEverything, openMemory, otherEncoder, reviveMemory, statements } from './memory.ts'
import { holiday, login, payments, picture, showing, toyEncoder } from './pictures.ts'

const png = 'image/png'
const secret = { bytes: payments, type: png, caption: 'The zanzibar vault of the Quimby warehouse', name: 'xylograph.png' }
const secretWords = ['zanzibar', 'vault', 'Quimby', 'warehous', 'xylograph']

/** The memory's bytes, and those of every file that it has. */
function bytesOf(memory: Mneme, path: string): Uint8Array[] {
  return [memory.toBytes(), ...readdirSync(dirname(path)).map(file => readFileSync(join(dirname(path), file)))]
}

function holdsVector(bytes: Uint8Array, vector: Float32Array): boolean {
  return Buffer.from(bytes).includes(Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength))
}

/** How near the turn called "seen" is to a question. */
async function attention(memory: Mneme): Promise<number> {
  const hits = await memory.recall('the dog at the sea')
  return hits.find(({ sourceIds }) => sourceIds[0] === 'seen')!.parts.attention
}

const queries = ['What was in that architecture diagram?', 'the photo of a puppy', 'warehouse vault', 'xylograph', 'cello']
async function answers(memory: Mneme): Promise<unknown> {
  const found: unknown[] = [memory.stats(), memory.list()]
  for (const query of queries) found.push(await memory.recall(query, { k: 20, include: ['superseded', 'dormant'] }), (await memory.process(query)).context)
  return found
}

describe('forget', () => {
  test.each<[string, MnemeOptions]>([
    ['of a turn with a trace', { config: keepEverything }],
    ['of a turn without one', { config: { stm: { capacity: 0 } } }],
  ])('%s takes every byte of captions, names and vectors', async (_, options) => {
    const path = freshPath()
    const encoder = toyEncoder()
    const [vector] = await encoder.encode([payments], [png])
    const memory = await openMemory(new HandClock(), { path, mediaEncoder: encoder, ...options })
    await memory.observe(statements[0]!)
    await memory.observe({ text: 'lol look at it', id: 'secret', media: [secret] })
    expect(holds(readFileSync(`${path}.journal`), 'zanzibar')).toBe(true)
    expect(holdsVector(memory.toBytes(), vector!)).toBe(true)
    await memory.forget('secret')
    for (const bytes of bytesOf(memory, path)) {
      for (const word of secretWords) expect(holds(bytes, word), word).toBe(false)
      expect(holdsVector(bytes, vector!)).toBe(false)
    }
    expect(memory.stats()).toMatchObject({ media: 0 })
    expect((await memory.recall('zanzibar vault of the Quimby warehouse')).some(({ media }) => media)).toBe(false)
  })

  test('of one of two turns takes what that one called it; the medium goes with the last', async () => {
    const encoder = toyEncoder()
    const [vector] = await encoder.encode([payments], [png])
    const memory = await openMemory(new HandClock(), { mediaEncoder: encoder, config: keepEverything })
    await memory.observe({ text: statements[0]!, id: 'first', media: [secret] })
    await memory.observe({ text: statements[1]!, id: 'second', media: [{ ...secret, caption: 'Payment services', name: 'plan.png' }] })
    await memory.forget('first')
    for (const word of secretWords) expect(holds(memory.toBytes(), word), word).toBe(false)
    expect(memory.stats()).toMatchObject({ media: 1 })
    expect(holdsVector(memory.toBytes(), vector!)).toBe(true)
    expect((await memory.recall('payment services'))[0]).toMatchObject({ sourceIds: ['second'], media: [{ caption: 'Payment services', name: 'plan.png' }] })
    await memory.forget('second')
    expect(memory.stats()).toMatchObject({ media: 0 })
    expect(holdsVector(memory.toBytes(), vector!)).toBe(false)
  })

  test('of turns in any order leaves of their media what the others show (law)', async () => {
    const pictures = [payments, login, holiday]
    await fc.assert(fc.asyncProperty(
      fc.array(fc.array(fc.nat({ max: 2 }), { maxLength: 3 }), { minLength: 1, maxLength: statements.length }), fc.infiniteStream(fc.nat({ max: 100 })),
      async (shown, picks) => {
        const memory = await openMemory(new HandClock(), { config: keepEverything, mediaEncoder: toyEncoder() })
        await memory.observeMany(shown.map((which, turn) => ({
          text: statements[turn]!, id: `turn-${turn}`,
          media: which.map((each, place) => ({ bytes: pictures[each]!, type: png, caption: `caption${turn}x${place}x` })),
        })))
        const left = new Set(shown.keys())
        while (left.size > 0) {
          const turn = [...left][picks.next().value! % left.size]!
          left.delete(turn)
          await memory.forget(`turn-${turn}`)
          expect(memory.stats().media).toBe(new Set([...left].flatMap(other => shown[other]!)).size)
          const bytes = memory.toBytes()
          for (const [other, which] of shown.entries()) {
            for (const place of which.keys()) expect(holds(bytes, `caption${other}x${place}x`)).toBe(left.has(other))
          }
        }
        await memory.close()
      },
    ), { seed: 20260105, numRuns: 15 })
  }, 60_000)
})

describe('retention', () => {
  test('leaves a medium to the trace over its turn, and takes it with that', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { ...keepEverything, retentionDays: 30 } })
    await memory.observe({ text: 'The services of our shop', id: 'seen', media: [secret] })
    clock.advance(31)
    await memory.endSession()
    expect(memory.stats()).toMatchObject({ turns: 0, media: 1 })
    expect((await memory.recall('zanzibar vault'))[0]).toMatchObject({ id: 'm1', media: [{ caption: secret.caption }] })
    await memory.forget('m1')
    expect(memory.stats()).toMatchObject({ media: 0 })
    for (const word of secretWords) expect(holds(memory.toBytes(), word), word).toBe(false)
  })

  test('takes a medium with the text of a turn that has no trace', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { stm: { capacity: 0 }, retentionDays: 30 } })
    await memory.observe({ text: 'lol', id: 'seen', media: [secret] })
    expect(memory.stats()).toMatchObject({ stm: 0, ltm: 0, media: 1 })
    clock.advance(31)
    await memory.endSession()
    for (const word of secretWords) expect(holds(memory.toBytes(), word), word).toBe(false)
  })
})

describe('a loaded memory', () => {
  test('gives every answer as before: from bytes, from the journal and from a snapshot', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const mediaEncoder = toyEncoder()
    const memory = await openMemory(clock, { path, mediaEncoder, config: keepEverything })
    await memory.observeMany(statements.map(text => ({ text })))
    await memory.observeMany(showing)
    await memory.observe({ text: 'All of them', media: [secret, ...showing.toReversed().flatMap(({ media }) => media), secret] })
    await memory.forget('login')
    await memory.observe({ text: 'One more', media: [{ bytes: picture('a password'), type: png }, ...showing[2]!.media] })
    const before = await answers(memory)
    const revived = await reviveMemory(memory.toBytes(), clock, { mediaEncoder })
    expect(await answers(revived)).toEqual(before)
    expect(revived.toBytes()).toEqual(memory.toBytes())
    await memory.close()
    const replayed = await openMemory(clock, { path, mediaEncoder })
    expect(await answers(replayed)).toEqual(before)
    await replayed.save()
    await replayed.close()
    expect(await answers(await openMemory(clock, { path, mediaEncoder }))).toEqual(before)
  })

  test('without its media encoder finds captions still, and with it again the pictures', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const query = 'the photo of a puppy in the waves'
    const options = { path, config: keepEverything }
    const memory = await openMemory(clock, { ...options, mediaEncoder: toyEncoder() })
    await memory.observeMany(showing)
    await memory.close()
    const blind = await openMemory(clock, options)
    await blind.observe({ text: 'And this', id: 'blind', media: [{ ...secret, bytes: picture('puppy'), caption: 'a sleeping puppy' }] })
    expect((await blind.recall(query))[0]).toMatchObject({ sourceIds: ['blind'], parts: { media: 0 } })
    await blind.close()
    const again = await openMemory(clock, { ...options, mediaEncoder: toyEncoder() })
    expect((await again.recall(query)).find(({ sourceIds }) => sourceIds[0] === 'holiday')!.parts.media).toBeGreaterThan(1)
    // What it was not shown then it is shown with the next turn.
    await again.observe({ text: 'Once more', media: [{ bytes: picture('puppy'), type: png }] })
    expect((await again.recall(query)).find(({ sourceIds }) => sourceIds[0] === 'blind')!.parts.media).toBeGreaterThan(1)
  })

  test('with new keys of another encoder still finds captions, of removed turns too', async () => {
    const clock = new HandClock()
    const memory = await openMemory(clock, { config: { ...keepEverything, retentionDays: 30, lexical: { enabled: false } } })
    await memory.observe({ text: 'See here', id: 'seen', media: [{ bytes: holiday, type: png, caption: 'A puppy swimming in the ocean' }] })
    clock.advance(31)
    await memory.endSession()
    await memory.observeMany(statements.slice(0, 4).map(text => ({ text })))
    const before = await attention(memory)
    const other = await reviveMemory(memory.toBytes(), clock, { encoder: await otherEncoder(), reencode: true })
    expect(before).toBeGreaterThan(0.5)
    // Of a removed turn nothing is known but its words: when and how it was said is in its key no more.
    expect(Math.abs((await attention(other)) - before)).toBeLessThan(0.2)
  })
})

describe('vectors of another media encoder', () => {
  test('are refused with what can be done, and nothing is written', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const memory = await openMemory(clock, { path, mediaEncoder: toyEncoder(), config: keepEverything })
    await memory.observeMany(showing)
    const bytes = memory.toBytes()
    await memory.close()
    const files = [readFileSync(path), readFileSync(`${path}.journal`)]
    const other = toyEncoder('other')
    expect(await codeOf(openMemory(clock, { path, mediaEncoder: other }))).toBe('ENCODER_MISMATCH')
    expect(await codeOf(openMemory(clock, { path, mediaEncoder: { ...toyEncoder(), dim: 5 } }))).toBe('ENCODER_MISMATCH')
    await expect(openMemory(clock, { path, mediaEncoder: other })).rejects.toThrow(/without the bytes, which are not kept, no other can make them anew/)
    expect([readFileSync(path), readFileSync(`${path}.journal`)]).toEqual(files)
    const copy = freshPath()
    expect(await codeOf(reviveMemory(bytes, clock, { path: copy, mediaEncoder: other }))).toBe('ENCODER_MISMATCH')
    expect(readdirSync(dirname(copy)).filter(name => !name.endsWith('.lock'))).toEqual([])
    expect((await openMemory(clock, { path, mediaEncoder: toyEncoder() })).stats()).toMatchObject({ media: 3 })
  })

  test('go with reencode: captions remain, and what is shown next is encoded', async () => {
    const clock = new HandClock()
    const path = freshPath()
    const [vector] = await toyEncoder().encode([payments], [png])
    const memory = await openMemory(clock, { path, mediaEncoder: toyEncoder(), config: keepEverything })
    await memory.observe({ text: 'See here', id: 'seen', media: [secret] })
    await memory.close()
    const other = toyEncoder('other')
    const next = await openMemory(clock, { path, mediaEncoder: other, reencode: true })
    for (const bytes of bytesOf(next, path)) expect(holdsVector(bytes, vector!)).toBe(false)
    expect((await next.recall('zanzibar vault'))[0]).toMatchObject({ sourceIds: ['seen'], media: [{ caption: secret.caption }], parts: { media: 0 } })
    await next.observe({ text: 'See there', media: [{ bytes: payments, type: png }] })
    expect(other.shown).toBe(1)
    expect((await next.recall('the diagram of payments')).every(({ parts }) => parts.media > 0)).toBe(true)
    await next.close()
    expect(await codeOf(openMemory(clock, { path, mediaEncoder: toyEncoder() }))).toBe('ENCODER_MISMATCH')
  })

  test('are none once the last is forgotten', async () => {
    const memory = await openMemory(new HandClock(), { mediaEncoder: toyEncoder() })
    await memory.observe(showing[0]!)
    await memory.forget('payments')
    await expect(reviveMemory(memory.toBytes(), new HandClock(), { mediaEncoder: toyEncoder('other') })).resolves.toBeDefined()
  })
})

const odd = (value: unknown): never => value as never
const hash = 'a'.repeat(64)
describe('a bad medium is refused and nothing changes', () => {
  test.each<[string, unknown]>([
    ['no list', {}],
    ['null in the list', [null]],
    ['a text', ['image.png']],
    ['neither bytes nor hash', [{ type: png }]],
    ['no type', [{ hash }]],
    ['a type that is none', [{ hash, type: 'png' }]],
    ['a type with parameters', [{ hash, type: 'text/plain; charset=utf-8' }]],
    ['empty bytes', [{ bytes: new Uint8Array(0), type: png }]],
    ['bytes as a list', [{ bytes: [1, 2], type: png }]],
    ['a buffer', [{ bytes: new ArrayBuffer(2), type: png }]],
    ['no bytes', [{ bytes: null, type: png }]],
    ['half a hash', [{ hash: 'abc', type: png }]],
    ['a hash of other bytes', [{ hash, bytes: payments, type: png }]],
    ['an empty caption', [{ hash, type: png, caption: ' ' }]],
    ['a control character', [{ hash, type: png, caption: 'a\0b' }]],
    ['a caption of 1 MB', [{ hash, type: png, caption: 'a'.repeat(2 ** 20) }]],
    ['a caption that is none', [{ hash, type: png, caption: 5 }]],
    ['a long name', [{ hash, type: png, name: 'a'.repeat(513) }]],
    ['a size that is none', [{ hash, type: png, size: -1 }]],
    ['a misspelt field', [{ hash, type: png, titel: 'x' }]],
    ['one good, one bad', [secret, { hash: 'abc', type: png }]],
  ])('%s', async (_, media) => {
    const memory = await openMemory(new HandClock(), { mediaEncoder: toyEncoder() })
    await memory.observe(showing[0]!)
    const before = memory.toBytes()
    const turns: TurnInput[] = [{ text: 'A good one' }, { text: 'See here', media: odd(media) }]
    expect(await codeOf(Promise.resolve().then(() => memory.observeMany(turns)))).toBe('INVALID_ARGUMENT')
    expect(memory.toBytes()).toEqual(before)
  })

  test.each<[string, Partial<MediaEncoder>, string]>([
    ['throws', { encode: () => Promise.reject(new Error('no battery')) }, 'ENCODER_FAILED'],
    ['throws at once', { encode: () => { throw new Error('no battery') } }, 'ENCODER_FAILED'],
    ['gives too few vectors', { encode: () => Promise.resolve([]) }, 'ENCODER_FAILED'],
    ['gives none', { encode: () => Promise.resolve(odd(null)) }, 'ENCODER_FAILED'],
    ['gives another length', { encode: () => Promise.resolve([new Float32Array(3).fill(1)]) }, 'ENCODER_FAILED'],
    ['gives NaN', { encode: () => Promise.resolve([new Float32Array(8).fill(Number.NaN)]) }, 'ENCODER_FAILED'],
    ['gives zeros', { encode: () => Promise.resolve([new Float32Array(8)]) }, 'ENCODER_FAILED'],
    ['never answers', { encode: () => new Promise(() => undefined), timeoutMs: 5 }, 'ENCODER_TIMEOUT'],
  ])('where the encoder %s', async (_, broken, code) => {
    const memory = await openMemory(new HandClock(), { mediaEncoder: { ...toyEncoder(), ...broken } })
    await memory.observe(statements[0]!)
    const before = memory.toBytes()
    expect(await codeOf(memory.observeMany([{ text: 'A good one' }, showing[0]!]))).toBe(code)
    expect(memory.toBytes()).toEqual(before)
    await memory.observe(statements[1]!)
    expect(memory.stats()).toMatchObject({ turns: 2, media: 0 })
  })

  test('where it fails on a question', async () => {
    const memory = await openMemory(new HandClock(), { mediaEncoder: { ...toyEncoder(), encodeText: () => Promise.resolve([Float32Array.of(1)]) } })
    await memory.observe(showing[0]!)
    await expect(memory.recall('the diagram')).rejects.toMatchObject({ code: 'ENCODER_FAILED', message: expect.stringContaining('for text 0') })
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['a promise', Promise.resolve(toyEncoder())],
    ['a text encoder', { id: 'x', dim: 2, encode: () => Promise.resolve([]) }],
    ['no id', { ...toyEncoder(), id: '' }],
    ['dim 0', { ...toyEncoder(), dim: 0 }],
    ['no time', { ...toyEncoder(), timeoutMs: 0 }],
    ['a time no timer can wait for', { ...toyEncoder(), timeoutMs: 2 ** 31 }],
    ['a list of types', { ...toyEncoder(), accepts: [png] }],
  ])('where the encoder is %s', async (_, mediaEncoder) => {
    expect(await codeOf(openMemory(new HandClock(), { mediaEncoder: odd(mediaEncoder) }))).toBe('INVALID_ARGUMENT')
  })
})

test('a medium by its hash needs no bytes, and keeps the size that it is told', async () => {
  const clock = new HandClock()
  const media: MediaInput[] = [{ hash, type: 'IMAGE/PNG', caption: 'the harbour', size: 7 }]
  const memory = await openMemory(clock, { mediaEncoder: toyEncoder() })
  await memory.observe({ text: 'See here', at: clock.now - dayMs, media })
  expect((await memory.recall('harbour'))[0]!.media).toEqual([{ hash, type: png, caption: 'the harbour' }])
})
