// Fits and judges what tells evidence from other hits, and questions that a memory can answer from others. F features.
import { answerability } from 'mneme'
import type * as research from 'mneme/research'
import type { ConfidenceParams } from 'mneme/research'
import { createAdam } from './adam.ts'
import { areaUnderCurve, averagePrecision, reliability, type Reliability, type Scored } from './metrics.ts'
import type { Posed, Situation } from './posed.ts'
import { share, table, type Telling } from './report.ts'

/** What the package's own functions do with hits: a simulation loads them when it needs them. */
export type Confidences = Pick<typeof research, 'confidencesOf' | 'evidenceRows' | 'param'>

/** Best hits of a question that count. */
const best = 10
const [steps, rate, penalty] = [400, 0.03, 1e-3]
/** Logit at which a fit begins: one hit in twenty is evidence. */
const rare = -3

/** How much each situation counts in a fit: as many can be answered as cannot, and of these each kind alike. */
const shares: Readonly<Partial<Record<Situation, number>>> = { answerable: 1 / 2, unanswerable: 1 / 6, withheld: 1 / 6, renamed: 1 / 6 }

/**
 * Weights for hits of questions, by Adam on the mean of two logarithmic losses: that a hit is evidence, and that any of the best ten is,
 * by a noisy-or over them.
 */
export function fitConfidence(posed: readonly Posed[], { evidenceRows, param }: Confidences): ConfidenceParams {
  const counts = new Map<Situation, number>()
  for (const { situation } of posed) counts.set(situation, (counts.get(situation) ?? 0) + 1)
  const rows: (readonly number[])[] = []
  const groups = posed.flatMap(({ situation, hits }) => {
    const some = evidenceRows(hits.slice(0, best)).flatMap((row, at) => (row ? [{ row, relevant: hits[at]!.relevant }] : []))
    const weight = (shares[situation] ?? 0) / counts.get(situation)!
    if (some.length === 0 || weight === 0) return []
    const from = rows.push(...some.map(({ row }) => row)) - some.length
    return [{ from, weight, answerable: situation === 'answerable', relevant: some.map(hit => hit.relevant) }]
  })
  const { scaled, mean, deviation } = standardised(rows)
  const size = mean.length
  const flat = new Float64Array(size + 1)
  flat[size] = rare
  const gradient = new Float64Array(size + 1)
  const adam = createAdam(flat.length, rate)
  const found = new Float64Array(best)
  for (let step = 0; step < steps; step++) {
    gradient.fill(0)
    for (const { from, weight, answerable, relevant } of groups) {
      let rest = 1
      for (let hit = 0; hit < relevant.length; hit++) {
        let logit = flat[size]
        for (let feature = 0, at = (from + hit) * size; feature < size; feature++, at++) logit += scaled[at]! * flat[feature]!
        found[hit] = 1 / (1 + Math.exp(-logit))
        rest *= 1 - found[hit]!
      }
      // d/dlogit of -log(1 - Π(1 - p)) is -p Π / (1 - Π), of -log Π it is p.
      const factor = answerable ? -rest / Math.max(1e-9, 1 - rest) : 1
      for (let hit = 0; hit < relevant.length; hit++) {
        const error = weight * (factor * found[hit]! + (found[hit]! - Number(relevant[hit]!)) / best)
        for (let feature = 0, at = (from + hit) * size; feature < size; feature++, at++) gradient[feature]! += error * scaled[at]!
        gradient[size]! += error
      }
    }
    for (let feature = 0; feature < size; feature++) gradient[feature]! += 2 * penalty * flat[feature]!
    adam(flat, gradient)
  }
  const weight = mean.map((_, feature) => flat[feature]! / deviation[feature]!)
  return { weight: param([size], weight), bias: param([1], [weight.reduce((sum, value, feature) => sum - value * mean[feature]!, flat[size])]) }
}

/** Rows [N, F] as one array of features with mean 0 and deviation 1, and what they had. */
function standardised(rows: readonly (readonly number[])[]): { scaled: Float64Array; mean: Float64Array; deviation: Float64Array } {
  const size = rows[0]?.length ?? 0
  const of = (figure: (feature: number) => number): Float64Array => Float64Array.from({ length: size }, (_, feature) => figure(feature))
  const mean = of(feature => rows.reduce((sum, row) => sum + row[feature]!, 0) / rows.length)
  const deviation = of(feature => Math.sqrt(rows.reduce((sum, row) => sum + (row[feature]! - mean[feature]!) ** 2, 0) / rows.length) || 1)
  const scaled = new Float64Array(rows.length * size)
  rows.forEach((row, at) => scaled.set(row.map((value, feature) => (value - mean[feature]!) / deviation[feature]!), at * size))
  return { scaled, mean, deviation }
}

