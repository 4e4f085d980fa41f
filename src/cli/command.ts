// What a command of the command line is, and how it refuses arguments.
import type { Readable, Writable } from 'node:stream'

/** The streams that a command speaks through; `process` is one. */
export interface Terminal {
  stdin: Readable
  stdout: Writable
  stderr: Writable
}

/** One command: `mneme NAME ...`. */
export interface Command {
  /** One line for the list of commands. */
  summary: string
  /** What `--help` prints. */
  usage(argv: readonly string[]): string | Promise<string>
  run(argv: readonly string[], terminal: Terminal): Promise<void>
}

/** Arguments that make no sense: exit code 2, with a pointer to `--help`. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The one positional argument that a command takes. */
export function onlyPositional(positionals: readonly string[], what: string): string {
  const [first, ...rest] = positionals
  if (first === undefined || first === '') throw new UsageError(`expected ${what}, got none`)
  if (rest.length > 0) throw new UsageError(`expected ${what} alone, got also "${rest.join(' ')}"`)
  return first
}

/** A whole number of at least 1 from an option. */
export function countOption(name: string, value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new UsageError(`--${name}: expected a number from 1, got "${value}"`)
  return Number(value)
}
