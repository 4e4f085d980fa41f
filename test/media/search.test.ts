// The media head and its store: what stands out, on a scale that few media do not bend; packed, it is the same.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashOf, noteOf } from '../../src/media/medium.ts'
import { mediaDeviations } from '../../src/media/search.ts'
import { MediaStore } from '../../src/media/store.ts'

/** A store of media whose vectors have the given cosines to the first axis. */
function storeOf(cosines: readonly number[]): MediaStore {
  const store = new MediaStore()
  cosines.forEach((cosine, turn) => {
    const values = Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2))
    store.put(turn, { hash: `h${turn}`, type: 'image/png', size: 1, name: null, caption: null }, [], { encoder: 'plane', values })
  })
  return store
}

const axis = Float32Array.of(1, 0)

/** Deviation of the only medium of a memory. */
function deviation(cosine: number): number {
  return mediaDeviations(storeOf([cosine]), axis).get('h0')!
}

describe('mediaDeviations', () => {
  test('of a single medium lean on what is usual between texts and images', () => {
    // (.32 - (.32 + 8 · .2) / 9) / sqrt(((.32 - m)² + 8 · .0015) / 9) with m = .21333
    expect(deviation(0.32)).toBeCloseTo(2.1, 1)
    expect(deviation(0.2)).toBeCloseTo(0, 5)
    expect(deviation(0.1)).toBeLessThan(-1)
  })

  test('of many are standard scores of their cosines', () => {
    const cosines = Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? 0.1 : 0.3))
    const found = mediaDeviations(storeOf(cosines), axis)
    expect(found.get('h1')).toBeCloseTo(1, 1)
    expect(found.get('h0')).toBeCloseTo(-1, 1)
  })

  test('are none for a vector of another length, or where nothing was encoded', () => {
    expect(mediaDeviations(storeOf([0.5]), Float32Array.of(1, 0, 0)).size).toBe(0)
    expect(mediaDeviations(new MediaStore(), axis).size).toBe(0)
  })
})

describe('a store', () => {
  const medium = fc.record({ which: fc.nat({ max: 4 }), turn: fc.nat({ max: 5 }), name: fc.option(fc.string(), { nil: null }), encoded: fc.boolean() })

  test('is the same after packing, whatever was shown and dropped (law)', () => {
    fc.assert(fc.property(fc.array(medium, { maxLength: 20 }), fc.array(fc.nat({ max: 5 }), { maxLength: 4 }), (shown, dropped) => {
      const store = new MediaStore()
      shown.forEach(({ which, turn, name, encoded }, document) => {
        const values = Float32Array.of(which, 1)
        store.put(turn, { hash: `h${which}`, type: 'image/png', size: null, name, caption: null }, [document], encoded ? { encoder: 'plane', values } : null)
      })
      for (const turn of dropped) store.drop(turn)
      const again = MediaStore.unpack(store.pack())
      expect(again.list()).toEqual(store.list())
      expect(again.encoder).toEqual(store.encoder)
      for (let turn = 0; turn <= 5; turn++) {
        expect(again.hashesOf(turn)).toEqual(store.hashesOf(turn))
        expect(again.showingsOf(turn)).toEqual(store.showingsOf(turn))
        const own = shown.filter(each => each.turn === turn && !dropped.includes(turn))
        expect(store.showingsOf(turn).map(({ hash, name }) => [hash, name])).toEqual(own.map(({ which, name }) => [`h${which}`, name]))
      }
      expect(store.size).toBe(new Set(shown.filter(({ turn }) => !dropped.includes(turn)).map(({ which }) => which)).size)
    }), { seed: 20260105 })
  })
})

describe('a medium', () => {
  test('has the SHA-256 of its bytes (FIPS 180-4, "abc")', async () => {
    expect(await hashOf(new TextEncoder().encode('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  test('is noted by what it is and what it is called', () => {
    expect(noteOf({ type: 'video/mp4', caption: 'a race', name: 'r.mp4' })).toBe('[video: a race]')
    expect(noteOf({ type: 'image/png', caption: null, name: 'r.png' })).toBe('[image: r.png]')
    expect(noteOf({ type: 'application/pdf' })).toBe('[file]')
  })
})
