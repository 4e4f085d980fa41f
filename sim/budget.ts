// What stays when only some of the turns may: learned keepers against rules, a published formula, the gate and chance.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom, loadPolicy } from 'mneme'
import { command, UsageError, usageOf, wholeNumber, type Description, type Settings } from './lab/command.ts'
import { chooseEncoder, encoderFlags, type Voices } from './lab/encoders.ts'
import { live } from './lab/evaluation.ts'
import { readHistories, type History } from './lab/histories.ts'
import { keepersOf } from './lab/keepers.ts'
import { evidenceKept, keptTurns, remainder, scoreTurns, type Scores } from './lab/keeping.ts'
import { acrossSeeds, bootstrap, mean, pairedDifference, places, recallAt, type Estimate } from './lab/metrics.ts'
import { drawPlot } from './lab/plot.ts'
import { interval, Progress, Report, share, table } from './lab/report.ts'
import { root } from './lab/repository.ts'
import { generateWorlds } from './world/world.ts'

export const summary = 'When only some of the turns may stay, which score keeps what the questions need?'

const description: Description = {
  name: 'budget',
  summary,
  flags: {
    data: { value: 'FILE', about: "conversations in the format of LoCoMo (default the package's lives)" },
    world: { value: 'N', about: 'instead, N worlds of the half of the grammar that nothing was learned on' },
    capacities: { value: 'LIST', about: 'percents of the turns that stay', default: '10,25,50' },
    found: { value: 'LIST', about: 'those of them at which questions are asked end to end, which is most of the time; or none', default: '25' },
    seeds: { value: 'N', about: 'runs behind each figure of what is learned or drawn', default: '5' },
    ...encoderFlags,
  },
}

export const usage: string = usageOf(description)

/** Scores that anyone would think of first: the best of them is to be beaten. */
const simple = [
  'random', 'last N', 'least recently used', 'published importance, as documented', 'published importance, as it runs', 'novelty', 'length', 'sum of idf',
  'names and digits', 'rules of thumb',
]

const measures = { kept: 'Evidence kept', found: 'Evidence found, recall@10 where only what is kept was ever said' } as const
type Measure = keyof typeof measures

/** Figures of one score: for each capacity and run the value of every question. */
type Values = Record<Measure, number[][][]>

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { data, world } = settings.flags
    const plan = planOf(settings)
    if (data !== undefined && world !== undefined) throw new UsageError('--data, --world: expected one of them, got both')
    const histories = world === undefined ? readHistories(data) : generateWorlds(wholeNumber('world', world), { half: 'held', seed: settings.seed })
    const voices = await chooseEncoder(settings.flags)
    const report = new Report(settings, voices.encoder.id)
    const values = await measure(histories, voices, plan)
    const turns = histories.flatMap(({ sessions }) => sessions.flatMap(session => session.turns)).length
    const questions = histories.flatMap(history => history.questions).length
    const subject = `${histories.length} histories, ${turns} turns, ${questions} questions; ${plan.seeds} runs; encoder ${voices.encoder.id}`
    report.heading('What is kept when only some of the turns may stay')
    report.print(`${subject}.`)
    const figures = (Object.keys(measures) as Measure[]).filter(of => plan[of].length > 0).map(of => tell(of, values, plan[of], report, settings.seed))
    report.finish({ encoder: voices.encoder.id, turns, questions, figures }, plotOf(figures[0]!, subject))
  })
}

/** Capacities, for each measure, as shares of the turns; and the runs. */
interface Plan extends Record<Measure, number[]> {
  seeds: number
  seed: number
}

function planOf({ seed, flags }: Settings): Plan {
  const listOf = (flag: string): number[] => {
    const parts = (flags[flag] ?? '').split(',').map(part => wholeNumber(flag, part) / 100)
    if (parts.some(part => part <= 0 || part > 1)) throw new UsageError(`--${flag}: expected percents from 1 to 100 like "10,25", got "${flags[flag]}"`)
    return parts
  }
  const seeds = wholeNumber('seeds', flags['seeds'] ?? '')
  if (seeds === 0) throw new UsageError('--seeds: expected 1 or more, got 0')
  const [kept, found] = [listOf('capacities'), flags['found'] === 'none' ? [] : listOf('found')]
  const stranger = found.find(part => !kept.includes(part))
  if (stranger !== undefined) throw new UsageError(`--found: expected percents among --capacities, got ${Math.round(100 * stranger)}; name it there too`)
  return { kept, found, seeds, seed }
}

