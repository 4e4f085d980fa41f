// Corrections in passing: the new value is recalled, the old one is history, everything else stays as it was.
import { Mneme } from 'mneme'
import { command, usageOf, type Description } from './lab/command.ts'
import type { Variant } from './lab/evaluation.ts'
import { Report, table } from './lab/report.ts'
import { proportion, readSuite, told, type Proportion } from './lab/suites.ts'

export const summary = 'Does a correction in passing replace what it corrects, and nothing else?'

const description: Description = {
  name: 'corrections',
  summary,
  flags: {
    suite: { value: 'NAME', about: 'corrections-dev, corrections-sealed, corrections-sealed-2, or a file', default: 'corrections-dev' },
    by: { value: 'passing|call', about: 'observe every turn, or tell the correction by correct()', default: 'passing' },
  },
}

export const usage: string = usageOf(description)

export interface CorrectionScenario {
  id: string
  /** The new statement announces itself: "actually", "no longer". */
  cue: boolean
  /** It names the old value. */
  namesOld: boolean
  turns: { day: number; speaker: string; text: string }[]
  /** Indices of the turns with the old and the new value. */
  old: number
  new: number
  question: string
  /** Indices of the turns that state what stays as it was: neither ended nor doubted, asked as the scenario asks or about themselves. */
  neighbours: number[]
}

export interface CorrectionOutcome {
  id: string
  cue: boolean
  namesOld: boolean
  newRecalled: boolean
  oldCurrent: boolean
  oldAsOf: boolean
  neighbours: number
  touched: string[]
}

const start = Date.UTC(2026, 0, 5, 9)
const dayMs = 86_400_000
const minuteMs = 60_000
/** Hits that are looked at. */
const k = 10

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { suite = 'corrections-dev', by = 'passing' } = settings.flags
    const scenarios = readSuite<CorrectionScenario>(suite)
    const report = new Report(settings, 'embedded')
    report.heading(`Corrections: ${scenarios.length} scenarios of ${suite}, by ${by}`)
    const outcomes: CorrectionOutcome[] = []
    for (const scenario of scenarios) outcomes.push(await judgeCorrection(scenario, by === 'call'))
    for (const outcome of outcomes) report.record(outcome)
    const groups: [string, CorrectionOutcome[]][] = [
      ['all', outcomes],
      ['announced ("actually", "no longer")', outcomes.filter(({ cue }) => cue)],
      ['not announced', outcomes.filter(({ cue }) => !cue)],
      ['the old value named', outcomes.filter(({ namesOld }) => namesOld)],
    ]
    report.print(table(
      ['', 'new value recalled', 'old not current', 'old as of its date', 'neighbours untouched', 'of'],
      groups.map(([name, group]) => {
        const figures = figuresOf(group)
        return [name, told(figures.newRecalled), told(figures.oldNotCurrent), told(figures.oldAsOf), told(figures.untouched), String(group.length)]
      }),
    ))
    report.finish({ suite, by, ...Object.fromEntries(groups.map(([name, group]) => [name, figuresOf(group)])) })
  })
}

/** What a memory makes of a scenario. */
export async function judgeCorrection(scenario: CorrectionScenario, call: boolean, variant: Variant = {}): Promise<CorrectionOutcome> {
  let now = start
  const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC', ...variant })
  let session = 0
  const ids: string[] = []
  for (const [index, { day, speaker, text }] of scenario.turns.entries()) {
    if (day !== session) await memory.endSession()
    session = day
    now = start + day * dayMs + index * minuteMs
    if (call && index === scenario.new) ids[index] = (await memory.correct(text)).turnId
    else ids[index] = (await memory.observe({ text, speaker })).decisions[0]!.turnId
  }
  const before = start + scenario.turns[scenario.new]!.day * dayMs + scenario.new * minuteMs - 1
  now += dayMs
  const old = ids[scenario.old]!
  const current = await memory.recall(scenario.question, { k })
  const then = await memory.recall(scenario.question, { k, asOf: before })
  const touched: string[] = []
  for (const index of scenario.neighbours) {
    const id = ids[index]!
    const asked = [...current, ...await memory.recall(questionOf(scenario.turns[index]!.text), { k })]
    const doubted = asked.some(({ sourceIds, status }) => sourceIds.includes(id) && status === 'doubted')
    if (doubted || /superseded|suppressed/.test(memory.get(id)?.status ?? '')) touched.push(id)
  }
  return {
    id: scenario.id, cue: scenario.cue, namesOld: scenario.namesOld,
    newRecalled: current.some(({ sourceIds }) => sourceIds.includes(ids[scenario.new]!)),
    // What is left of a turn that said more than the old value is current.
    oldCurrent: current.some(({ sourceIds, text, status }) =>
      sourceIds.includes(old) && status !== 'doubted' && text === scenario.turns[scenario.old]!.text),
    oldAsOf: then.some(({ sourceIds }) => sourceIds.includes(old)),
    neighbours: scenario.neighbours.length, touched,
  }
}

/** A question made of a statement's own words. */
function questionOf(text: string): string {
  return `${text.replace(/[.!?\s]+$/, '')}?`
}

/** Shares over outcomes. */
export function figuresOf(outcomes: readonly CorrectionOutcome[]): Record<'newRecalled' | 'oldNotCurrent' | 'oldAsOf' | 'untouched', Proportion> {
  const count = (wanted: (outcome: CorrectionOutcome) => boolean): Proportion => proportion(outcomes.filter(wanted).length, outcomes.length)
  const neighbours = outcomes.reduce((sum, outcome) => sum + outcome.neighbours, 0)
  const touched = outcomes.reduce((sum, outcome) => sum + outcome.touched.length, 0)
  return {
    newRecalled: count(({ newRecalled }) => newRecalled),
    oldNotCurrent: count(({ oldCurrent }) => !oldCurrent),
    oldAsOf: count(({ oldAsOf }) => oldAsOf),
    untouched: proportion(neighbours - touched, neighbours),
  }
}
