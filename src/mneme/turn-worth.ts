// What a turn is worth at its place in the log: what a full long-term memory goes by, beside strength.
import type { EmbeddedEncoder } from '../encode/embedded.ts'
import { terms } from '../encode/terms.ts'
import { worthFeaturesOf, type WorthInput } from '../gate/worth-features.ts'
import { worthOf } from '../gate/worth.ts'
import { isMachine } from '../log/speaker.ts'
import type { Turn } from '../log/log.ts'
import type { State } from '../state/state.ts'
import type { Decider } from './write.ts'

/** The place counts no further, so no further is looked back. */
const lookBack = 10
/** Words whose salience is kept at hand: it is the same in every memory. */
const mostWords = 50_000
const saliences = new WeakMap<EmbeddedEncoder, Map<string, number>>()

/** Worth of a turn that comes next in the log, relative to an average one, above 0; `text` is what it says and shows, `verdict` the gate's on that. */
export function turnWorth({ log, lexical }: State, turn: Turn, { text, markers, verdict }: Pick<WorthInput, 'text' | 'markers' | 'verdict'>, { reader, policy }: Decider): number {
  let place = 0
  while (place < Math.min(lookBack, log.size) && log.at(log.size - 1 - place)?.session === turn.session) place++
  const features = worthFeaturesOf({
    text, terms: terms(text), markers, verdict, place, machine: isMachine(turn.speaker),
    answers: place > 0 && log.at(log.size - 1)!.text.includes('?'),
    since: term => {
      const [document] = lexical.latestWith(term, 1)
      const ago = document === undefined ? Infinity : log.size - lexical.turnOf(document)
      return ago <= place ? ago : Infinity
    },
  }, { turns: lexical.live + 1, turnsWith: term => lexical.passagesWith(term) + 1, salience: word => salienceOf(word, reader) })
  return worthOf(features, policy.worth)
}

function salienceOf(word: string, reader: EmbeddedEncoder): number {
  let known = saliences.get(reader)
  if (!known || known.size > mostWords) saliences.set(reader, (known = new Map()))
  let value = known.get(word)
  if (value === undefined) known.set(word, (value = reader.salience(word)))
  return value
}
