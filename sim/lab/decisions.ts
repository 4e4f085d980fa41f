// Worlds as streams of decisions: every turn with the features of the trunk, and a policy's run through the environment.
import type { EmbeddedEncoder, Policy, Random } from 'mneme'
import type * as Research from 'mneme/research'
import type { Choice, Learner } from 'mneme/research'
import { actions, WorldEnvironment, type Action, type Entry } from '../world/environment.ts'
import { stems } from './baselines.ts'
import { judged, type Judge } from './verdicts.ts'

/** The package's own reading of turns, and its learners: a simulation loads them when it needs them. */
export type Library = Pick<typeof Research, 'kindOf' | 'trunkOf'> & Judge

/** A turn as a policy sees it. */
export interface SeenTurn {
  /** [F]. */
  features: Float64Array
  /** Logit of the gate's importance. */
  logit: number
  /** Sum of the inverse document frequencies of its terms, by the turns before it. */
  idf: number
  /** What no policy sees: whether a question needs it. */
  evidence: boolean
}

/** One episode. */
export interface Episode {
  half: 'taught' | 'held'
  seed: number
  turns: SeenTurn[]
}

/** Reads the world of a seed, turn by turn, each with what was said before it alone. */
export function readEpisode(half: Episode['half'], seed: number, encoder: EmbeddedEncoder, policy: Policy, library: Library): Episode {
  const environment = new WorldEnvironment({ half })
  environment.reset(seed)
  const { world } = environment
  const wanted = new Set(world.questions.flatMap(({ evidence }) => evidence))
  return { half, seed, turns: seenTurns(world.sessions.flatMap(session => session.turns), wanted, encoder, policy, library) }
}

/** What a policy sees of turns in order, each with what was said before it alone; `wanted` are the ids of evidence. */
export function seenTurns(
  stream: readonly { id: string; text: string }[], wanted: ReadonlySet<string>, encoder: EmbeddedEncoder, policy: Policy, library: Library,
): SeenTurn[] {
  const counts = new Map<string, number>()
  return judged(stream, encoder, policy, library).map(({ gate, verdict: { logit }, similarity }, before): SeenTurn => {
    const { id, text } = stream[before]!
    const terms = new Set(stems(text))
    const idf = [...terms].reduce((sum, term) => sum + rarity(before, counts.get(term) ?? 0), 0)
    const kinds = library.kindOf(gate, policy.kind).probabilities
    const features = library.trunkOf({ gate, logit, similarity, kinds, words: text.split(/\s+/).length, idf, stmFill: 0, ltmFill: 0 }, policy.gate)
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
    return { features, logit, idf, evidence: wanted.has(id) }
  })
}

// Of BM25: ln(1 + (n - df + .5) / (df + .5)).
function rarity(turns: number, having: number): number {
  return Math.log(1 + (turns - having + 0.5) / (having + 0.5))
}

/** Plays an episode; `note` hears every step's rewards. Returns the sum of rewards. */
function play({ half, seed, turns }: Episode, decide: (turn: SeenTurn, step: number) => Action, note: (ledger: readonly Entry[], step: number) => void = () => undefined): number {
  const environment = new WorldEnvironment({ half })
  environment.reset(seed)
  return turns.reduce((sum, turn, step) => {
    const { reward, ledger } = environment.step(decide(turn, step))
    note(ledger, step)
    return sum + reward
  }, 0)
}

/** Decisions after which one is closed: nearly all questions for a turn have come by then. */
const horizon = 250

/** Lets a learner decide on episodes, one after the other, and learn from what its decisions brought; `after` is called after each decision. */
export function teach(
  learner: Learner, episodes: readonly Episode[], { Ledger }: Pick<typeof Research, 'Ledger'>, random: Random, after: () => void = () => undefined,
): void {
  for (const episode of episodes) {
    const ledger = new Ledger<Choice>({ horizon })
    const settle = (settled: readonly Research.Settled<Choice>[]): void => { for (const { decision, reward } of settled) learner.update(decision, reward) }
    play(episode, ({ features }, step) => {
      const choice = learner.choose(features, random)
      ledger.open(step, choice)
      return actions[choice.action]!
    }, entries => {
      for (const { decisions, amount } of entries) for (const id of decisions) ledger.credit(id, amount / decisions.length)
      settle(ledger.expire())
      after()
    })
    settle(ledger.closeAll())
  }
}

/** Return per step of a policy over episodes. */
export function returnPerStep(episodes: readonly Episode[], decide: (turn: SeenTurn) => Action): number {
  const steps = episodes.reduce((sum, { turns }) => sum + turns.length, 0)
  return episodes.reduce((sum, episode) => sum + play(episode, decide), 0) / steps
}
