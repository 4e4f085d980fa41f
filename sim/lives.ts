// Evidence retrieval on our own written lives, and what the gate kept against their labels.
import { createRandom } from 'mneme'
import type { BarPanel } from './lab/bars.ts'
import { command, usageOf, type Description } from './lab/command.ts'
import { judgeHeldOut } from './lab/confidence.ts'
import { encoderFlags } from './lab/encoders.ts'
import { readLives } from './lab/histories.ts'
import { judge, keeper, lengthMatched, pairsWon, precisionOf, type Judged } from './lab/labels.ts'
import { bootstrap } from './lab/metrics.ts'
import { drawPlot } from './lab/plot.ts'
import { interval, share, table, type Report } from './lab/report.ts'
import { livesFolder } from './lab/repository.ts'
import { measureRetrieval } from './lab/retrieval.ts'

export const summary = 'Does recall find what twelve written lives hold, and does the gate keep what their authors would?'

const description: Description = {
  name: 'lives',
  summary,
  flags: { data: { value: 'DIR', about: 'folder of lives (default those of the package)' }, ...encoderFlags },
}

export const usage: string = usageOf(description)

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const histories = readLives(settings.flags['data'] ?? livesFolder)
    const { report, figures, panel, subject, runs } = await measureRetrieval(
      'Evidence retrieval on written lives',
      histories,
      settings,
      { judge: judgeHeldOut, about: 'By weights that were fitted on the other lives.' }
    )
    const turns = judge(histories, runs)
    for (const turn of turns) report.record(turn)
    const gate = reportGate(report, turns, settings.seed)
    report.finish(
      { ...figures, gate },
      drawPlot({
        title: 'Recall and gate on our own written lives',
        subtitle: subject,
        panels: [panel, storedPanel(gate.kept)],
      })
    )
  })
}

const actions = ['ltm', 'stm', 'reinforce', 'ignore'] as const
const levels = ['0 chatter', '1 within the session', '2 for months', '3 never to be lost']

interface Kept {
  level: string
  turns: number
  /** Share of the level's turns by action. */
  shares: Record<(typeof actions)[number], number>
}

interface GateFigures {
  averagePrecision: Record<'all' | 'matched', Record<'gate' | 'length' | 'chance', number>>
  pairs: number
  pairsWon: Record<'gate' | 'length', ReturnType<typeof bootstrap>>
  kept: Kept[]
}

const byGate = (turn: Judged): number => turn.importance
const byLength = (turn: Judged): number => turn.length

function reportGate(report: Report, turns: readonly Judged[], seed: number): GateFigures {
  const pairs = lengthMatched(turns)
  const matched = pairs.flat()
  const precisions = (some: readonly Judged[]): Record<'gate' | 'length' | 'chance', number> => ({
    gate: precisionOf(some, byGate),
    length: precisionOf(some, byLength),
    chance: precisionOf(some, () => 0),
  })
  const figures: GateFigures = {
    averagePrecision: { all: precisions(turns), matched: precisions(matched) },
    pairs: pairs.length,
    pairsWon: {
      gate: bootstrap(pairsWon(pairs, byGate), createRandom(seed)),
      length: bootstrap(pairsWon(pairs, byLength), createRandom(seed)),
    },
    kept: levels.map((level, keep) =>
      keptOf(
        level,
        turns.filter(turn => turn.keep === keep)
      )
    ),
  }
  const { all, matched: equal } = figures.averagePrecision
  report.heading(`The gate against the authors' labels (keep ${keeper} or 3)`)
  report.print(
    table(
      ['average precision', 'turns', 'gate', 'length alone', 'chance'],
      [
        ['all turns', String(turns.length), share(all.gate), share(all.length), share(all.chance)],
        ['pairs of equal length', String(matched.length), share(equal.gate), share(equal.length), share(equal.chance)],
      ]
    ),
    '',
    `Of ${pairs.length} pairs of equal length (within 10 %), the gate finds the keeper in ${interval(figures.pairsWon.gate)},`,
    `length in ${interval(figures.pairsWon.length)}.`,
    ''
  )
  report.print(
    table(
      ['label', 'turns', 'long-term', 'short-term', 'reinforce', 'only the log'],
      figures.kept.map(({ level, turns: count, shares }) => [
        level,
        String(count),
        ...actions.map(action => share(shares[action])),
      ])
    )
  )
  return figures
}

function keptOf(level: string, turns: readonly Judged[]): Kept {
  const count = (action: string): number => turns.filter(turn => turn.action === action).length / Math.max(1, turns.length)
  return {
    level,
    turns: turns.length,
    shares: { ltm: count('ltm'), stm: count('stm'), reinforce: count('reinforce'), ignore: count('ignore') },
  }
}

function storedPanel(kept: readonly Kept[]): BarPanel {
  return {
    type: 'bars',
    title: 'What the gate did with turns, by how long their author would keep them',
    axis: { label: 'share of the turns with that label', max: 1 },
    series: ['long-term memory', 'short-term memory', 'only the log'],
    groups: kept.map(({ level, turns, shares }) => ({
      name: `${level} (${turns})`,
      bars: [shares.ltm + shares.reinforce, shares.stm, shares.ignore].map(value => ({ value })),
    })),
  }
}
