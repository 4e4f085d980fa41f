// A value that a clause gives to somebody, and how its words are cut out of the sentence.
import type { Attribute } from '../graph/relation.ts'
import { wordSet } from '../encode/prose.ts'
import { listAt, nounAt, type Span } from './spans.ts'
import type { Token } from './token.ts'

/** A value that a verb gives to its subject; `at`: where it was said. */
export interface Told {
  attribute: Attribute
  values: string[]
  at: number
  /** In the past: it was so. */
  over?: boolean
}

/** A verb in its sentence; `cased` says whether capitals tell names. */
interface Verb {
  tokens: readonly Token[]
  verb: number
  norm: string
  cased: boolean
}

export type Reader = (verb: Verb) => Told[]

/** The place after one of some prepositions within a few words; undefined where a clause ends before. */
export function after(tokens: readonly Token[], at: number, prepositions: ReadonlySet<string>, within = 5): number | undefined {
  for (let next = at; next < tokens.length && next - at <= within; next++) {
    const { norm } = tokens[next]!
    if (prepositions.has(norm)) return next + 1
    if (/^[,;:()"-]$/.test(norm) || /^(but|because|who|which|when|while|if|so)$/.test(norm)) return undefined
    if (norm === 'and' && next - at > 2) return undefined
  }
  return undefined
}

/** One value as it is told; nothing where the span is none, or says nothing. */
export function told(attribute: Attribute, at: number, span: Span | undefined, over = false): Told[] {
  const value = span && tidy(span.text)
  return value && !vague.has(value) && !/^(?:\d|'|(?:two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|ages|years|months)\b)/.test(value) ? [{ attribute, values: [value], at, ...(over && { over }) }] : []
}

// Nouns that name nothing.
const vague = wordSet(`
  it them him her me us home work school here there one something someone anything everything nothing somewhere thing things stuff lot bit same place past future
  middle way time night day days week weekend morning nights shifts first last general fact life moment minute`)

/** A value in lower case, without its article. */
function tidy(text: string): string {
  return text.toLowerCase().replace(/[.,]+$/, '').replace(/^the /, '').trim()
}

/** The things that are listed after a verb. */
export const thingsAfter = (attribute: Attribute): Reader => ({ tokens, verb }) => {
  const list = listAt(tokens, verb + 1, at => nounAt(tokens, at))
  const values = list.texts.map(tidy).filter(value => value && !vague.has(value))
  return values.length > 0 ? [{ attribute, values, at: verb }] : []
}