async function measure(histories: readonly History[], voices: Voices, plan: Plan): Promise<Record<string, Values>> {
  const { seeds, seed } = plan
  // TensorFlow.js comes with it: only this simulation pays for that.
  const research = await import('mneme/research')
  const policy = loadPolicy(readFileSync(join(root, 'checkpoints', 'policy-en.msgpack')))
  const keepersFor = keepersOf({ encoder: voices.reader, policy, research })
  const keepers = Array.from({ length: seeds }, (_, at) => keepersFor(seed + at))
  const progress = new Progress(histories.length)
  const values: Record<string, Values> = {}
  for (const [done, history] of histories.entries()) {
    progress.update(done, `history ${history.id}`)
    const { memory, decisions } = await live(history, voices, { seed })
    await memory.close()
    const random = createRandom(seed)
    const fixed = await scoreTurns(history, { encoder: voices.encoder, published: research.importanceOf, decisions, random })
    const learned = keepers.map((scoresOf): Scores => ({ random: fixed['random']!.map(() => random.next()), ...scoresOf(history) }))
    const { oracle, ...plain } = fixed
    const names = [...Object.keys(plain), ...Object.keys(learned[0]!).filter(name => name !== 'random'), 'oracle']
    for (const name of names) {
      const runs = learned[0]![name] ? learned.map(scores => scores[name]!) : [name === 'oracle' ? oracle! : plain[name]!]
      const own = (values[name] ??= { kept: plan.kept.map(() => runs.map(() => [])), found: plan.found.map(() => runs.map(() => [])) })
      for (const [turn, scores] of runs.entries()) {
        for (const [at, part] of plan.kept.entries()) {
          const kept = keptTurns(history, scores, part, random)
          own.kept[at]![turn]!.push(...evidenceKept(history, kept))
          own.found[plan.found.indexOf(part)]?.[turn]!.push(...await evidenceFound(history, kept, voices, seed))
        }
      }
    }
  }
  progress.end()
  return values
}

/** recall@10 for each question, where only the kept turns were said. All of them become traces: what was chosen is not chosen again. */
async function evidenceFound(history: History, kept: ReadonlySet<string>, voices: Voices, seed: number): Promise<number[]> {
  const { memory } = await live(remainder(history, kept), voices, { seed, config: { searchUnstored: false, gate: { enabled: false } } })
  const found: number[] = []
  for (const { question, evidence } of history.questions) found.push(recallAt(places(await memory.recall(question, { k: 10 })), evidence, 10))
  await memory.close()
  return found
}

/** One measure of every score: by capacity. */
interface Told {
  measure: Measure
  capacities: readonly number[]
  /** The best simple score at each capacity. */
  rivals: string[]
  estimates: Record<string, Estimate[]>
  /** Beyond the rival, question by question; and the share of the way from it to the oracle. */
  gains: Record<string, (Estimate & { closed: number })[]>
}

function tell(of: Measure, values: Readonly<Record<string, Values>>, capacities: readonly number[], report: Report, seed: number): Told {
  const middles = mapValues(values, own => own[of].map(runs => runs[0]!.map((_, question) => mean(runs.map(one => one[question]!)))))
  const rivals = capacities.map((_, at) => simple.reduce((best, name) => mean(middles[name]![at]!) > mean(middles[best]![at]!) ? name : best))
  const random = () => createRandom(seed)
  const estimates = mapValues(values, own => own[of].map(runs => runs.length > 1 ? acrossSeeds(runs.map(mean)) : bootstrap(runs[0]!, random())))
  const gains = mapValues(middles, own => own.map((middle, at) => {
    const rival = middles[rivals[at]!]![at]!
    return { ...pairedDifference(middle, rival, random()), closed: (mean(middle) - mean(rival)) / (mean(middles['oracle']![at]!) - mean(rival) || 1) }
  }))
  const titles = capacities.map(percent)
  report.heading(measures[of])
  report.print(tableOf(['turns that stay', ...titles], mapValues(estimates, own => own.map(interval))), '')
  report.print(`Beyond the best simple score (${capacities.map((part, at) => `${percent(part)}: ${rivals[at]}`).join('; ')}), relatively, and of the way to the oracle:`, '')
  report.print(tableOf(['turns that stay', ...titles.flatMap(title => [`${title} gain`, 'of it', 'closed'])], mapValues(
    Object.fromEntries(Object.entries(gains).filter(([name]) => !simple.includes(name))),
    (own, name) => own.flatMap((gain, at) => [interval(gain), signed(gain.mean / (estimates[name]![at]!.mean - gain.mean)), signed(gain.closed)]),
  )))
  for (const name of Object.keys(values)) report.record({ measure: of, score: name, capacities, estimates: estimates[name], gains: gains[name], rivals })
  return { measure: of, capacities, rivals, estimates, gains }
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From, name: string) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]))
}

const percent = (part: number): string => `${(100 * part).toFixed(0)} %`

function signed(part: number): string {
  return `${part < 0 ? '' : '+'}${percent(part)}`
}

function tableOf(head: readonly string[], rows: Readonly<Record<string, readonly string[]>>): string {
  return table(head, Object.entries(rows).map(([name, cells]) => [name, ...cells]))
}

function plotOf({ estimates: figures, capacities }: Told, subtitle: string): string {
  const groups = Object.entries(figures).map(([name, estimates]) => ({
    name, bars: estimates.map(({ mean: value, low, high }) => ({ value, low: Math.max(0, low), high: Math.min(1, high), label: share(value) })),
  }))
  const axis = { label: "share of the questions' evidence that is kept (whiskers: 95 % over runs, or by bootstrap)", max: 1 }
  return drawPlot({
    title: 'What a budget of turns keeps of the evidence',
    subtitle,
    panels: [{ type: 'bars', title: 'By the score that chooses the turns', axis, series: capacities.map(part => `${percent(part)} stay`), groups }],
  })
}
