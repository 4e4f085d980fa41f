// Learning on the job: what a memory keeps for a user whose taste is not that of the policy as it ships, with and without.
import { createRandom, Mneme, type Random, type TurnDecision } from 'mneme'
import { command, UsageError, usageOf, wholeNumber, type Description } from './lab/command.ts'
import { acrossSeeds, type Estimate } from './lab/metrics.ts'
import { drawPlot } from './lab/plot.ts'
import { interval, Progress, Report, table } from './lab/report.ts'
import { drawMessages, subjects, wanted, type Message, type Subject } from './lab/taste.ts'
import { standardPrices } from './world/environment.ts'

export const summary = 'Does feedback teach a memory the taste of its user, and what does she lose until then?'

const description: Description = {
  name: 'online',
  summary,
  flags: {
    seeds: { value: 'N', about: 'users behind each figure', default: '5' },
    turns: { value: 'N', about: 'messages of each', default: '600' },
    every: { value: 'N', about: 'messages for each reward', default: '3' },
  },
}

export const usage: string = usageOf(description)

const sessionLength = 20
const messageMs = 120_000
const dayMs = 86_400_000
/** Turns between two points of the curve. */
const stride = 50

const conditions = ['no learning', 'learning', 'learning, shuffled rewards'] as const
type Condition = (typeof conditions)[number]

interface Round {
  /** Regret up to each point of the curve. */
  curve: number[]
  /** Share kept for good in the last third, by subject. */
  kept: Record<Subject, number>
  drift: number
  rewards: number
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const [seeds, turns, every] = (['seeds', 'turns', 'every'] as const).map(flag => wholeNumber(flag, settings.flags[flag] ?? '')) as [number, number, number]
    if (seeds === 0 || every === 0 || turns < 3 * stride) throw new UsageError(`--seeds, --every, --turns: expected 1, 1 and ${3 * stride} or more, got ${seeds}, ${every} and ${turns}`)
    const report = new Report(settings, 'embedded')
    const progress = new Progress(seeds * conditions.length)
    const rounds = new Map<Condition, Round[]>(conditions.map(condition => [condition, []]))
    for (let round = 0; round < seeds; round++) {
      for (const [at, condition] of conditions.entries()) {
        progress.update(round * conditions.length + at, `user ${round + 1}, ${condition}`)
        rounds.get(condition)!.push(await live(condition, turns, every, settings.seed * 1000 + round))
      }
    }
    progress.end()
    const figures = conditions.map(condition => figuresOf(condition, rounds.get(condition)!))
    for (const figure of figures) report.record(figure)
    printFigures(report, figures, seeds, turns, every)
    report.finish({ seeds, turns, every, figures }, plotOf(figures))
  })
}

/** One user's months with one memory: before each message it makes a context, and now and then she says what she thinks of that. */
async function live(condition: Condition, turns: number, every: number, seed: number): Promise<Round> {
  const random = createRandom(seed)
  const messages = drawMessages(turns, random)
  let now = Date.UTC(2025, 1, 1)
  const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC', config: { learning: { enabled: condition !== 'no learning' } } })
  const subjectOf = new Map(messages.map(({ subject }, at) => [`t${at}`, subject]))
  const shuffle = shuffler(random)
  const curve: number[] = []
  const late = new Map<Subject, number[]>(subjects.map(subject => [subject, []]))
  let regret = 0
  for (const [at, message] of messages.entries()) {
    now += messageMs
    const { memories } = await memory.process(message.text)
    const opinion = opinionOf(memories.flatMap(({ sourceIds }) => sourceIds.flatMap(id => subjectOf.get(id) ?? [])))
    if (at % every === 0 && opinion !== 0) await memory.feedback(condition === 'learning, shuffled rewards' ? shuffle(opinion) : opinion)
    const { decisions } = await memory.observe({ id: `t${at}`, text: message.text })
    regret += regretOf(message, decisions[0]!)
    if (at >= (2 * turns) / 3) late.get(message.subject)!.push(Number(isKept(decisions[0]!)))
    if ((at + 1) % stride === 0) curve.push(regret)
    if ((at + 1) % sessionLength === 0) {
      await memory.endSession()
      now += dayMs
    }
  }
  const { learning: { drift, rewards } } = memory.stats()
  await memory.close()
  const kept = Object.fromEntries([...late].map(([subject, flags]) => [subject, flags.reduce((sum, flag) => sum + flag, 0) / Math.max(1, flags.length)]))
  return { curve, kept: kept as Round['kept'], drift, rewards }
}

