// Every setting with its default and range. A config is plain data and part of a checkpoint.
import { MnemeError } from './errors.ts'

/** What a trace is about; decides how fast it fades. */
export const kinds = ['episodic', 'semantic', 'preference', 'procedural', 'mood'] as const
export type Kind = (typeof kinds)[number]

/** How strengths fade: `exponential`, S · λ^t by kind; `fsrs`, by FSRS-6, where repetition that is spaced makes them last. */
const forgettingModels = ['exponential', 'fsrs'] as const
type ForgettingModel = (typeof forgettingModels)[number]

/** Settings of one memory. Times in days unless the name says otherwise. */
export interface Config {
  /** Length of one tick of memory time in milliseconds. */
  tickMs: number
  /** Days after which an unused trace has half its strength, by kind. */
  halfLifeDays: Record<Kind, number>
  /** On strength: a trace below it is dormant, not recalled unless asked for. In [0, 1]. */
  dormantBelow: number
  /** Days for which the log keeps a turn after the memory got it, whenever it was said; null keeps all for ever. */
  retentionDays: number | null
  /** Turns without a trace are found by their words. */
  searchUnstored: boolean
  /** Longest text of one turn, in UTF-16 code units. */
  maxTextLength: number
  gate: {
    /** False stores every turn in long-term memory. */
    enabled: boolean
  }
  working: {
    /** Turns of the running conversation that are in mind. */
    turns: number
    /** Minutes after which a turn no longer is. */
    maxAgeMinutes: number
  }
  stm: {
    /** Turns that short-term memory holds; 0 switches it off. */
    capacity: number
    /** Days after which a turn leaves short-term memory. */
    maxAgeDays: number
  }
  ltm: {
    /** Traces that long-term memory may hold. */
    capacity: number
    /** A turn at least this similar (cosine) to a trace reinforces it instead of making another. */
    duplicateAbove: number
    /** Share of the missing strength that one repetition, use or unit of reward gives back. In [0, 1]. */
    reinforcement: number
  }
  implicit: {
    /** False leaves time, tone, style and engagement out of keys and the gate. */
    enabled: boolean
  }
  learning: {
    /** True: `feedback` also teaches which turns to keep. False: turns are decided on by the policy as it ships. */
    enabled: boolean
    /** Distance from the shipped weights that is never passed: no turn's logit of importance moves by more. */
    trustRegion: number
  }
  decay: {
    /** False keeps every strength as it was last set. */
    enabled: boolean
    /** Under `fsrs` the half-life of a kind is that of a trace that nobody came back to. */
    model: ForgettingModel
  }
  lexical: {
    /** False recalls by attention alone. */
    enabled: boolean
    /** False counts a word only in the turn that has it. */
    neighbours: boolean
  }
  signals: {
    /** False: nothing is pinned unless the host asks for it. */
    dopamine: boolean
    /** False: nothing is taken for replaced, denied or stale unless the host says so. */
    gaba: boolean
    /** False: no rules are formed. */
    serotonin: boolean
    /** False: no topics are formed or recalled as a unit. */
    acetylcholine: boolean
    /** False: a change of topic or mood changes nothing. */
    norepinephrine: boolean
    /** Days without use or repetition after which a raw turn that happened is stale: suppressed at sleep. */
    staleAfterDays: number
    /** Sessions that must have passed as well. */
    staleAfterSessions: number
  }
  aggregate: {
    /** False: sleep notes no members of classes, and questions for all of something are read as others are. */
    enabled: boolean
  }
  dates: {
    /** False: the days that a question names, or that an event tells, count for nothing. */
    enabled: boolean
  }
  plan: {
    /** False: whatever the class of a message, `process` reads every layer, and takes the tokens that the history's length gives. */
    enabled: boolean
  }
  graph: {
    /** False keeps no graph of who is who. */
    enabled: boolean
  }
  sleep: {
    /** Hours after the last sleep from which `observe` ends with one; null leaves it to the host. */
    everyHours: number | null
    /** Sleep pressure (see `stats()`) from which `observe` ends with a sleep, in (0, 1]; null leaves it to the host. */
    pressure: number | null
    /** On importance: a short-term trace from it on is for long-term memory. In [0, 1]. */
    archiveFrom: number
    /** On retention: a long-term trace below it is pruned, unless it is pinned. In [0, 1]. */
    pruneBelow: number
  }
  procedures: {
    /** False: no way of working is learned or told. */
    enabled: boolean
  }
}

