// The report that locomo and lives share: methods side by side, categories beneath, and a bar plot of both.
import { chooseEncoder, type Voices } from './encoders.ts'
import {
  byCategory,
  countActions,
  runBaselines,
  runMemory,
  scores,
  summarise,
  type Answer,
  type Run,
  type Summary,
} from './evaluation.ts'
import type { BarPanel } from './bars.ts'
import { answerabilityOf, printAnswerability, type Confidences, type Sure } from './confidence.ts'
import type { Settings } from './command.ts'
import type { History } from './histories.ts'
import { createRandom } from 'mneme'
import { median, pairedDifference, type Estimate } from './metrics.ts'
import type { Posed } from './posed.ts'
import { interval, Progress, Report, share, table } from './report.ts'

/** What was measured on a set of histories. */
export interface Retrieval {
  report: Report
  runs: Run[]
  figures: object
  /** One line on what was measured with what. */
  subject: string
  panel: BarPanel
}

/** Whose weights judge how sure hits are: never ones that were fitted on the same history. */
export interface Judge {
  judge: (posed: readonly Posed[], library: Confidences) => Sure[]
  /** One line on whose weights these are. */
  about: string
}

/** Measures Mneme and the baselines on histories, and prints the tables. */
export async function measureRetrieval(title: string, histories: readonly History[], settings: Settings, { judge, about }: Judge): Promise<Retrieval> {
  const { seed } = settings
  const voices = await chooseEncoder(settings.flags)
  const report = new Report(settings, voices.encoder.id)
  const runs = await runAll(histories, voices, seed)
  const own = runs.flatMap(run => run.answers)
  const answers: Record<string, Answer[]> = { mneme: own, ...(await runBaselines(histories, voices, seed)) }
  const methods = mapValues(answers, some => summarise(some, seed))
  const categories: Record<string, Record<string, Summary>> = {}
  for (const [name, all] of Object.entries(answers)) {
    for (const [category, some] of byCategory(all)) (categories[category] ??= {})[name] = summarise(some, seed)
  }
  const observeMs = median(runs.flatMap(run => run.observeMs))
  const gains = gainsOver(answers, seed)
  const decisions = runs.flatMap(run => run.decisions)
  const actions = countActions(decisions)
  const encoder = voices.encoder.id
  const subject = `${histories.length} histories, ${decisions.length} turns, ${own.length} questions; encoder ${encoder}`

  report.heading(title)
  report.print(
    `${subject}.`,
    `Kept: ${actions.ltm} turns in long-term memory, ${actions.stm} in short-term, ` +
      `${actions.reinforce} as repetitions; ${actions.ignore} only in the log.`,
    '',
    methodTable(methods, observeMs),
    ''
  )
  report.print('cosine, I: as plain cosine, with "I" for the names of speakers in the question.')
  for (const [name, gain] of Object.entries(gains)) {
    report.print(`Mneme beats ${name} by ${interval(gain)} in recall@10, question by question.`)
  }
  report.heading('By category: recall@10, MRR in brackets')
  report.print(categoryTable(categories))
  const sure = judge(runs.flatMap(({ posed }) => posed), await import('mneme/research'))
  const answerability = answerabilityOf(sure)
  printAnswerability(report, answerability, about)
  for (const [method, all] of Object.entries(answers)) for (const answer of all) report.record({ method, ...answer })
  for (const { history, situation, question, confidence } of sure) report.record({ history, situation, question, confidence })
  return {
    report,
    runs,
    subject,
    panel: categoryPanel(methods, categories),
    figures: { encoder, histories: histories.length, turns: decisions.length, actions, observeMs, methods, categories, gains, answerability },
  }
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}

/** Baselines that compete; the others show what is easy. */
const rivals = ['BM25', 'plain cosine', 'cosine, I']

async function runAll(histories: readonly History[], voices: Voices, seed: number): Promise<Run[]> {
  const progress = new Progress(histories.length)
  const runs: Run[] = []
  for (const [done, history] of histories.entries()) {
    progress.update(done, `history ${history.id}`)
    runs.push(await runMemory(history, voices, { seed }))
  }
  progress.end()
  return runs
}

function gainsOver(answers: Readonly<Record<string, readonly Answer[]>>, seed: number): Record<string, Estimate> {
  const own = scores(answers['mneme'] ?? [], 'recall@10')
  return Object.fromEntries(
    rivals.map(name => [
      name,
      pairedDifference(own, scores(answers[name] ?? [], 'recall@10'), createRandom(seed)),
    ])
  )
}

function methodTable(methods: Readonly<Record<string, Summary>>, observeMs: number): string {
  return table(
    ['method', 'R@1', 'R@5', 'R@10 (95 %)', 'R@20', 'MRR (95 %)', 'nDCG@10', 'ms observe', 'ms recall'],
    Object.entries(methods).map(([name, { measures, recallMs }]) => [
      name,
      share(measures['recall@1'].mean),
      share(measures['recall@5'].mean),
      interval(measures['recall@10']),
      share(measures['recall@20'].mean),
      interval(measures.MRR),
      share(measures['nDCG@10'].mean),
      name === 'mneme' ? observeMs.toFixed(2) : '',
      recallMs.toFixed(2),
    ])
  )
}

function categoryTable(categories: Readonly<Record<string, Readonly<Record<string, Summary>>>>): string {
  return table(
    ['category', 'n', 'mneme R@10 (95 %)', 'MRR (95 %)', ...rivals],
    Object.entries(categories).map(([category, methods]) => {
      const own = methods['mneme']!
      return [
        category,
        String(own.questions),
        interval(own.measures['recall@10']),
        interval(own.measures.MRR),
        ...rivals.map(name => `${share(methods[name]!.measures['recall@10'].mean)} (${share(methods[name]!.measures.MRR.mean)})`),
      ]
    })
  )
}

function categoryPanel(
  methods: Readonly<Record<string, Summary>>,
  categories: Readonly<Record<string, Readonly<Record<string, Summary>>>>
): BarPanel {
  const series = ['mneme', 'BM25', 'cosine, I']
  const groups = { 'all questions': methods, ...categories }
  return {
    type: 'bars',
    title: 'Evidence found among the first ten places',
    axis: { label: 'recall@10 (whiskers: 95 % bootstrap interval)', max: 1 },
    series: ['Mneme', 'BM25', 'cosine of the same encoder'],
    groups: Object.entries(groups).map(([category, own]) => ({
      name: `${category} (${own['mneme']!.questions})`,
      bars: series.map(name => {
        const { mean, low, high } = own[name]!.measures['recall@10']
        return { value: mean, low, high }
      }),
    })),
  }
}
