// Scores of candidates: every head on one scale, added up. The weights are set by reasoning and round; src/README.md
// says what each buys.
import { strengthFloor } from '../attention/kernel.ts'
import type { Query } from './query.ts'
import { calendarAgreement, holdsNumber, momentAgreement, windowAgreement } from './query.ts'
import type { ScoreParts } from './hit.ts'

/** Weight of each head. */
export const recallWeights = {
  /** Per standard deviation of the cosines. */
  attention: 0.9,
  /** Of the turns beside, the one after counting `following` as much: only what is above the mean counts. */
  neighbours: 0.25,
  following: 0.6,
  /** Of the turns around, for being evidence for certain. */
  around: 2,
  /** For the whole of the query's words found. */
  lexical: 15,
  /** For all of the query's words finding one like them. */
  alike: 4,
  /** For a turn that speaks of somebody whom the query means. */
  graph: 0.5,
  /** For a turn that names a rare member of the class that the query asks for. */
  members: 3,
  /** Per standard deviation of the media's cosines: only what is above the mean counts, for a picture takes nothing from a text. */
  media: 0.9,
  /** Times that where the question asks for something that was shown. */
  asked: 2,
  /** For a text of `fullTerms` index terms or more. */
  content: 0.7,
  fullTerms: 10,
  speaker: 1.5,
  /** Taken from an assistant's turn when the question is not put to it. */
  assistant: 0.7,
  time: 0.7,
  window: 1,
  /** For the stated hour of the day, or day of the week. */
  moment: 0.7,
  number: 0.3,
  /** Exponent of the strength: score + γ log S multiplies an attention weight by S^γ. */
  gamma: 0.6,
}

/** A trace or turn that may answer. */
export interface Candidate {
  text: string
  speaker: string
  at: number
  /** Strength for ranking, in (0, 1]. */
  strength: number
  /** Deviation of its cosine from the mean of memory in standard deviations; 0 where there is no key. */
  attention: number
  /** The same of the turn before and the turn after. */
  before: number
  after: number
  /** BM25 as a share of what a text with all the query's words would get, in [0, 1]. */
  lexical: number
  /** Index terms of its text. */
  terms: number
  /** How much it speaks of whom the query means, in [0, 1]. */
  graph: number
  /** How much it names what the query asks for, in [0, 1]. */
  members: number
  /** Deviation of what it shows; 0 where it shows nothing. */
  media: number
}

/** The parts of a candidate's score. */
export function scoreParts(candidate: Candidate, query: Query, timeZone: string): ScoreParts {
  const weights = recallWeights
  const { calendar, moment, window } = query
  return {
    attention: weights.attention * candidate.attention,
    neighbours: weights.neighbours * (Math.max(0, candidate.before) + weights.following * Math.max(0, candidate.after)),
    lexical: weights.lexical * candidate.lexical,
    alike: 0,
    graph: weights.graph * candidate.graph,
    members: weights.members * candidate.members,
    media: weights.media * (query.asksMedium ? weights.asked : 1) * Math.max(0, candidate.media),
    content: weights.content * Math.min(1, candidate.terms / weights.fullTerms),
    speaker: speakerAgreement(candidate.speaker, query),
    time:
      (window ? weights.window * windowAgreement(window, candidate.at, timeZone) : calendar ? weights.time * calendarAgreement(calendar, candidate.at, timeZone) : 0) +
      (moment ? weights.moment * momentAgreement(moment, candidate.at, timeZone) : 0),
    gathered: 0,
    number: query.asksNumber && holdsNumber(candidate.text) ? weights.number : 0,
    strength: weights.gamma * Math.log(Math.max(strengthFloor, candidate.strength)),
  }
}

function speakerAgreement(speaker: string, query: Query): number {
  if (speaker === 'assistant') return query.addressesAssistant ? 0 : -recallWeights.assistant
  // Two named people are asked about as often as not together: only one name tells whose words are meant.
  return query.speakers.size === 1 && query.speakers.has(speaker) ? recallWeights.speaker : 0
}

/** Sum of the parts. */
export function total({ attention, neighbours, lexical, alike, graph, members, media, content, speaker, time, gathered, number, strength }: ScoreParts): number {
  return attention + neighbours + lexical + alike + graph + members + media + content + speaker + time + gathered + number + strength
}
