// Preferences and habits that show again and again: which become rules, and which rules are none.
import { Mneme } from 'mneme'
import { command, usageOf, type Description } from './lab/command.ts'
import type { Variant } from './lab/evaluation.ts'
import { Report, table } from './lab/report.ts'
import { proportion, readSuite, told } from './lab/suites.ts'

export const summary = 'Does a preference that shows again and again become a rule, and nothing else?'

const description: Description = {
  name: 'rules', summary, flags: { suite: { value: 'NAME', about: 'rules-dev, rules-held, or a file', default: 'rules-dev' } },
}

export const usage: string = usageOf(description)

type Place = readonly [session: number, index: number]

export interface RuleScenario {
  id: string
  sessions: string[][]
  rules: { says: string; turns: Place[] }[]
  /** What looks like a preference and is none. */
  never: Place[]
  /** What takes a preference back. */
  contradicts: Place[]
}

export interface RuleOutcome {
  id: string
  expected: number
  found: string[]
  missed: string[]
  /** Rules that formed and are none. */
  wrong: string[]
  contradicted: number
  weakened: number
}

const start = Date.UTC(2026, 0, 5, 9)
const weekMs = 7 * 86_400_000
const minuteMs = 60_000

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { suite = 'rules-dev' } = settings.flags
    const report = new Report(settings, 'embedded')
    const scenarios = readSuite<RuleScenario>(suite)
    report.heading(`Rules: ${scenarios.length} scenarios of ${suite}`)
    const outcomes: RuleOutcome[] = []
    for (const scenario of scenarios) outcomes.push(await judgeRules(scenario))
    for (const outcome of outcomes) report.record(outcome)
    const sum = (pick: (outcome: RuleOutcome) => number): number => outcomes.reduce((total, outcome) => total + pick(outcome), 0)
    const found = sum(outcome => outcome.found.length)
    const wrong = sum(outcome => outcome.wrong.length)
    const figures = {
      found: proportion(found, sum(({ expected }) => expected)), right: proportion(found, found + wrong),
      weakened: proportion(sum(({ weakened }) => weakened), sum(({ contradicted }) => contradicted)),
    }
    report.print(table(['', 'share', 'of'], [
      ['preferences that became rules', told(figures.found), String(figures.found.of)],
      ['rules that are preferences', told(figures.right), String(figures.right.of)],
      ['rules found that a contradiction weakened', told(figures.weakened), String(figures.weakened.of)],
    ]))
    report.finish({ suite, ...figures })
  })
}

/** What a memory makes of a scenario. */
export async function judgeRules({ id, sessions, rules, contradicts }: RuleScenario, variant: Variant = {}): Promise<RuleOutcome> {
  let now = start
  const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC', ...variant })
  const confidence = new Map<string, number>()
  let weakened = false
  for (const [session, messages] of sessions.entries()) {
    for (const [index, text] of messages.entries()) {
      now = start + session * weekMs + index * minuteMs
      await memory.observe({ text, id: turnId(session, index) })
      const taken = contradicts.some(([s, i]) => s === session && i === index)
      for (const rule of memory.rules().filter(({ since }) => since !== null)) {
        if (taken && rule.confidence < (confidence.get(rule.id) ?? 0)) weakened = true
        confidence.set(rule.id, rule.confidence)
      }
    }
    await memory.endSession()
  }
  const formed = memory.rules().filter(({ since }) => since !== null)
  const found = rules.filter(({ turns }) => formed.some(({ sourceIds }) => shows(turns, sourceIds)))
  const wrong = formed.filter(({ sourceIds }) => !rules.some(({ turns }) => shows(turns, sourceIds)))
  return {
    id, expected: rules.length, found: found.map(({ says }) => says), missed: rules.filter(rule => !found.includes(rule)).map(({ says }) => says),
    wrong: wrong.map(({ text }) => text), contradicted: contradicts.length > 0 && found.length > 0 ? 1 : 0, weakened: weakened && found.length > 0 ? 1 : 0,
  }
}

function turnId(session: number, index: number): string {
  return `s${session}:${index}`
}

/** True where two of a rule's turns at least, and most of them, are a preference's. */
function shows(turns: readonly Place[], sourceIds: readonly string[]): boolean {
  const own = new Set(turns.map(([session, index]) => turnId(session, index)))
  const shared = sourceIds.filter(source => own.has(source)).length
  return shared >= 2 && 2 * shared > sourceIds.length
}
