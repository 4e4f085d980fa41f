// What a message sets off, as far as it can be told before anything is stored. Reads only.
import type { EmbeddedEncoder } from '../encode/embedded.ts'
import { terms } from '../encode/terms.ts'
import { isMachine } from '../log/speaker.ts'
import { announceLogit } from '../signals/announce.ts'
import { messageFeatures, type MessageFeatures } from '../signals/classifier.ts'
import { cuesOf, noCues, type Cues } from '../signals/cue.ts'
import { acetylcholineOf, dopamineOf, gabaOf, norepinephrineOf, serotoninOf } from '../signals/levels.ts'
import { atRest, type SignalName, type Signals } from '../signals/signal.ts'
import { readableSentences, stylesIn, type StyleShown } from '../signals/style.ts'
import { noTeaching, teachingIn, type Teaching } from '../signals/teaching.ts'
import { confidenceOf, sessionsOf } from '../rules/rule.ts'
import type { State } from '../state/state.ts'
import { topicsNamed, type Topic } from '../topics/topic.ts'
import { dot } from '../vector.ts'
import type { Policy } from '../controller/policy.ts'

/** What is read out of a message's words alone. */
export interface Sensed {
  cues: Cues
  /** How much it sounds like one that replaces something said before, as a logit. */
  announces: number
  /** Styles that it shows, the surest first. */
  styles: readonly StyleShown[]
  /** The sentence that tells a habit best. */
  habit: string
  /** How surely it teaches a way of working, or says how something is to be done. */
  teaching: Teaching
  /** What its classifiers read; none of a machine's words. */
  features: MessageFeatures | null
}

const nothing: Sensed = { cues: noCues, announces: 0, styles: [], habit: '', teaching: noTeaching, features: null }

/** Reads a message of a speaker; a machine's words set nothing off. `featuresOf` gives the features of the whole text. */
export function sense(text: string, speaker: string, reader: EmbeddedEncoder, policy: Policy, featuresOf: () => MessageFeatures): Sensed {
  if (isMachine(speaker)) return nothing
  const whole = featuresOf()
  const cues = cuesOf(whole, policy.cue)
  const sentences = readableSentences(text)
  const parts = sentences.length < 2 ? [] : sentences.map(sentence => {
    const features = messageFeatures(sentence, reader)
    return { sentence, features, habit: cuesOf(features, policy.cue).habit }
  })
  return {
    cues, features: whole, teaching: teachingIn(whole, policy.procedure.teaching), announces: announceLogit(whole, policy.pair.announce), habit: parts.reduce((best, part) => (part.habit > best.habit ? part : best), { sentence: text, habit: 0 }).sentence,
    styles: stylesIn(whole, parts.map(({ features }) => features), policy.style),
  }
}

/** The levels of a message that is not stored yet: what it would set off, and what it asks of recall. */
export function levelsOf(state: State, text: string, speaker: string, { cues, styles }: Sensed, key: Float32Array): Signals {
  const { signals: on } = state.config
  const levels: Signals = {
    dopamine: dopamineOf(cues, 0),
    gaba: gabaOf(Math.max(cues.denial, cues.correction)),
    serotonin: serotoninLevel(state, speaker, styles),
    acetylcholine: topicLevel(topicsOf(state, text)),
    norepinephrine: norepinephrineOf(cues, cosineBefore(state, text, key)),
  }
  const rest = atRest()
  for (const name of Object.keys(levels) as SignalName[]) if (!on[name]) levels[name] = rest[name]
  return levels
}

function serotoninLevel({ rules }: State, speaker: string, [best]: Sensed['styles']): Signals['serotonin'] {
  if (!best) return atRest().serotonin
  const known = rules.of(speaker).find(({ style }) => style === best.name)
  const turns = 1 + (known?.shown.length ?? 0)
  return serotoninOf(known?.id ?? best.name, known?.since ? Math.max(best.probability, confidenceOf(known)) : best.probability, turns, known ? Math.max(1, sessionsOf(known)) : 1)
}

/** The topics that a text speaks of, where topics are on. */
export function topicsOf(state: State, text: string): Topic[] {
  return state.config.signals.acetylcholine ? topicsNamed(state.topics, terms(text)) : []
}

export function topicLevel([topic]: readonly Topic[]): Signals['acetylcholine'] {
  return topic ? acetylcholineOf(topic.id, topic.turns.length) : atRest().acetylcholine
}

/** Turns before a message that tell what the talk was about. */
const lately = 3

/** Index terms of a message that is about something. */
const topical = 3

/**
 * Cosine of a text's key [K] with the last turns of the running conversation before `end`; null where they are too few, or
 * the text too short, to be about anything.
 */
export function cosineBefore({ log, lexical, keys }: State, text: string, key: Float32Array, end: number = log.size): number | null {
  if (new Set(terms(text)).size < topical) return null
  const documents: number[] = []
  for (let ordinal = end - 1; ordinal >= Math.max(0, end - lately) && (ordinal === end - 1 || log.areNeighbours(ordinal, ordinal + 1)); ordinal--) {
    documents.push(...lexical.documentsOf(ordinal))
  }
  if (documents.length < lately) return null
  const sum = key.map(() => 0)
  for (const document of documents) keys.at(document).forEach((value, d) => { sum[d] = sum[d]! + value })
  const length = Math.sqrt(dot(sum, sum))
  return length === 0 ? null : dot(sum, key) / length
}
