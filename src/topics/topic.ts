// A topic: what a person keeps coming back to, with the turns that speak of it.

export interface Topic {
  id: string
  /** One or two of its words. */
  name: string
  /** Index terms by which it is known. */
  terms: readonly string[]
  /** Ordinals of its turns, ascending. */
  turns: readonly number[]
  /** When it became one, in milliseconds. */
  since: number
}

/** The topics that a text's index terms name, the one with most turns first. */
export function topicsNamed(topics: readonly Topic[], terms: readonly string[]): Topic[] {
  const said = new Set(terms)
  return topics.filter(topic => topic.terms.some(term => said.has(term))).sort((a, b) => b.turns.length - a.turns.length)
}

/** Topics without a turn; one that too few are left of goes. */
export function withoutTurn(topics: readonly Topic[], turn: number): Topic[] {
  return topics
    .map(topic => (topic.turns.includes(turn) ? { ...topic, turns: topic.turns.filter(other => other !== turn) } : topic))
    .filter(({ turns }) => turns.length >= topicTurns)
}

/** Turns, and sessions, that make a topic. */
export const topicTurns = 4
export const topicSessions = 2
