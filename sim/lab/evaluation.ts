// The loop that measures a memory: live a history turn by turn, then ask its questions. Shared by locomo, lives and ablation.
import { Mneme, createRandom, type PartialConfig, type Policy, type Stats, type TurnDecision } from 'mneme'
import { bm25, cosines, lastTurns, randomTurns, type Ranker } from './baselines.ts'
import type { Voices } from './encoders.ts'
import { turnTime, type History, type HistoryQuestion } from './histories.ts'
import { pose, type Posed } from './posed.ts'
import { bootstrap, mean, median, ndcgAt, places, recallAt, reciprocalRank, type Estimate } from './metrics.ts'

/** One question with the turns that were found for it. */
export interface Answer extends HistoryQuestion {
  history: string
  /** Turn ids, best first. */
  ranked: string[]
  ms: number
  /** Ids of the turns that a context for the question shows, and its tokens; empty for a baseline. */
  shown: string[]
  tokens: number
}

/** A history lived through and asked about. */
export interface Run {
  answers: Answer[]
  posed: Posed[]
  decisions: TurnDecision[]
  observeMs: number[]
  stats: Stats
  /** Size of the checkpoint. */
  bytes: number
}

/** Hits asked for: the deepest place that a figure looks at. */
const depth = 20

/** A memory other than the one that ships: other settings, other weights. */
export interface Variant {
  config?: PartialConfig
  policy?: Policy
}

/** A memory that has lived a history (close it): each turn at its own time, sleep after each session, the clock at the end. */
export async function live(
  history: History,
  voices: Voices,
  { seed = 1, ...variant }: Variant & { seed?: number } = {}
): Promise<{ memory: Mneme; decisions: TurnDecision[]; observeMs: number[]; end: number }> {
  let now = history.sessions[0]?.at ?? 0
  const memory = await Mneme.open({ ...voices, clock: () => now, timeZone: 'UTC', user: history.id, seed, ...variant })
  const decisions: TurnDecision[] = []
  const observeMs: number[] = []
  for (const session of history.sessions) {
    for (const [index, { id, speaker, text }] of session.turns.entries()) {
      now = turnTime(session, index)
      const started = performance.now()
      const {
        decisions: [decision],
      } = await memory.observe({ id, speaker, text })
      observeMs.push(performance.now() - started)
      if (decision) decisions.push(decision)
    }
    await memory.endSession()
  }
  return { memory, decisions, observeMs, end: now }
}

/** Lives a history and asks its questions. */
export async function runMemory(
  history: History,
  voices: Voices,
  options: Variant & { seed?: number } = {}
): Promise<Run> {
  const { memory, decisions, observeMs } = await live(history, voices, options)
  const answers = await ask(history, async (question, k) => places(await memory.recall(question, { k })))
  for (const answer of answers) {
    const { memories, tokens } = await memory.process(answer.question, { budgetTokens: 400 })
    answer.shown = places(memories)
    answer.tokens = tokens.context
  }
  const posed = await pose(history, (question, k) => memory.recall(question, { k }))
  const run = { answers, posed, decisions, observeMs, stats: memory.stats(), bytes: memory.toBytes().length }
  await memory.close()
  return run
}

/** Asks a history's questions. */
async function ask(history: History, rank: Ranker): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const question of history.questions) {
    const started = performance.now()
    const ranked = await rank(question.question, depth)
    answers.push({ ...question, history: history.id, ranked, ms: performance.now() - started, shown: [], tokens: 0 })
  }
  return answers
}

/** The answers of every baseline, by name. */
export async function runBaselines(
  histories: readonly History[],
  voices: Voices,
  seed: number
): Promise<Record<string, Answer[]>> {
  const random = createRandom(seed)
  const answers: Record<string, Answer[]> = {}
  for (const history of histories) {
    const { plain, asI } = await cosines(history, voices.encoder)
    const rankers: Record<string, Ranker> = {
      BM25: bm25(history),
      'plain cosine': plain,
      'cosine, I': asI,
      'last turns': lastTurns(history),
      random: randomTurns(history, random),
    }
    for (const [name, rank] of Object.entries(rankers)) (answers[name] ??= []).push(...(await ask(history, rank)))
  }
  return answers
}

const measures = {
  'recall@1': (answer: Answer) => recallAt(answer.ranked, answer.evidence, 1),
  'recall@5': (answer: Answer) => recallAt(answer.ranked, answer.evidence, 5),
  'recall@10': (answer: Answer) => recallAt(answer.ranked, answer.evidence, 10),
  'recall@20': (answer: Answer) => recallAt(answer.ranked, answer.evidence, 20),
  MRR: (answer: Answer) => reciprocalRank(answer.ranked, answer.evidence),
  'nDCG@10': (answer: Answer) => ndcgAt(answer.ranked, answer.evidence, 10),
  'in context': (answer: Answer) => recallAt(answer.shown, answer.evidence, answer.shown.length),
}

export type Measure = keyof typeof measures
const measureNames: readonly Measure[] = Object.keys(measures) as Measure[]

/** One measure for every question, in order. */
export function scores(answers: readonly Answer[], measure: Measure): number[] {
  return answers.map(measures[measure])
}

/** Every measure over some answers, with intervals. */
export interface Summary {
  questions: number
  recallMs: number
  measures: Record<Measure, Estimate>
}

export function summarise(answers: readonly Answer[], seed: number): Summary {
  return {
    questions: answers.length,
    recallMs: median(answers.map(answer => answer.ms)),
    measures: Object.fromEntries(
      measureNames.map(measure => [measure, bootstrap(scores(answers, measure), createRandom(seed))])
    ) as Record<Measure, Estimate>,
  }
}

/** Answers by category, in the order in which the categories first come, the largest first. */
export function byCategory(answers: readonly Answer[]): Map<string, Answer[]> {
  const groups = new Map<string, Answer[]>()
  for (const answer of answers) groups.set(answer.category, [...(groups.get(answer.category) ?? []), answer])
  return new Map([...groups].sort(([, a], [, b]) => b.length - a.length))
}

/** What a decision did with its turn, counted. */
export function countActions(decisions: readonly TurnDecision[]): Record<TurnDecision['action'], number> {
  const counts = { ignore: 0, stm: 0, ltm: 0, reinforce: 0 }
  for (const { action } of decisions) counts[action]++
  return counts
}

/** Mean of a number over runs. */
export function meanOver(runs: readonly Run[], figure: (run: Run) => number): number {
  return mean(runs.map(figure))
}