/** A question with the probability that the memory can answer it. */
export interface Sure extends Posed {
  confidence: number
}

/** Questions judged by one set of weights. */
export function judgeBy(posed: readonly Posed[], params: ConfidenceParams, { confidencesOf }: Confidences): Sure[] {
  return posed.map(one => ({ ...one, confidence: answerability(confidencesOf(one.hits.slice(0, best), params).map(confidence => ({ confidence }))) }))
}

/** Questions judged by weights that were fitted on the other histories. */
export function judgeHeldOut(posed: readonly Posed[], library: Confidences): Sure[] {
  const histories = [...new Set(posed.map(({ history }) => history))]
  return histories.flatMap(name => judgeBy(posed.filter(({ history }) => history === name), fitConfidence(posed.filter(({ history }) => history !== name), library), library))
}

/** What tells, the least of which speaks for an answer that is not there. */
const rankings: Readonly<Record<string, (question: Sure) => number>> = {
  confidence: ({ confidence }) => confidence,
  'first cosine': ({ hits }) => hits[0]?.evidence?.cosine ?? -1,
  'first score': ({ hits }) => hits[0]?.score ?? -Infinity,
  'best share of words': ({ hits }) => Math.max(0, ...hits.slice(0, best).map(({ lexical }) => lexical)),
}

/** One kind of question without an answer, told from those whose evidence is there. */
interface Told {
  questions: number
  /** Share of the questions without an answer: average precision by chance. */
  chance: number
  averagePrecision: Record<string, number>
  areaUnderCurve: Record<string, number>
}

export interface AnswerabilityFigures {
  told: Partial<Record<Situation, Told>>
  /** Of the confidence, over questions with their evidence and the same ones without. */
  reliability: Reliability
  /** Mean confidence by situation. */
  mean: Partial<Record<Situation, number>>
}

const lacking = ['unanswerable', 'adversarial', 'withheld', 'renamed'] as const

/** Figures of judged questions. What is adversarial has evidence: the unanswerable are told from it, too. */
export function answerabilityOf(questions: readonly Sure[]): AnswerabilityFigures {
  const of = (...some: readonly Situation[]): Sure[] => questions.filter(({ situation }) => some.includes(situation))
  const told: AnswerabilityFigures['told'] = {}
  const means: AnswerabilityFigures['mean'] = {}
  for (const situation of ['answerable', ...lacking] as const) {
    const some = of(situation)
    if (some.length === 0) continue
    means[situation] = some.reduce((sum, { confidence }) => sum + confidence, 0) / some.length
    if (situation === 'answerable') continue
    const all = [...some, ...of('answerable', ...situation === 'unanswerable' ? ['adversarial' as const] : [])]
    const scored = (ranking: (question: Sure) => number): Scored[] => all.map(one => ({ score: -ranking(one), positive: one.situation === situation }))
    const each = (figure: (items: Scored[]) => number): Record<string, number> => Object.fromEntries(Object.entries(rankings).map(([name, ranking]) => [name, figure(scored(ranking))]))
    told[situation] = { questions: some.length, chance: some.length / all.length, averagePrecision: each(averagePrecision), areaUnderCurve: each(areaUnderCurve) }
  }
  return { told, mean: means, reliability: reliability(of('answerable', 'withheld').map(({ confidence, situation }) => ({ score: confidence, positive: situation === 'answerable' }))) }
}

const about: Readonly<Record<(typeof lacking)[number], string>> = {
  unanswerable: 'not answerable', adversarial: 'wrong person or attribute', withheld: 'evidence left out of the hits', renamed: 'another name in the question',
}

/** Prints how well each kind of question without an answer is told; `judge` says whose weights told. */
export function printAnswerability(report: Telling, { told, reliability: { brier, ece }, mean }: AnswerabilityFigures, judge: string): void {
  report.heading('Does memory hold an answer? By the confidence of the hits')
  report.print(
    table(
      ['average precision (area under curve)', 'questions', 'chance', ...Object.keys(rankings), 'mean confidence'],
      lacking.flatMap(situation => {
        const own = told[situation]
        return own ? [[
          about[situation], String(own.questions), share(own.chance),
          ...Object.keys(rankings).map(name => `${share(own.averagePrecision[name]!)} (${share(own.areaUnderCurve[name]!)})`), share(mean[situation]!),
        ]] : []
      }),
    ),
    '', `${judge} Mean confidence where the evidence is there: ${share(mean.answerable ?? 0)}.`,
    `Evidence there or left out: Brier score ${share(brier)}, calibration error ${share(ece)} (always .5: .250).`,
  )
}

