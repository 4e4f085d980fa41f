// Each of the five signals switched off in turn: what changes in retrieval, in the story, in corrections and in rules.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embedded, type PartialConfig } from 'mneme'
import { figuresOf, judgeCorrection, type CorrectionScenario } from '../corrections.ts'
import { judgeRules, type RuleScenario } from '../rules.ts'
import { tell } from '../story.ts'
import type { Voices } from './encoders.ts'
import { runMemory, scores, type Answer } from './evaluation.ts'
import type { History } from './histories.ts'
import { mean } from './metrics.ts'
import { share, silence, table, type Telling } from './report.ts'
import { readSuite } from './suites.ts'
import { Tale } from './tale.ts'

const signals = ['dopamine', 'gaba', 'serotonin', 'acetylcholine', 'norepinephrine'] as const

/** Figures by name; the same names for every variant. */
type Figures = Record<string, number>

/** Measures the memory with all signals, and without each. `data`: histories by name. */
export async function ablateSignals(data: Readonly<Record<string, readonly History[]>>, voices: Voices, seed: number): Promise<Record<string, Figures>> {
  const variants: Record<string, PartialConfig> = {
    'all signals': {}, ...Object.fromEntries(signals.map(signal => [`${signal} off`, { signals: { [signal]: false } }])),
  }
  const measured: Record<string, Figures> = {}
  for (const [name, config] of Object.entries(variants)) {
    const retrieval: Figures = {}
    for (const [of, histories] of Object.entries(data)) Object.assign(retrieval, await retrieve(of, histories, voices, config, seed))
    measured[name] = { ...retrieval, ...await story(config), ...await corrections(config), ...await rules(config) }
  }
  return measured
}

async function retrieve(name: string, histories: readonly History[], voices: Voices, config: PartialConfig, seed: number): Promise<Figures> {
  const answers: Answer[] = []
  for (const history of histories) answers.push(...(await runMemory(history, voices, { config, seed })).answers)
  return {
    [`${name}: recall@10`]: mean(scores(answers, 'recall@10')), [`${name}: MRR`]: mean(scores(answers, 'MRR')),
    [`${name}: in context`]: mean(scores(answers, 'in context')), [`${name}: tokens`]: mean(answers.map(({ tokens }) => tokens)),
  }
}

async function story(config: PartialConfig): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'mneme-ablation-'))
  const tale = new Tale(join(folder, 'mira.mneme'), await embedded(), config)
  try {
    await tale.open()
    const claims = await tell(tale, silence)
    return {
      'story: claims that hold': claims.filter(({ pass }) => pass).length, 'story: pinned': tale.memory.list({ tier: 'priority' }).length,
      'story: rules': tale.memory.rules().filter(({ active }) => active).length, 'story: clusters': tale.memory.clusters().length,
    }
  } finally {
    await tale.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function corrections(config: PartialConfig): Promise<Figures> {
  const outcomes = []
  for (const scenario of readSuite<CorrectionScenario>('corrections-dev')) outcomes.push(await judgeCorrection(scenario, false, config))
  const { newRecalled, oldNotCurrent, untouched } = figuresOf(outcomes)
  return { 'corrections: new recalled': newRecalled.share, 'corrections: old not current': oldNotCurrent.share, 'corrections: untouched': untouched.share }
}

async function rules(config: PartialConfig): Promise<Figures> {
  let found = 0
  for (const scenario of readSuite<RuleScenario>('rules-dev')) found += (await judgeRules(scenario, config)).found.length
  return { 'rules: found': found }
}

/** Prints the figures, and what each signal changes: what is left out is the same. */
export function printSignals(report: Telling, measured: Readonly<Record<string, Figures>>): void {
  const [[, full] = ['', {}], ...off] = Object.entries(measured)
  report.heading('The five signals: one off at a time')
  report.print(table(
    ['figure', 'all signals', ...off.map(([name]) => name.replace(' off', ''))],
    Object.entries(full).map(([figure, value]) => [figure, shown(value), ...off.map(([, own]) => change(own[figure]! - value))]),
  ))
  report.print('', 'Changes against the memory with all signals when one is off; nothing stands for no change.')
}

function shown(value: number): string {
  return value > 1 ? value.toFixed(value < 100 ? 1 : 0) : share(value)
}

function change(difference: number): string {
  if (difference === 0) return ''
  return `${difference < 0 ? '-' : '+'}${Math.abs(difference) >= 1 ? Math.abs(difference).toFixed(1) : share(Math.abs(difference))}`
}
