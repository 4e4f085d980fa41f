// What a turn is worth at its place in the log: what a full long-term memory goes by, beside strength.
import { terms } from '../encode/terms.ts'
import { worthFeaturesOf, type WorthInput } from '../gate/worth-features.ts'
import { worthOf } from '../gate/worth.ts'
import { isMachine } from '../log/speaker.ts'
import type { Turn } from '../log/log.ts'
import type { State } from '../state/state.ts'
import type { Decider } from './write.ts'

/** The place counts no further, so no further is looked back. */
const lookBack = 10

/** Worth of a turn that comes next in the log, relative to an average one, above 0; `told` is what it says and shows. */
export function turnWorth(state: State, turn: Turn, { text, markers }: Pick<WorthInput, 'text' | 'markers'>, { reader, policy }: Decider): number {
  const { log, lexical } = state
  const before: Turn[] = []
  for (let back = log.size - 1; back >= 0 && before.length < lookBack; back--) {
    const other = log.at(back)
    if (other?.session !== turn.session) break
    before.unshift(other)
  }
  const features = worthFeaturesOf({
    text, terms: terms(text), before: before.map(other => terms(other.text)), answers: before.at(-1)?.text.includes('?') ?? false,
    place: before.length, machine: isMachine(turn.speaker), markers,
  }, {
    turns: lexical.live + 1, turnsWith: term => lexical.passagesWith(term) + 1, salience: word => reader.salience(word),
  })
  return worthOf(features, policy.worth)
}