export const defaultConfig: Config = {
  tickMs: 86_400_000,
  halfLifeDays: { episodic: 365, semantic: 3650, preference: 730, procedural: 730, mood: 0.5 },
  dormantBelow: 0.05,
  retentionDays: 365,
  searchUnstored: true,
  maxTextLength: 100_000,
  gate: { enabled: true },
  working: { turns: 12, maxAgeMinutes: 60 },
  stm: { capacity: 256, maxAgeDays: 30 },
  ltm: { capacity: 1_000_000, duplicateAbove: 0.95, reinforcement: 0.3 },
  implicit: { enabled: true },
  learning: { enabled: false, trustRegion: 16 },
  decay: { enabled: true, model: 'exponential' },
  lexical: { enabled: true, neighbours: true },
  signals: {
    dopamine: true, gaba: true, serotonin: true, acetylcholine: true, norepinephrine: true,
    staleAfterDays: 365, staleAfterSessions: 20,
  },
  aggregate: { enabled: true },
  dates: { enabled: true },
  plan: { enabled: true },
  graph: { enabled: true },
  sleep: { everyHours: null, pressure: null, archiveFrom: 0.6, pruneBelow: 0.1 },
  procedures: { enabled: true },
}

/** A config in which every setting may be left out. */
export type PartialConfig = {
  [Key in keyof Config]?: Config[Key] extends number | boolean | null ? Config[Key] : Partial<Config[Key]>
}

type Rule = readonly [least: number, most: number]
const share: Rule = [0, 1]
const days: Rule = [1e-6, Infinity]
const ranges: Record<string, Rule> = {
  tickMs: [1, Infinity],
  dormantBelow: share,
  retentionDays: days,
  maxTextLength: [1, 10_000_000],
  'working.turns': [0, 1000],
  'working.maxAgeMinutes': [0, Infinity],
  'stm.capacity': [0, 1_000_000],
  'stm.maxAgeDays': days,
  'ltm.capacity': [1, 10_000_000],
  'ltm.duplicateAbove': share,
  'ltm.reinforcement': share,
  'learning.trustRegion': [0, 20],
  'signals.staleAfterDays': days,
  'signals.staleAfterSessions': [0, Infinity],
  'sleep.everyHours': [1e-3, Infinity],
  'sleep.pressure': [1e-3, 1],
  'sleep.archiveFrom': share,
  'sleep.pruneBelow': share,
}

/** Settings that are one of some words. */
const choices: Readonly<Record<string, readonly string[]>> = { 'decay.model': forgettingModels }

/** Settings that null switches off. */
const nullable = new Set(['retentionDays', 'sleep.everyHours', 'sleep.pressure'])
const wholeNumbers = new Set(['maxTextLength', 'working.turns', 'stm.capacity', 'ltm.capacity'])

/** Defaults filled in under `partial`. Throws INVALID_CONFIG for an unknown name, a wrong type or a value out of range. */
export function resolveConfig(partial: PartialConfig = {}): Config {
  return merge(defaultConfig, partial, '') as Config
}

function merge(defaults: object, given: unknown, prefix: string): object {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) throw invalid(prefix || 'config', 'an object', given)
  const known = new Map(Object.entries(defaults))
  for (const name of Object.keys(given)) {
    if (!known.has(name)) throw invalid(prefix + name, `one of ${[...known.keys()].join(', ')}`, name)
  }
  const values = new Map(Object.entries(given))
  return Object.fromEntries(
    [...known].map(([name, standard]) => {
      const value: unknown = values.get(name)
      if (value === undefined) return [name, structuredClone(standard) as unknown]
      if (typeof standard === 'object' && standard !== null) return [name, merge(standard as object, value, `${prefix}${name}.`)]
      return [name, checked(`${prefix}${name}`, standard, value)]
    }),
  )
}

function checked(path: string, standard: unknown, value: unknown): unknown {
  if (nullable.has(path) && value === null) return value
  const words = choices[path]
  if (words) {
    if (typeof value !== 'string' || !words.includes(value)) throw invalid(path, `one of ${words.join(', ')}`, value)
    return value
  }
  if (typeof standard === 'boolean') {
    if (typeof value !== 'boolean') throw invalid(path, 'true or false', value)
    return value
  }
  if (wholeNumbers.has(path) && !Number.isInteger(value)) throw invalid(path, 'an integer', value)
  const [least, most] = path.startsWith('halfLifeDays.') ? days : (ranges[path] ?? [-Infinity, Infinity])
  if (typeof value !== 'number' || !(value >= least && value <= most))
    throw invalid(path, `a number from ${least} to ${most}`, value)
  return value
}

function invalid(path: string, expected: string, got: unknown): MnemeError {
  return new MnemeError('INVALID_CONFIG', `config.${path}: expected ${expected}, got ${String(got)}; see the Config type`)
}
