// Randomness: one seeded generator, its state a number that can be saved; and words that nobody can foresee.

/** A stream of numbers that depends on its seed alone. */
export interface Random {
  /** A float in [0, 1). */
  next(): number
  /** An integer in [0, below). */
  integer(below: number): number
  /** A standard normal deviate (Box and Muller, 1958). */
  normal(): number
  /** One element of a non-empty list. */
  pick<T>(list: readonly T[]): T
  /** The list in a new random order (Fisher and Yates). */
  shuffle<T>(list: readonly T[]): T[]
  /** The state as an unsigned 32-bit integer: `createRandom(state)` continues the stream. */
  state(): number
}

/** Mulberry32 (T. Ettinger): 32 bits of state, passes gjrand, the same on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const integer = (below: number): number => Math.floor(next() * below)
  return {
    next,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: list => {
      const item = list[integer(list.length)]
      if (item === undefined) throw new RangeError('pick: expected a non-empty list; pass one with elements')
      return item
    },
    shuffle: list => {
      const copy = [...list]
      for (let last = copy.length - 1; last > 0; last--) {
        const other = integer(last + 1)
        const held = copy[last]!
        copy[last] = copy[other]!
        copy[other] = held
      }
      return copy
    },
    state: () => state,
  }
}

/** Gives unsigned 32-bit integers, each as likely as any other. */
export type RandomWord = () => number

const secureWords = new Uint32Array(256)
let secureLeft = 0

/** A word from the machine's cryptographic generator: for what must not be foreseen. The only place that reads it for numbers. */
export const secureWord: RandomWord = () => {
  if (secureLeft === 0) {
    crypto.getRandomValues(secureWords)
    secureLeft = secureWords.length
  }
  const word = secureWords[--secureLeft]!
  // A word that was used is nothing to keep.
  secureWords[secureLeft] = 0
  return word
}

/** 32-bit FNV-1a over UTF-16 code units: a stable seed for a piece of text. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}
