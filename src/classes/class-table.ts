// Classes of everyday things and their members: Rome is a city, pottery a hobby. A table of text, no code.
import { wordsOf } from '../encode/prose.ts'

/** Words of the longest name or member. */
const longest = 3

/** A class by its key, and one of its members as the table has it. */
export interface Membership {
  class: string
  member: string
}

/** Reads classes in questions and members in statements. */
export class ClassTable {
  /** Keys of the classes that have a member. */
  readonly #classesOf = new Map<string, string[]>()
  /** Keys of the lines that a name stands for: its own, and those of the classes within it. */
  readonly #within = new Map<string, ReadonlySet<string>>()

  /** A line is `names<TAB>parents<TAB>members`, each separated by commas; the first name is the key. */
  constructor(text: string) {
    const lines = text.split('\n').filter(line => line !== '').map(line => line.split('\t').map(listOf))
    const own = new Map<string, Set<string>>()
    const below = new Map<string, Set<string>>()
    for (const [names = [], parents = [], members = []] of lines) {
      const [key = ''] = names
      for (const name of names) grouped(own, name).add(key)
      for (const parent of parents) grouped(below, parent).add(key)
      for (const member of members) this.#classesOf.set(member, [...this.#classesOf.get(member) ?? [], key])
    }
    for (const name of new Set([...own.keys(), ...below.keys()])) this.#within.set(name, closure(name, own, below))
  }

  /** Names of classes in a text, the longest where several begin at one word: "martial arts", not "arts". */
  namesIn(text: string): string[] {
    const words = wordsOf(text)
    const found: string[] = []
    for (let at = 0; at < words.length; at++) {
      const name = phrasesAt(words, at).find(phrase => this.#within.has(phrase))
      if (name !== undefined) found.push(name)
    }
    return [...new Set(found)]
  }

  /** Keys of the classes that a name stands for. */
  within(name: string): ReadonlySet<string> {
    return this.#within.get(name) ?? new Set()
  }

  /** What a text names, each once. */
  membersIn(text: string): Membership[] {
    const words = wordsOf(text)
    const members = new Set(words.flatMap((_, at) => phrasesAt(words, at)).filter(phrase => this.#classesOf.has(phrase)))
    return [...members].flatMap(member => this.#classesOf.get(member)!.map(key => ({ class: key, member })))
  }
}

/** One more than any class within reach: "martial art" within "sport" within "activity". */
function closure(name: string, own: ReadonlyMap<string, ReadonlySet<string>>, below: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const keys = new Set(own.get(name))
  const open = [name, ...keys]
  const seen = new Set<string>()
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one)) continue
    seen.add(one)
    for (const key of below.get(one) ?? []) {
      keys.add(key)
      open.push(key)
    }
  }
  return keys
}

function grouped(map: Map<string, Set<string>>, name: string): Set<string> {
  const set = map.get(name) ?? new Set()
  map.set(name, set)
  return set
}

/** What stands at a word, as it is and with its last word in the singular, the longest first. */
function phrasesAt(words: readonly string[], at: number): string[] {
  const found: string[] = []
  for (let length = Math.min(longest, words.length - at); length > 0; length--) {
    const [last = '', ...before] = words.slice(at, at + length).reverse()
    const bare = last.replace(/'s$/, '')
    for (const form of new Set([bare, singular(bare)])) found.push([...before.reverse(), form].join(' '))
  }
  return found
}

/** A noun without the ending of its plural, roughly: it is looked up, and what is not there does no harm. */
function singular(noun: string): string {
  if (noun.length > 4 && noun.endsWith('ies')) return `${noun.slice(0, -3)}y`
  if (/(?:ss|x|ch|sh)es$/.test(noun)) return noun.slice(0, -2)
  return noun.length > 3 && /[^s]s$/.test(noun) ? noun.slice(0, -1) : noun
}

function listOf(column: string): string[] {
  return column.split(',').map(item => item.trim()).filter(item => item !== '')
}