/** One bit: whether most of what was shown is what she cares for; nothing where it is even. */
function opinionOf(shown: readonly Subject[]): number {
  return Math.sign(shown.reduce((sum, subject) => sum + (wanted.has(subject) ? 1 : -1), 0))
}

/** Gives the opinion on another context. */
function shuffler(random: Random): (opinion: number) => number {
  const pool: number[] = []
  return opinion => {
    pool.push(opinion)
    return random.pick(pool)
  }
}

function isKept({ action }: TurnDecision): boolean {
  return action === 'ltm' || action === 'reinforce'
}

/** What the best decision brings beyond the one taken: 1 for what she will ask for, less the prices of the worlds. */
function regretOf({ subject }: Message, { action }: TurnDecision): number {
  const { STM, LTM, pollution } = standardPrices
  const value = (kept: TurnDecision['action']): number => {
    if (kept === 'ignore') return 0
    if (kept === 'stm') return (wanted.has(subject) ? 0.5 : -pollution / 2) - STM
    return (wanted.has(subject) ? 1 : -pollution) - LTM
  }
  return Math.max(value('ltm'), 0) - value(action)
}

interface Figures {
  condition: Condition
  /** Turns and regret up to them. */
  curve: { turns: number; regret: Estimate }[]
  /** Of the last third, for each turn. */
  lastThird: Estimate
  kept: Record<Subject, Estimate>
  drift: Estimate
  rewards: Estimate
}

function figuresOf(condition: Condition, rounds: readonly Round[]): Figures {
  const points = rounds[0]!.curve.length
  const from = Math.floor((2 * points) / 3)
  return {
    condition,
    curve: Array.from({ length: points }, (_, at) => ({ turns: (at + 1) * stride, regret: acrossSeeds(rounds.map(({ curve }) => curve[at]!)) })),
    lastThird: acrossSeeds(rounds.map(({ curve }) => (curve.at(-1)! - curve[from - 1]!) / ((points - from) * stride))),
    kept: Object.fromEntries(subjects.map(subject => [subject, acrossSeeds(rounds.map(({ kept }) => kept[subject]))])) as Figures['kept'],
    drift: acrossSeeds(rounds.map(({ drift }) => drift)), rewards: acrossSeeds(rounds.map(({ rewards }) => rewards)),
  }
}

function printFigures(report: Report, figures: readonly Figures[], seeds: number, turns: number, every: number): void {
  report.heading('Regret of what is kept, for a user who cares for plants and moods and never for prices')
  report.print('', table(['', `in ${turns} turns`, 'a turn, last third', 'drift in logits', 'rewards'], figures.map(({ condition, curve, lastThird, drift, rewards }) => [
    condition, `${curve.at(-1)!.regret.mean.toFixed(0)} [${curve.at(-1)!.regret.low.toFixed(0)}, ${curve.at(-1)!.regret.high.toFixed(0)}]`, interval(lastThird), drift.mean.toFixed(2), rewards.mean.toFixed(0),
  ])))
  report.heading('Share kept for good in the last third')
  report.print('', table(['', ...subjects], figures.map(({ condition, kept }) => [condition, ...subjects.map(subject => interval(kept[subject]))])))
  report.print('', `Means of ${seeds} users with intervals of 95 %; a reward of one bit after every ${every} messages where a context was shown. To miss what she wants costs .9, to keep what she does not .25.`)
}

function plotOf(figures: readonly Figures[]): string {
  return drawPlot({
    title: 'Learning on the job',
    subtitle: 'A user whose taste is not that of the policy as it ships: regret of what is kept, mean over users; dashed: 95 %',
    panels: [{
      type: 'lines', title: 'Regret', names: 'key', x: { label: 'messages', min: 0 }, y: { label: 'sum of what better decisions would have brought', min: 0 },
      lines: figures.flatMap(({ condition, curve }) => (['mean', 'low', 'high'] as const).map(of => ({
        name: of === 'mean' ? condition : `${condition}, ${of}`, dashed: of !== 'mean', points: curve.map(({ turns, regret }): [number, number] => [turns, regret[of]]),
      }))),
    }],
  })
}
