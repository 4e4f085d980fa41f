// Finds the command, runs it, and turns errors into messages and exit codes: 0 done, 1 failed, 2 wrong usage.
import { readFile } from 'node:fs/promises'
import { MnemeError } from '../index.ts'
import { chat } from './chat.ts'
import { UsageError, type Command, type Terminal } from './command.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { inspect } from './inspect.ts'
import { sim } from './sim.ts'
import { weights } from './weights.ts'

const commands: Readonly<Record<string, Command>> = { sim, chat, inspect, import: importCommand, export: exportCommand, weights }

/** Runs the command line; resolves with its exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = argv
  endWhereOutputEnds(terminal)
  try {
    if (name === '--version' || name === '-v') print(terminal, await version())
    else if (name === undefined || name === '--help' || name === '-h') print(terminal, overview())
    else await runCommand(name, rest, terminal)
    return name === undefined ? 2 : 0
  } catch (error) {
    terminal.stderr.write(`${describe(error, name)}\n`)
    return isUsageError(error) ? 2 : 1
  }
}

async function runCommand(name: string, argv: readonly string[], terminal: Terminal): Promise<void> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new UsageError(`expected one of ${Object.keys(commands).join(', ')}, got "${name}"`)
  const end = argv.indexOf('--')
  const asked = end < 0 ? argv : argv.slice(0, end)
  if (asked.includes('--help') || asked.includes('-h')) print(terminal, await command.usage(argv))
  else await command.run(argv, terminal)
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map(name => name.length))
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    'mneme: a memory for LLM agents',
    '',
    'usage: mneme COMMAND [arguments]',
    '',
    ...lines,
    '',
    'mneme COMMAND --help tells more; mneme --version tells the version.',
  ].join('\n')
}

async function version(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

function print(terminal: Terminal, text: string): void {
  terminal.stdout.write(`${text}\n`)
}

function isUsageError(error: unknown): boolean {
  if (error instanceof UsageError) return true
  // What node:util parseArgs throws.
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
}

function describe(error: unknown, name: string | undefined): string {
  const stack = process.env['MNEME_DEBUG'] === '1' && error instanceof Error ? `\n${error.stack}` : ''
  if (MnemeError.isInstance(error)) return `mneme: ${error.message}${stack}`
  const message = error instanceof Error ? error.message : String(error)
  if (isUsageError(error)) {
    const known = name !== undefined && Object.hasOwn(commands, name) ? ` ${name}` : ''
    // parseArgs goes on about workarounds.
    const [first = ''] = message.split('\n')
    return `mneme${known}: ${first}; see mneme${known} --help${stack}`
  }
  return `mneme: ${message}${stack || '; set MNEME_DEBUG=1 to see where'}`
}

/** `mneme export FILE | head` closes the pipe early: that is the reader's good right. A full disk is an error like others. */
function endWhereOutputEnds({ stdout, stderr }: Terminal): void {
  if (stdout !== process.stdout) return
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    stderr.write(`mneme: standard output: expected to write, got ${error.message}; make room, or write elsewhere\n`)
    process.exit(1)
  })
}
