// Changes of what turns show, and of the documents of the lexical index with their keys.
import { passages } from '../lexical/passages.ts'
import { wordsOf, type ShownMedium } from '../media/medium.ts'
import type { Change, State } from './state.ts'

/** Enters a medium of the last turn, with its words as documents of that turn. */
export function addMedium(state: State, { turn, medium, keys, vector }: Extract<Change, { type: 'medium' }>): void {
  const documents = captionPassages(medium).map(passage => state.lexical.add(passage, turn, state.log.conversation))
  for (const key of keys) state.keys.push(key)
  state.media.put(turn, medium, documents, vector)
}

/** Passages of the words of a medium: documents of its turn, after those of the turn's text. */
export function captionPassages(medium: Pick<ShownMedium, 'caption' | 'name'>): string[] {
  const words = wordsOf(medium)
  return words === '' ? [] : passages(words)
}

/** What a turn shows goes with the last of its text: in the log, or in a trace over it. */
export function releaseMedia(state: State, ordinal: number): void {
  if (state.log.at(ordinal) || state.sources.has(ordinal)) return
  for (const { documents, ...medium } of state.media.drop(ordinal)) {
    captionPassages(medium).forEach((passage, index) => removeDocument(state, documents[index]!, passage))
  }
}

/** Takes a document out, with its key. */
export function removeDocument(state: State, document: number, text: string): void {
  state.lexical.remove(document, text)
  state.keys.erase(document)
}
