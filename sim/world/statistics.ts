// How hard a set of histories is: what simple scores know of the evidence, and what word overlap finds.
import type { Encoder, Random } from 'mneme'
import { bm25 } from '../lab/baselines.ts'
import type { History } from '../lab/histories.ts'
import { evidenceKept, idfSums, keptTurns, noveltyOf, worthOf } from '../lab/keeping.ts'
import { averagePrecision, mean, recallAt } from '../lab/metrics.ts'

/** Figures of one set; shares in [0, 1]. */
export interface Statistics {
  histories: number
  turns: number
  questions: number
  /** Share of the turns that are evidence of some question. */
  evidence: number
  /** Share of the turns and mean characters, by keep label. */
  labels: { keep: number; share: number; length: number }[]
  /** Average precision of a score for being evidence; by chance it is the share of evidence. Mean over histories. */
  precision: Record<string, number>
  /** Share of the evidence that a quarter of the turns keeps, chosen by a score. */
  kept: Record<string, number>
  /** Share of the evidence among the first ten turns of BM25. */
  recall: number
  /** The same, by category of question. */
  categories: Record<string, { questions: number; recall: number }>
}

const budget = 0.25

export async function statisticsOf(histories: readonly History[], encoder: Encoder, random: Random): Promise<Statistics> {
  const precision: Record<string, number[]> = {}
  const kept: Record<string, number[]> = {}
  const recalls: { category: string; recall: number }[] = []
  const turns = histories.flatMap(({ sessions }) => sessions.flatMap(session => session.turns))
  let evidenceTurns = 0
  for (const history of histories) {
    const own = history.sessions.flatMap(session => session.turns)
    const evidence = new Set(history.questions.flatMap(question => question.evidence))
    evidenceTurns += evidence.size
    const texts = own.map(({ text }) => text)
    const scores: Record<string, number[]> = {
      random: own.map(() => random.next()),
      length: texts.map(text => text.length),
      'sum of idf': idfSums(texts),
      novelty: noveltyOf(await encoder.encode(texts)),
      oracle: worthOf(history, own),
    }
    for (const [name, values] of Object.entries(scores)) {
      ;(precision[name] ??= []).push(averagePrecision(own.map(({ id }, at) => ({ score: values[at]!, positive: evidence.has(id) }))))
      ;(kept[name] ??= []).push(...evidenceKept(history, keptTurns(history, values, budget, random)))
    }
    const rank = bm25(history)
    for (const { category, question, evidence: wanted } of history.questions) {
      recalls.push({ category, recall: recallAt(await rank(question, 10), wanted, 10) })
    }
  }
  const labels = [0, 1, 2, 3].map(keep => {
    const own = turns.filter(turn => turn.keep === keep)
    return { keep, share: own.length / turns.length, length: mean(own.map(({ text }) => text.length)) }
  })
  const categories = [...new Set(recalls.map(({ category }) => category))].sort()
  return {
    histories: histories.length,
    turns: turns.length,
    questions: recalls.length,
    evidence: evidenceTurns / turns.length,
    labels,
    precision: mapMeans(precision),
    kept: mapMeans(kept),
    recall: mean(recalls.map(({ recall }) => recall)),
    categories: Object.fromEntries(categories.map(category => {
      const own = recalls.filter(entry => entry.category === category)
      return [category, { questions: own.length, recall: mean(own.map(({ recall }) => recall)) }]
    })),
  }
}

function mapMeans(lists: Readonly<Record<string, readonly number[]>>): Record<string, number> {
  return Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, mean(values)]))
}
