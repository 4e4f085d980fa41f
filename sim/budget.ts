// Which score keeps the evidence when only some of the turns may stay: the gate against heuristics and a published formula.
import { createRandom } from 'mneme'
import { command, usageOf, type Description, type Settings } from './lab/command.ts'
import { chooseEncoder, encoderFlags, type Voices } from './lab/encoders.ts'
import { live } from './lab/evaluation.ts'
import { readHistories, type History } from './lab/histories.ts'
import { evidenceKept, keptTurns, scoreTurns } from './lab/keeping.ts'
import { bootstrap, pairedDifference, type Estimate } from './lab/metrics.ts'
import { drawPlot } from './lab/plot.ts'
import { interval, Progress, Report, table } from './lab/report.ts'

export const summary = 'When only some of the turns may stay, which score keeps what the questions need?'

const description: Description = {
  name: 'budget',
  summary,
  flags: { data: { value: 'FILE', about: "conversations in the format of LoCoMo (default the package's lives)" }, ...encoderFlags },
}

export const usage: string = usageOf(description)

const budgets = [0.1, 0.25, 0.5] as const
const judged = 'the gate'

/** Share of each question's evidence that is kept, by score, for each budget in order. */
type Kept = Record<string, number[][]>

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { data } = settings.flags
    const histories = readHistories(data)
    const voices = await chooseEncoder(settings.flags)
    const report = new Report(settings, voices.encoder.id)
    const kept = await measure(histories, voices, settings)
    const figures = mapValues(kept, (values): Estimate[] => values.map(some => bootstrap(some, createRandom(settings.seed))))
    const { [judged]: own = [], ...others } = kept
    const gains = mapValues(others, (values): Estimate[] =>
      values.map((some, at) => pairedDifference(own[at]!, some, createRandom(settings.seed))))
    const turns = histories.flatMap(({ sessions }) => sessions.flatMap(session => session.turns)).length
    const subject = `${histories.length} histories, ${turns} turns, ${own[0]?.length ?? 0} questions; encoder ${voices.encoder.id}`

    report.heading('Evidence kept when only some of the turns may stay')
    report.print(`${subject}.`, '', tableOf(figures), '', `What the gate keeps beyond each, question by question:`, '', tableOf(gains))
    for (const [score, estimates] of Object.entries(figures)) report.record({ score, budgets, estimates, gain: gains[score] })
    report.finish({ encoder: voices.encoder.id, turns, budgets, kept: figures, gains }, plotOf(figures, subject))
  })
}

async function measure(histories: readonly History[], voices: Voices, { seed }: Settings): Promise<Kept> {
  // TensorFlow.js comes with it: only this simulation pays for that.
  const { importanceOf: published } = await import('mneme/research')
  const progress = new Progress(histories.length)
  const random = createRandom(seed)
  const kept: Kept = {}
  for (const [done, history] of histories.entries()) {
    progress.update(done, `history ${history.id}`)
    const { memory, decisions } = await live(history, voices, { seed })
    await memory.close()
    const scores = await scoreTurns(history, { encoder: voices.encoder, published, decisions, random })
    for (const [name, values] of Object.entries(scores)) {
      const lists = (kept[name] ??= budgets.map(() => []))
      budgets.forEach((share, at) => lists[at]!.push(...evidenceKept(history, keptTurns(history, values, share, random))))
    }
  }
  progress.end()
  return kept
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`

function tableOf(rows: Readonly<Record<string, readonly Estimate[]>>): string {
  return table(
    ['turns that stay', ...budgets.map(percent)],
    Object.entries(rows).map(([name, estimates]) => [name, ...estimates.map(interval)])
  )
}

function plotOf(figures: Readonly<Record<string, readonly Estimate[]>>, subtitle: string): string {
  const groups = Object.entries(figures).map(([name, estimates]) => ({
    name,
    bars: estimates.map(({ mean, low, high }) => ({ value: mean, low, high })),
  }))
  const axis = { label: "share of the questions' evidence that is kept (whiskers: 95 % bootstrap interval)", max: 1 }
  return drawPlot({
    title: 'What a budget of turns keeps of the evidence',
    subtitle,
    panels: [{ type: 'bars', title: 'By the score that chooses the turns', axis, series: budgets.map(share => `${percent(share)} stay`), groups }],
  })
}
