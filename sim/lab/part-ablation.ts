// Parts of the memory switched off in turn: what changes in retrieval, in a full memory, in the story, in corrections and in rules.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embedded } from 'mneme'
import { figuresOf, judgeCorrection, type CorrectionScenario } from '../corrections.ts'
import { judgeProcedure, type ProcedureScenario } from '../procedures.ts'
import { judgeRules, type RuleScenario } from '../rules.ts'
import { tell } from '../story.ts'
import type { Voices } from './encoders.ts'
import { live, runMemory, scores, type Answer, type Variant } from './evaluation.ts'
import type { History } from './histories.ts'
import { evidenceKept } from './keeping.ts'
import { mean } from './metrics.ts'
import { share, silence, table, type Telling } from './report.ts'
import { readSuite } from './suites.ts'
import { Tale } from './tale.ts'

const signals = ['dopamine', 'gaba', 'serotonin', 'acetylcholine', 'norepinephrine'] as const

/** Figures by name; the same names for every variant. */
export type Figures = Record<string, number>

/** Each of the five signals switched off. */
export const withoutSignals: Readonly<Record<string, Variant>> = Object.fromEntries(signals.map(signal => [`${signal} off`, { config: { signals: { [signal]: false } } }]))

/** Measures the whole memory, and each variant. `data`: histories by name; the last of them also where memory has room for a quarter of the turns. */
export async function ablate(
  variants: Readonly<Record<string, Variant>>, data: Readonly<Record<string, readonly History[]>>, voices: Voices, seed: number, onVariant: (name: string) => void,
): Promise<Record<string, Figures>> {
  const measured: Record<string, Figures> = {}
  for (const [name, variant] of Object.entries({ all: {}, ...variants })) {
    onVariant(name)
    const retrieval: Figures = {}
    for (const [of, histories] of Object.entries(data)) Object.assign(retrieval, await retrieve(of, histories, voices, variant, seed))
    const [of, histories] = Object.entries(data).at(-1)!
    measured[name] = {
      ...retrieval, [`${of}: kept, room for a quarter`]: await crowded(histories, voices, variant, seed),
      ...await story(variant), ...await corrections(variant), ...await rules(variant), ...await procedures(variant),
    }
  }
  return measured
}

async function retrieve(name: string, histories: readonly History[], voices: Voices, variant: Variant, seed: number): Promise<Figures> {
  const answers: Answer[] = []
  for (const history of histories) answers.push(...(await runMemory(history, voices, { ...variant, seed })).answers)
  return {
    [`${name}: recall@10`]: mean(scores(answers, 'recall@10')), [`${name}: MRR`]: mean(scores(answers, 'MRR')),
    [`${name}: in context`]: mean(scores(answers, 'in context')), [`${name}: tokens`]: mean(answers.map(({ tokens }) => tokens)),
  }
}

/** Share of the evidence that a long-term memory with room for a quarter of the turns holds at the end, without another one beside it. */
async function crowded(histories: readonly History[], voices: Voices, { config, policy }: Variant, seed: number): Promise<number> {
  const kept: number[] = []
  for (const history of histories) {
    const capacity = Math.round(history.sessions.reduce((sum, { turns }) => sum + turns.length, 0) / 4)
    const { memory } = await live(history, voices, { config: { ...config, ltm: { ...config?.ltm, capacity }, stm: { capacity: 0 } }, ...policy && { policy }, seed })
    kept.push(...evidenceKept(history, new Set(memory.list({ limit: 2 * capacity }).flatMap(({ sourceIds }) => sourceIds))))
    await memory.close()
  }
  return mean(kept)
}

async function story(variant: Variant): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'mneme-ablation-'))
  const tale = new Tale(join(folder, 'mira.mneme'), await embedded(), variant)
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

async function corrections(variant: Variant): Promise<Figures> {
  const outcomes = []
  for (const scenario of readSuite<CorrectionScenario>('corrections-dev')) outcomes.push(await judgeCorrection(scenario, false, variant))
  const { newRecalled, oldNotCurrent, untouched } = figuresOf(outcomes)
  return { 'corrections: new recalled': newRecalled.share, 'corrections: old not current': oldNotCurrent.share, 'corrections: untouched': untouched.share }
}

async function rules(variant: Variant): Promise<Figures> {
  let found = 0
  for (const scenario of readSuite<RuleScenario>('rules-dev')) found += (await judgeRules(scenario, variant)).found.length
  return { 'rules: found': found }
}

async function procedures(variant: Variant): Promise<Figures> {
  const fires: boolean[] = []
  for (const scenario of readSuite<ProcedureScenario>('procedures-dev')) fires.push(...(await judgeProcedure(scenario, [], variant)).fires)
  return { 'procedures: told when called for': fires.filter(Boolean).length / fires.length }
}

/** Prints the figures, and what each part changes: what is left out is the same. */
export function printParts(report: Telling, title: string, measured: Readonly<Record<string, Figures>>): void {
  const [[, full] = ['', {}], ...off] = Object.entries(measured)
  report.heading(title)
  report.print(table(
    ['figure', 'all', ...off.map(([name]) => name.replace(' off', ''))],
    Object.entries(full).map(([figure, value]) => [figure, shown(value), ...off.map(([, own]) => change(own[figure]! - value))]),
  ))
  report.print('', 'Changes against the whole memory when one is off; nothing stands for no change.')
}

function shown(value: number): string {
  return value > 1 ? value.toFixed(value < 100 ? 1 : 0) : share(value)
}

function change(difference: number): string {
  if (difference === 0) return ''
  return `${difference < 0 ? '-' : '+'}${Math.abs(difference) >= 1 ? Math.abs(difference).toFixed(1) : share(Math.abs(difference))}`
}
