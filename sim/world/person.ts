// The people of a world: names, relations, a way of writing.
import type { Random } from 'mneme'
import type { Grammar } from './grammar.ts'

/** Somebody in a person's life. */
export interface Relation {
  /** "sister": what the person calls them. */
  role: string
  /** Undefined for those whom nobody calls by their name: "my mum". */
  name: string | undefined
  woman: boolean
}

/** How somebody writes: chances in [0, 1] of each sloppiness. */
export interface Style {
  lower: boolean
  /** Chance that the last full stop is missing. */
  open: number
  /** Chance of a typo for a long word. */
  typos: number
  /** Chance of a short form where there is one. */
  short: number
  /** Chance that an apostrophe is missing. */
  bare: number
  emoji: number
  /** How much is said around what is said, 0 terse to 1 wordy. */
  wordy: number
}

export interface Person {
  name: string
  woman: boolean
  /** The first is the partner. */
  relations: Relation[]
  style: Style
}

/** An assistant writes without mistakes. */
export const cleanStyle: Style = { lower: false, open: 0, typos: 0, short: 0, bare: 0, emoji: 0, wordy: 0.5 }

const roles: readonly [role: string, woman: boolean, named: boolean][] = [
  ['sister', true, true], ['brother', false, true], ['mum', true, false], ['dad', false, false], ['cousin', true, true], ['cousin', false, true],
  ['aunt', true, true], ['uncle', false, true], ['daughter', true, true], ['son', false, true], ['boss', true, true], ['colleague', false, true],
  ['colleague', true, true], ['neighbour', false, true], ['flatmate', true, true], ['flatmate', false, true], ['gran', true, false],
  ['best friend', true, true], ['best friend', false, true], ['niece', true, true], ['nephew', false, true], ['godmother', true, true],
]

/** Draws names, each once in a world. */
export class Names {
  readonly #left: Record<'woman' | 'man', string[]>

  constructor({ fillers }: Grammar, random: Random) {
    const list = (name: string): string[] => random.shuffle(fillers[name] ?? []).map(({ value }) => value)
    this.#left = { woman: list('woman'), man: list('man') }
  }

  draw(woman: boolean): string {
    const name = this.#left[woman ? 'woman' : 'man'].pop()
    if (name === undefined) throw new RangeError('names: expected names left, got none; add some to the lists')
    return name
  }
}

/** A person by chance, with a partner and seven relations of different roles. */
export function drawPerson(names: Names, random: Random): Person {
  const woman = random.next() < 0.5
  const partner = random.next() < 0.5
  const role = random.pick(partner ? ['wife', 'girlfriend'] : ['husband', 'boyfriend'])
  const relations: Relation[] = [{ role, name: names.draw(partner), woman: partner }]
  for (const [next, isWoman, named] of random.shuffle(roles)) {
    if (relations.length === 8) break
    if (relations.some(relation => relation.role === next)) continue
    relations.push({ role: next, name: named ? names.draw(isWoman) : undefined, woman: isWoman })
  }
  return { name: names.draw(woman), woman, relations, style: drawStyle(random) }
}

/** From careful to hasty, from terse to wordy. */
function drawStyle(random: Random): Style {
  const haste = random.next()
  return {
    lower: haste > 0.55,
    open: haste * 0.9,
    typos: haste > 0.7 ? 0.02 : 0.003,
    short: haste > 0.6 ? random.next() * 0.5 : 0,
    bare: haste > 0.65 ? random.next() : 0,
    emoji: random.next() < 0.4 ? 0.12 : 0.01,
    wordy: random.next(),
  }
}
