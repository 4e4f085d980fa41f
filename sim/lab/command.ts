// The frame of every simulation: its flags, and what the command line turns into exit codes.
import { mkdirSync } from 'node:fs'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { resultsFolder } from './repository.ts'

/** A flag of one simulation; all take a value. */
export interface Flag {
  /** What stands for the value in the usage. */
  value: string
  about: string
  default?: string
}

/** What a simulation says of itself. */
export interface Description {
  name: string
  /** The question that it answers, in one line. */
  summary: string
  flags: Readonly<Record<string, Flag>>
}

/** Flags as given, with the ones that every simulation has read already. */
export interface Settings {
  name: string
  seed: number
  json: boolean
  out: string
  flags: Readonly<Record<string, string>>
}

type FlagOptions = NonNullable<ParseArgsConfig['options']>

/** A mistake in the call, for the person who typed it: one line and exit code 2. */
export class UsageError extends Error {
  /** By this the command line knows it: the code that node:util gives to a flag's wrong value. */
  readonly code = 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE'
}

const common: Readonly<Record<string, Flag>> = {
  seed: { value: 'N', about: 'seed of everything random', default: '1' },
  out: { value: 'DIR', about: 'where the records and the plot go (default sim/results)' },
}

/** The text of --help. */
export function usageOf({ name, summary, flags }: Description): string {
  const lines = Object.entries({ ...flags, ...common }).map(
    ([flag, { value, about, default: standard }]) =>
      `  ${`--${flag} ${value}`.padEnd(22)} ${about}${standard === undefined ? '' : ` (default ${standard})`}`
  )
  return [
    `mneme sim ${name} [flags]`,
    '',
    summary,
    '',
    ...lines,
    `  ${'--json'.padEnd(22)} prints all figures as one JSON object on the last line`,
    `  ${'--help'.padEnd(22)} prints this`,
  ].join('\n')
}

/** Runs `body` with the flags in `argv`. Throws UsageError for a wrong one. */
export async function command(
  description: Description,
  argv: readonly string[],
  body: (settings: Settings) => Promise<void>
): Promise<void> {
  const settings = readSettings(description, argv)
  if (!settings) {
    process.stdout.write(`${usageOf(description)}\n`)
    return
  }
  // Before the work: an hour's results should not find out that they have no place.
  makeFolder(settings.out)
  await body(settings)
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw new UsageError(`--out: expected a folder that can be made, got ${error instanceof Error ? error.message : String(error)}`)
  }
}

function readSettings({ name, flags }: Description, argv: readonly string[]): Settings | undefined {
  const options: FlagOptions = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } }
  for (const flag of Object.keys({ ...flags, ...common })) options[flag] = { type: 'string' }
  const given = new Map(Object.entries(parse(name, argv, options)))
  if (given.get('help')) return undefined
  const values: Record<string, string> = {}
  for (const [flag, { default: standard }] of Object.entries({ ...flags, ...common })) {
    const value = given.get(flag) ?? standard
    if (typeof value === 'string') values[flag] = value
  }
  const { seed = '1', out = resultsFolder, ...own } = values
  return { name, seed: wholeNumber('seed', seed), json: given.get('json') === true, out, flags: own }
}

function parse(name: string, argv: readonly string[], options: FlagOptions): Record<string, unknown> {
  try {
    return parseArgs({ args: [...argv], options }).values
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error)
    throw new UsageError(`${name}: ${reason}`)
  }
}

/** A flag's value as a whole number from 0. */
export function wholeNumber(flag: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new UsageError(`--${flag}: expected a whole number from 0, got "${value}"`)
  return Number(value)
}
