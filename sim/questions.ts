// Questions by category, with and without the planner, aggregation and the days that a question names.
import { createRandom, Mneme, type PartialConfig } from 'mneme'
import { command, usageOf, type Description } from './lab/command.ts'
import { chooseEncoder, encoderFlags, type Voices } from './lab/encoders.ts'
import { live } from './lab/evaluation.ts'
import { readHistories, type History } from './lab/histories.ts'
import { bootstrap, mean, pairedDifference, places, recallAt, reciprocalRank, type Estimate } from './lab/metrics.ts'
import { interval, Progress, Report, share, table } from './lab/report.ts'

export const summary = 'What do planner, aggregation and dates buy for each category of questions?'

const description: Description = {
  name: 'questions', summary, flags: {
    data: { value: 'FILE', about: 'conversations in the format of LoCoMo (default the lives of the package)' },
    ...encoderFlags,
  },
}

export const usage: string = usageOf(description)

const whole = 'all'
const variants: Readonly<Record<string, PartialConfig>> = {
  [whole]: {},
  'without planner': { plan: { enabled: false } },
  'without aggregation': { aggregate: { enabled: false } },
  'without dates': { dates: { enabled: false } },
  'without all three': { plan: { enabled: false }, aggregate: { enabled: false }, dates: { enabled: false } },
}

/** Tokens of a context that every variant may take alike. */
const fixedTokens = 400

/** One question put to one variant. */
interface Asked {
  category: string
  recallAt10: number
  reciprocalRank: number
  /** Share of the evidence in a context of at most `fixedTokens`, and its tokens. */
  inContext: number
  tokens: number
  /** The same of a context whose size the memory chooses. */
  ownInContext: number
  ownTokens: number
}

const measures = ['recallAt10', 'reciprocalRank', 'inContext', 'tokens', 'ownInContext', 'ownTokens'] as const
type Measure = (typeof measures)[number]

/** Means of one variant over some questions, and its differences to the whole memory, question by question. */
interface Row {
  means: Record<Measure, number>
  changes: Record<Measure, Estimate>
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { data } = settings.flags
    const histories = readHistories(data)
    const voices = await chooseEncoder(settings.flags)
    const report = new Report(settings, voices.encoder.id)
    const asked = await askAll(histories, voices, settings.seed)
    for (const [variant, answers] of Object.entries(asked)) for (const answer of answers) report.record({ variant, ...answer })
    const counts = new Map<string, number>()
    for (const { category } of asked[whole]!) counts.set(category, (counts.get(category) ?? 0) + 1)
    const names = [...counts.keys()].toSorted((a, b) => counts.get(b)! - counts.get(a)!)
    const categories: Record<string, { questions: number; variants: Record<string, Row> }> = {}
    for (const name of ['all questions', ...names]) {
      const of = (answers: readonly Asked[]): Asked[] => (counts.has(name) ? answers.filter(({ category }) => category === name) : [...answers])
      const full = of(asked[whole]!)
      const rows = Object.entries(asked).map(([variant, answers]): [string, Row] => [variant, rowOf(of(answers), full, settings.seed)])
      categories[name] = { questions: full.length, variants: Object.fromEntries(rows) }
    }
    print(report, histories.length, categories)
    report.finish({ encoder: voices.encoder.id, data: data === undefined ? 'lives' : 'locomo', histories: histories.length, fixedTokens, categories })
  })
}

/** Lives each history once; every variant reads the same memory. */
async function askAll(histories: readonly History[], voices: Voices, seed: number): Promise<Record<string, Asked[]>> {
  const asked = Object.fromEntries(Object.keys(variants).map((name): [string, Asked[]] => [name, []]))
  const progress = new Progress(histories.length)
  for (const [done, history] of histories.entries()) {
    progress.update(done, history.id)
    const { memory, end } = await live(history, voices, { seed })
    const bytes = memory.toBytes()
    await memory.close()
    for (const [name, config] of Object.entries(variants)) {
      const variant = await Mneme.fromBytes(bytes.slice(), { ...voices, clock: () => end, timeZone: 'UTC', user: history.id, config })
      for (const question of history.questions) asked[name]!.push(await ask(variant, question))
      await variant.close()
    }
  }
  progress.end()
  return asked
}

async function ask(memory: Mneme, { category, question, evidence }: History['questions'][number]): Promise<Asked> {
  const ranked = places(await memory.recall(question, { k: 20 }))
  const fixed = await memory.process(question, { budgetTokens: fixedTokens })
  const own = await memory.process(question)
  const shownOf = (turn: typeof own): number => {
    const shown = places(turn.memories)
    return recallAt(shown, evidence, shown.length)
  }
  return {
    category, recallAt10: recallAt(ranked, evidence, 10), reciprocalRank: reciprocalRank(ranked, evidence),
    inContext: shownOf(fixed), tokens: fixed.tokens.context, ownInContext: shownOf(own), ownTokens: own.tokens.context,
  }
}

function each<T>(figure: (measure: Measure) => T): Record<Measure, T> {
  return Object.fromEntries(measures.map(measure => [measure, figure(measure)])) as Record<Measure, T>
}

function rowOf(own: readonly Asked[], full: readonly Asked[], seed: number): Row {
  const values = (answers: readonly Asked[], measure: Measure): number[] => answers.map(answer => answer[measure])
  return {
    means: each(measure => mean(values(own, measure))),
    changes: each(measure => (own === full ? bootstrap(full.map(() => 0), createRandom(seed)) : pairedDifference(values(own, measure), values(full, measure), createRandom(seed)))),
  }
}

function print(report: Report, histories: number, categories: Readonly<Record<string, { questions: number; variants: Record<string, Row> }>>): void {
  const rowsOf = (cell: (row: Row) => string): string[][] =>
    Object.entries(categories).map(([name, { questions, variants: rows }]) => [name, String(questions), ...Object.values(rows).map(cell)])
  const head = ['category', 'n', ...Object.keys(variants)]
  report.heading(`Questions by category: ${histories} histories`)
  report.print('recall@10, MRR in brackets. Recall does not plan.', '')
  report.print(table(head, rowsOf(({ means }) => `${share(means.recallAt10)} (${share(means.reciprocalRank)})`)))
  report.print('', `Evidence in a context of at most ${fixedTokens} tokens, tokens in brackets.`, '')
  report.print(table(head, rowsOf(({ means }) => `${share(means.inContext)} (${means.tokens.toFixed(0)})`)))
  report.print('', 'Evidence in a context whose size the memory chooses, tokens in brackets.', '')
  report.print(table(head, rowsOf(({ means }) => `${share(means.ownInContext)} (${means.ownTokens.toFixed(0)})`)))
  const all = Object.entries(categories['all questions']!.variants).filter(([name]) => name !== whole)
  report.print('', 'Changes over all questions against the whole memory, paired by question (95 %).', '')
  report.print(table(
    ['variant', 'recall@10', 'MRR', `in ${fixedTokens} tokens`, 'in its own size'],
    all.map(([name, { changes }]) => [name, interval(changes.recallAt10), interval(changes.reciprocalRank), interval(changes.inContext), interval(changes.ownInContext)]),
  ))
}
