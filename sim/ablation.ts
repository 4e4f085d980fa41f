// Each part of the memory switched off in turn: what changes, by numbers, on the lives and on two probes.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom, loadPolicy, type PartialConfig } from 'mneme'
import { command, usageOf, type Description } from './lab/command.ts'
import { chooseEncoder, encoderFlags, type Voices } from './lab/encoders.ts'
import { meanOver, runMemory, scores, type Run } from './lab/evaluation.ts'
import { readLives, readLocomo, type History } from './lab/histories.ts'
import { bootstrap, median, pairedDifference, type Estimate } from './lab/metrics.ts'
import { drawPlot } from './lab/plot.ts'
import { decayProbe, eveningProbe } from './lab/probes.ts'
import { Progress, Report, share, table } from './lab/report.ts'
import { livesFolder, root } from './lab/repository.ts'
import { ablate, printParts, withoutSignals, type Figures } from './lab/part-ablation.ts'
import { withoutLearning } from './lab/unlearned.ts'

export const summary = 'What does each part of the memory buy: what changes when it is switched off?'

const description: Description = {
  name: 'ablation',
  summary,
  flags: {
    data: { value: 'DIR', about: 'folder of lives (default those of the package)' },
    locomo: { value: 'FILE', about: 'conversations in the format of LoCoMo: signals and learned parts are measured on them too' },
    ...encoderFlags,
  },
}

export const usage: string = usageOf(description)

/** The whole memory first; then each part switched off. */
const variants: Readonly<Record<string, PartialConfig>> = {
  full: {},
  'gate off': { gate: { enabled: false } },
  'STM off': { stm: { capacity: 0 } },
  'decay off': { decay: { enabled: false } },
  'implicit off': { implicit: { enabled: false } },
  'lexical off': { lexical: { enabled: false } },
  'neighbours off': { lexical: { neighbours: false } },
  'unstored off': { searchUnstored: false },
}

interface Measured {
  recall: number[]
  mrr: number[]
  evening: number[]
  stale: number[]
  fresh: number[]
  traces: number
  bytes: number
  recallMs: number
}

interface Row {
  recall: Estimate
  mrr: Estimate
  /** Differences to the whole memory, question by question. */
  recallChange: Estimate
  mrrChange: Estimate
  evening: Estimate
  stale: Estimate
  fresh: Estimate
  traces: number
  bytes: number
  recallMs: number
  /** Figures that differ from those of the whole memory, timing aside. */
  changes: string[]
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { seed, flags } = settings
    const histories = readLives(flags['data'] ?? livesFolder)
    const voices = await chooseEncoder(flags)
    const report = new Report(settings, voices.encoder.id)
    const learned = withoutLearning(loadPolicy(readFileSync(join(root, 'checkpoints', 'policy-en.msgpack'))))
    const progress = new Progress(Object.keys({ ...variants, ...withoutSignals, ...learned }).length + 2)
    let done = 0
    const measured: Record<string, Measured> = {}
    for (const [name, config] of Object.entries(variants)) {
      progress.update(done++, name)
      measured[name] = await measure(histories, voices, config, seed)
    }
    const data = { ...flags['locomo'] !== undefined && { locomo: readLocomo(flags['locomo']) }, lives: histories }
    const without = (others: typeof learned): Promise<Record<string, Figures>> => ablate(others, data, voices, seed, name => { progress.update(done++, name) })
    const parts = { signals: await without(withoutSignals), learned: await without(learned) }
    progress.end()
    const rows = Object.fromEntries(Object.entries(measured).map(([name, own]) => [name, compare(own, measured['full']!, seed)]))
    for (const [variant, row] of Object.entries(rows)) report.record({ variant, ...row })
    printRows(report, rows, histories, measured['full']!.recall.length)
    printParts(report, 'The five signals: one off at a time', parts.signals)
    printParts(report, 'What is learned: one part at a time as if it had learned nothing', parts.learned)
    for (const [variant, figures] of Object.entries({ ...parts.signals, ...parts.learned })) report.record({ variant, ...figures })
    report.finish(
      { encoder: voices.encoder.id, questions: measured['full']!.recall.length, variants: rows, ...parts, idle: idleParts(rows) },
      plotOf(rows),
    )
    if (idleParts(rows).length > 0)
      throw new Error(
        `expected every part to change a figure, these change none: ${idleParts(rows).join(', ')}; wire or remove them`,
      )
  })
}

async function measure(histories: readonly History[], voices: Voices, config: PartialConfig, seed: number): Promise<Measured> {
  const runs: Run[] = []
  for (const history of histories) runs.push(await runMemory(history, voices, { config, seed }))
  const answers = runs.flatMap(one => one.answers)
  return {
    recall: scores(answers, 'recall@10'),
    mrr: scores(answers, 'MRR'),
    evening: await eveningProbe(voices, config, seed),
    ...(await decayProbe(voices, config, seed)),
    traces: meanOver(runs, ({ stats }) => stats.stm + stats.ltm),
    bytes: meanOver(runs, one => one.bytes),
    recallMs: median(answers.map(answer => answer.ms)),
  }
}

