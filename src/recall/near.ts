// Which turns a new text may be near to, at a cost that does not grow with memory: those that share a rare word with it,
// and the latest.
import { terms } from '../encode/terms.ts'
import type { State } from '../state/state.ts'
import { dot } from '../vector.ts'

/** Words of a text that are looked up, the rarest first. */
const rareWords = 3
/** Latest passages that are looked at for each of them, and of all. */
const passagesPerWord = 50
const latestTurns = 32

/** A trace and its cosine with a key. */
interface NearTrace {
  id: string
  cosine: number
}

/** Ordinals of turns that share one of a text's rarest words, and of the latest. */
export function nearTurns({ lexical, log }: State, text: string): Set<number> {
  const rarest = [...new Set(terms(text))]
    .map(term => ({ term, idf: lexical.idf(term) }))
    .filter(({ idf }) => idf > 0)
    .sort((a, b) => b.idf - a.idf)
    .slice(0, rareWords)
  const turns = new Set(rarest.flatMap(({ term }) => lexical.latestWith(term, passagesPerWord)).map(document => lexical.turnOf(document)))
  for (let ordinal = Math.max(0, log.size - latestTurns); ordinal < log.size; ordinal++) turns.add(ordinal)
  return turns
}

/** True for one of the latest turns: they are all near. */
export function isLatest({ log }: State, ordinal: number): boolean {
  return ordinal >= log.size - latestTurns
}

/**
 * Traces of both stores with their cosines to a text's unit key [K]. One that says the same is among them, unless fifty
 * passages with each of its rare words were said since.
 */
export function nearTraces(state: State, text: string, key: Float32Array): NearTrace[] {
  const { sources } = state
  const ids = new Set([...nearTurns(state, text)].flatMap(ordinal => sources.of(ordinal)))
  return [...ids].filter(id => !isPart(state, id)).map(id => ({ id, cosine: state.ltm.cosine(id, key) ?? dot(state.stm.get(id)!.key, key) }))
}

/** True for a statement that was taken out of a turn with a trace of its own: it stands for no turn while that does. */
export function isPart({ ltm, sources }: State, id: string): boolean {
  const slot = ltm.slotOf(id)
  return slot !== undefined && ltm.isPart(slot) && ltm.sourcesAt(slot).some(source => sources.of(source).length > 1)
}
