// The media of one memory: each by its hash, with the turns that show it.
import type { MediaVector, ShownMedium } from './medium.ts'

/** One turn that shows a medium, with what it calls it. */
interface Showing {
  /** Ordinal of the turn. */
  turn: number
  /** Which of those that the turn shows it is, from 0. */
  place: number
  name: string | null
  caption: string | null
  /** Numbers of the documents of the lexical index that hold its words. */
  documents: readonly number[]
}

/** A medium with its turns, the oldest first. */
export interface Medium {
  hash: string
  type: string
  size: number | null
  /** Unit vector [D]; null where it came without bytes, or where there was no encoder that reads its type. */
  vector: Float32Array | null
  shown: readonly Showing[]
}

/** Saved media. */
export interface PackedMedia {
  /** What made the vectors; null where there are none. */
  encoder: { id: string; dim: number } | null
  media: readonly Omit<Medium, 'vector'>[]
  /** 1 for each medium that has a vector. */
  encoded: Uint8Array
  /** Those vectors, one after the other. */
  vectors: Float32Array
}

export class MediaStore {
  readonly #media = new Map<string, Medium>()
  /** Hashes by turn, as often as it shows them. */
  readonly #hashes = new Map<number, readonly string[]>()
  #encoder: string | null = null

  /** Number of media, however many turns show each. */
  get size(): number {
    return this.#media.size
  }

  /** What made the vectors; null where there are none. */
  get encoder(): { id: string; dim: number } | null {
    const encoded = [...this.#media.values()].find(({ vector }) => vector !== null)
    return encoded && this.#encoder !== null ? { id: this.#encoder, dim: encoded.vector!.length } : null
  }

  get(hash: string): Medium | undefined {
    return this.#media.get(hash)
  }

  /** All, in the order in which they were first shown. */
  list(): Medium[] {
    return [...this.#media.values()]
  }

  /** Distinct hashes of what a turn shows. */
  hashesOf(turn: number): readonly string[] {
    return [...new Set(this.#hashes.get(turn))]
  }

  /** What a turn shows, in its order. */
  showingsOf(turn: number): ShownMedium[] {
    return this.hashesOf(turn)
      .flatMap(hash => {
        const { type, size, shown } = this.#media.get(hash)!
        return shown.filter(showing => showing.turn === turn).map(({ place, name, caption }) => ({ place, shown: { hash, type, size, name, caption } }))
      })
      .sort((a, b) => a.place - b.place)
      .map(({ shown }) => shown)
  }

  /** Enters what a turn shows: a new medium, or one more turn of a known one, which gets the vector and size that it lacks. */
  put(turn: number, { hash, type, size, name, caption }: ShownMedium, documents: readonly number[], vector: MediaVector | null): void {
    const others = this.#hashes.get(turn) ?? []
    const known = this.#media.get(hash) ?? { hash, type, size, vector: null, shown: [] }
    if (vector) this.#encoder = vector.encoder
    this.#media.set(hash, {
      ...known, size: known.size ?? size, vector: known.vector ?? vector?.values ?? null,
      shown: [...known.shown, { turn, place: others.length, name, caption, documents }],
    })
    this.#hashes.set(turn, [...others, hash])
  }

  /** Takes a turn out, with its names and captions: these are returned. A medium that no other turn shows goes, with its vector. */
  drop(turn: number): Showing[] {
    const gone: Showing[] = []
    for (const hash of this.hashesOf(turn)) {
      const medium = this.#media.get(hash)!
      const shown = medium.shown.filter(showing => showing.turn !== turn)
      gone.push(...medium.shown.filter(showing => showing.turn === turn))
      if (shown.length > 0) this.#media.set(hash, { ...medium, shown })
      else this.#media.delete(hash)
    }
    this.#hashes.delete(turn)
    return gone
  }

  /** Forgets every vector: media stay known by their captions. */
  dropVectors(): void {
    for (const [hash, medium] of this.#media) this.#media.set(hash, { ...medium, vector: null })
  }

  pack(): PackedMedia {
    const all = this.list()
    const { encoder } = this
    const encoded = all.flatMap(({ vector }) => vector ?? [])
    const vectors = new Float32Array(encoded.length * (encoder?.dim ?? 0))
    encoded.forEach((vector, row) => vectors.set(vector, row * vector.length))
    return {
      encoder, media: all.map(({ hash, type, size, shown }) => ({ hash, type, size, shown })),
      encoded: Uint8Array.from(all, ({ vector }) => (vector ? 1 : 0)), vectors,
    }
  }

  static unpack({ encoder, media, encoded, vectors }: PackedMedia): MediaStore {
    const store = new MediaStore()
    store.#encoder = encoder?.id ?? null
    let start = 0
    media.forEach((medium, row) => {
      const vector = encoded[row] === 1 ? vectors.slice(start, start += encoder?.dim ?? 0) : null
      store.#media.set(medium.hash, { ...medium, vector })
    })
    const showings = media.flatMap(({ hash, shown }) => shown.map(({ turn, place }) => ({ turn, place, hash }))).sort((a, b) => a.place - b.place)
    for (const { turn, hash } of showings) store.#hashes.set(turn, [...store.#hashes.get(turn) ?? [], hash])
    return store
  }
}