function compare(own: Measured, full: Measured, seed: number): Row {
  const names = ['recall', 'mrr', 'evening', 'stale', 'fresh'] as const
  const lists = names.filter(name => own[name].some((value, index) => value !== full[name][index]))
  const sizes = (['traces', 'bytes'] as const).filter(name => own[name] !== full[name])
  const estimate = (values: readonly number[]): Estimate => bootstrap(values, createRandom(seed))
  return {
    recall: estimate(own.recall),
    mrr: estimate(own.mrr),
    recallChange: pairedDifference(own.recall, full.recall, createRandom(seed)),
    mrrChange: pairedDifference(own.mrr, full.mrr, createRandom(seed)),
    evening: estimate(own.evening),
    stale: estimate(own.stale),
    fresh: estimate(own.fresh),
    traces: own.traces,
    bytes: own.bytes,
    recallMs: own.recallMs,
    changes: [...lists, ...sizes],
  }
}

function signedShare(value: number): string {
  return `${value < 0 ? '-' : '+'}${share(Math.abs(value))}`
}

function signed({ mean: value, low, high }: Estimate): string {
  return `${signedShare(value)} [${signedShare(low)}, ${signedShare(high)}]`
}

function printRows(report: Report, rows: Readonly<Record<string, Row>>, histories: readonly History[], questions: number): void {
  const list = Object.entries(rows)
  report.heading('Ablation: one part off at a time')
  report.print(
    `${histories.length} lives, ${questions} questions; changes against the whole memory, paired by question, with their`,
    '95 % bootstrap intervals.',
    '',
  )
  report.print(
    table(
      ['variant', 'recall@10', 'change (95 %)', 'MRR', 'change (95 %)'],
      list.map(([name, row]) => [
        name,
        share(row.recall.mean),
        name === 'full' ? '' : signed(row.recallChange),
        share(row.mrr.mean),
        name === 'full' ? '' : signed(row.mrrChange),
      ]),
    ),
  )
  report.print(
    '',
    table(
      ['variant', 'traces', 'KiB', 'ms recall', 'evening right', 'stale in top 5', 'today first'],
      list.map(([name, row]) => [
        name,
        row.traces.toFixed(0),
        (row.bytes / 1024).toFixed(0),
        row.recallMs.toFixed(2),
        share(row.evening.mean),
        share(row.stale.mean),
        share(row.fresh.mean),
      ]),
    ),
    '',
    'traces, KiB        mean per life: traces in both memories, size of the checkpoint',
    'evening right      first hits for "What music do I like in the evening?" said at that time of day',
    'stale in top 5     moods and small talk of 60 days ago among the first five hits for "How do I feel?"',
    'today first        the same questions: the mood of today comes first',
  )
  const idle = idleParts(rows)
  report.print(
    '',
    idle.length === 0 ? 'Every part changes at least one figure.' : `ATTENTION, these change no figure: ${idle.join(', ')}.`,
  )
}

/** Parts that change nothing: to be wired, or removed. */
function idleParts(rows: Readonly<Record<string, Row>>): string[] {
  return Object.entries(rows)
    .filter(([name, { changes }]) => name !== 'full' && changes.length === 0)
    .map(([name]) => name)
}

function bar({ mean: value, low, high }: Estimate): { value: number; low: number; high: number } {
  return { value, low, high }
}

function plotOf(rows: Readonly<Record<string, Row>>): string {
  const off = Object.entries(rows).filter(([name]) => name !== 'full')
  return drawPlot({
    title: 'What each part buys',
    subtitle: 'Twelve written lives, one part switched off at a time; whiskers are 95 % bootstrap intervals',
    panels: [
      {
        type: 'bars',
        title: 'Change of retrieval without the part',
        axis: { label: 'difference to the whole memory, paired by question' },
        series: ['recall@10', 'MRR'],
        groups: off.map(([name, row]) => ({
          name,
          bars: [row.recallChange, row.mrrChange].map(change => ({ ...bar(change), label: signedShare(change.mean) })),
        })),
      },
      {
        type: 'bars',
        title: 'Probes',
        axis: { label: 'share', min: 0, max: 1 },
        series: ['evening preference right', 'stale moods and small talk in the top 5', 'mood of today first'],
        groups: Object.entries(rows).map(([name, row]) => ({ name, bars: [bar(row.evening), bar(row.stale), bar(row.fresh)] })),
      },
      {
        type: 'bars',
        title: 'Traces stored',
        axis: { label: 'mean per life' },
        series: ['traces'],
        groups: Object.entries(rows).map(([name, { traces }]) => ({ name, bars: [{ value: traces, label: traces.toFixed(0) }] })),
      },
    ],
  })
}
