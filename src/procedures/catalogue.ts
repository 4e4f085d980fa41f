// A public catalogue of common ways of working, and which of them a text states. A table of text, the same for every user.
import type { EmbeddedEncoder } from '../encode/embedded.ts'
import { MnemeError } from '../errors.ts'
import { hashText } from '../random.ts'
import { taskLogit, type TriggerParams } from '../signals/trigger.ts'
import { triggerOf, TriggerReader, type Trigger, type TriggerText } from '../signals/trigger-text.ts'
import { dot } from '../vector.ts'

/** An entry of a catalogue. */
export interface Pattern {
  /** Tells it from all others. */
  key: string
  /** What calls for it: "the user asks for a recipe". */
  when: string
  /** What is to be done then. */
  do: string
  /** Ways in which people state it. */
  phrasings: readonly string[]
}

/** An entry made ready for comparison. */
interface ReadPattern {
  key: string
  trigger: Trigger
  /** Retrieval vectors [D]. */
  when: Float32Array
  do: Float32Array
}

/** Entries that are compared word by word: those whose centroids are nearest. */
const compared = 16
/** Weights of the cosines with what calls for an entry and with what it asks, beside the logit of being about it. */
const whenWeight = 6
const doWeight = 5
/** Score, and share of the softmax over entries, from which a text states an entry. */
const statesFrom = 7
const sureFrom = 0.5

/**
 * Entries of which each user has some. What is counted over users are these keys and nothing that a user wrote, so a catalogue
 * must be made without looking at any user's memory.
 */
export class Catalogue {
  readonly patterns: readonly Pattern[]
  /** Tells one catalogue from another. */
  readonly id: string
  readonly #at: ReadonlyMap<string, number>
  readonly #read = new WeakMap<EmbeddedEncoder, readonly ReadPattern[]>()

  /** A line is `key<TAB>when<TAB>do<TAB>phrasings`, these separated by ` | `. Throws INVALID_ARGUMENT. */
  constructor(text: string) {
    const lines = text.split('\n').filter(line => line.trim() !== '')
    this.patterns = lines.map((line, index) => readLine(line, index + 1))
    this.#at = new Map(this.patterns.map(({ key }, at) => [key, at]))
    this.id = hashText(lines.join('\n')).toString(16).padStart(8, '0')
    if (lines.length === 0) throw invalid('lines', 'none')
    if (this.#at.size < lines.length) throw invalid('a key on each line', `${lines.length - this.#at.size} that were there before`)
  }

  /** Place of a key in the list, or undefined. */
  indexOf(key: string): number | undefined {
    return this.#at.get(key)
  }

  /** The entry that a text states: its place and how sure that is, in [0.5, 1]; undefined for a text that states none. */
  statedBy(text: TriggerText, encoder: EmbeddedEncoder, params: TriggerParams): { index: number; sure: number } | undefined {
    const near = this.#entries(encoder).map((pattern, index) => ({ pattern, index, cosine: dot(pattern.trigger.centroid, text.vector) }))
      .sort((a, b) => b.cosine - a.cosine).slice(0, compared)
    const scored = near.map(({ pattern, index }) => ({
      index,
      score: taskLogit(pattern.trigger, text, params) + whenWeight * dot(pattern.when, text.vector) + doWeight * dot(pattern.do, text.vector),
    }))
    const best = scored.reduce((a, b) => (b.score > a.score ? b : a))
    const sure = 1 / scored.reduce((sum, { score }) => sum + Math.exp(score - best.score), 0)
    return best.score >= statesFrom && sure >= sureFrom ? { index: best.index, sure } : undefined
  }

  /** Largest cosine of each entry with any of some texts, in [-1, 1]; 0 where there are none. */
  nearness(texts: readonly TriggerText[], encoder: EmbeddedEncoder): number[] {
    return this.#entries(encoder).map(({ trigger }) => texts.reduce((most, { vector }) => Math.max(most, dot(trigger.centroid, vector)), texts.length === 0 ? 0 : -1))
  }

  #entries(encoder: EmbeddedEncoder): readonly ReadPattern[] {
    let entries = this.#read.get(encoder)
    if (!entries) {
      const reader = new TriggerReader(encoder)
      entries = this.patterns.map(({ key, when, do: instruction, phrasings }) => ({
        key, trigger: triggerOf([`${when}: ${instruction}`, ...phrasings].map(text => reader.read(text)), [], true, reader),
        when: reader.read(when).vector, do: reader.read(instruction).vector,
      }))
      this.#read.set(encoder, entries)
    }
    return entries
  }
}

function readLine(line: string, number: number): Pattern {
  const [key = '', when = '', instruction = '', phrasings = '', ...more] = line.split('\t').map(column => column.trim())
  if (more.length > 0 || [key, when, instruction, phrasings].includes('')) throw invalid(`four columns on line ${number}`, 'others')
  return { key, when, do: instruction, phrasings: phrasings.split('|').map(phrasing => phrasing.trim()).filter(phrasing => phrasing !== '') }
}

function invalid(expected: string, got: string): MnemeError {
  return new MnemeError('INVALID_ARGUMENT', `catalogue: expected ${expected}, got ${got}; write lines of key, when, do and phrasings with tabs between`)
}
