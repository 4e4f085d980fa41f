// Two kin words and two names in the same order: "my mum and dad, Siv and Bo", "my niece and nephew are called Ida and Olle".
import { kinAt } from './kin.ts'
import type { KinPhrase, Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'

/** Gives each kin word its name. */
export function respectively(tokens: readonly Token[], phrases: Map<number, Phrase>): void {
  for (const first of phrases.values()) {
    if (first.type !== 'kin' || first.kin.plural || first.names.length > 0 || !first.owner || tokens[first.end]?.norm !== 'and') continue
    const found = secondAt(tokens, first.end + 1, first)
    const names = found && namesFrom(tokens, phrases, found.end)
    if (!names) continue
    phrases.set(first.start, { ...first, names: [names[0].name] })
    // In its place among the others, from left to right.
    const rest = [...phrases].filter(([start]) => start > first.start && start !== found.start)
    for (const [start] of rest) phrases.delete(start)
    phrases.set(found.start, { ...found, names: [names[1].name] })
    for (const [start, phrase] of rest) phrases.set(start, phrase)
    return
  }
}

/** The kin word after "and", which has the owner of the first; with an owner of its own it stands for itself. */
function secondAt(tokens: readonly Token[], at: number, first: Phrase & KinPhrase): (Phrase & KinPhrase) | undefined {
  const word = tokens[at]?.norm
  const found = word === undefined ? undefined : kinAt([word], 0)
  return found && !found.kin.plural && found.kin.role !== 'pet' ? { ...first, kin: found.kin, word: word!, start: at, end: at + 1 } : undefined
}

type Named = Extract<Phrase, { type: 'name' }>

/** The two names behind a comma, a bracket, or "are called". */
function namesFrom(tokens: readonly Token[], phrases: ReadonlyMap<number, Phrase>, at: number): readonly [Named, Named] | undefined {
  const called = tokens[at]?.norm === 'are' ? (/^(called|named)$/.test(normAt(tokens, at + 1)) ? at + 2 : at + 1) : at + 1
  const one = /^(,|\(|-|:|are)$/.test(normAt(tokens, at)) ? phrases.get(called) : undefined
  const two = one?.type === 'name' && tokens[one.end]?.norm === 'and' ? phrases.get(one.end + 1) : undefined
  return one?.type === 'name' && two?.type === 'name' && tokens[two.end]?.norm !== "'s" ? [one, two] : undefined
}
