// mneme import: observes a conversation from JSON lines, each turn at its own time.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { format, parse } from 'node:path'
import { text as readStream } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { Mneme, MnemeError, type TurnInput } from '../index.ts'
import { systemClock } from '../clock.ts'
import { readActs, repeatAct, type Act } from './act-lines.ts'
import { UsageError, onlyPositional, type Command, type Terminal } from './command.ts'
import { readTurnLines, type ReadLine } from './turn-lines.ts'

export const importCommand: Command = {
  summary: 'observe a conversation from JSON lines',

  usage: () => `usage: mneme import FILE.jsonl [--into MEMORY] [--user NAME]
       ... | mneme import - --into MEMORY

Observes one turn per line, in order, as if it had been said at its time; sleeps where the session changes and at the end.
  {"text":"I am allergic to peanuts","speaker":"user","at":"2026-01-31T18:05:00Z","session":"monday","id":"a1"}
Only "text" is needed. "media" lists what a turn shows: [{"hash":"<SHA-256>","type":"image/png","caption":"...","name":"a.png"}]. "at" is an ISO 8601 time or milliseconds, now where it is left out; "speaker" is "user". Of what mneme export
writes, turns are observed again, traces, relations, rules, procedures and clusters made anew, and what the host did is done again:
what it suppressed, the signals that it set off, the rules that it switched off, the procedures that it added or removed. A file with a bad line is refused whole, with its number.
How long the log keeps a turn counts from the import.

  --into MEMORY   the memory's file; it is made where there is none. Without it FILE.mneme is made beside FILE.jsonl
  --user NAME     its owner`,

  async run(argv, terminal) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { into: { type: 'string' }, user: { type: 'string' } },
    })
    const file = onlyPositional(positionals, 'FILE.jsonl, or - for the standard input')
    const nowhere = values.into === '' || (file === '-' && values.into === undefined)
    if (nowhere) throw new UsageError('expected --into MEMORY, got none')
    const text = await readInput(file, terminal)
    const lines = readTurnLines(text, file === '-' ? 'standard input' : file, systemClock())
    if (lines.length === 0)
      throw new MnemeError('INVALID_ARGUMENT', `${file}: expected a turn, got none; write one JSON object per line`)
    const path = values.into ?? newMemoryBeside(file)
    await observeAll(lines, readActs(text), { path, ...(values.user !== undefined && { user: values.user }) }, terminal)
    if (values.into === undefined) terminal.stdout.write(`written to ${path}\n`)
  },
}

/** Where a file is imported to unless the host says so: never to a memory that is there, for to repeat a command is easy. */
function newMemoryBeside(file: string): string {
  const { dir, name } = parse(file)
  const path = format({ dir, name, ext: '.mneme' })
  if (!existsSync(path)) return path
  throw new MnemeError('INVALID_ARGUMENT', `${path}: expected no file there yet, got one; add to it with --into ${path}`)
}

async function readInput(file: string, { stdin }: Terminal): Promise<string> {
  if (file === '-') return readStream(stdin)
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause)
    throw new MnemeError('STORAGE_FAILED', `${file}: expected to read it, got ${got}; check the path`, { cause })
  }
}

async function observeAll(
  lines: readonly ReadLine[],
  acts: readonly Act[],
  options: { path: string; user?: string },
  { stdout }: Terminal,
): Promise<void> {
  const receivedAt = systemClock()
  let now = timeOf(lines[0]!.turn)
  const memory = await Mneme.open({ ...options, clock: () => now })
  try {
    refuseKnownIds(memory, lines)
    const actions = { ltm: 0, stm: 0, reinforce: 0, ignore: 0 }
    let sessions = 0
    for (const { session, turns } of sessionsOf(lines)) {
      // The clock stands where the conversation stood, so that what is old when it comes has aged as if it had been here.
      // Retention alone counts from today: the text that was asked for would go at the first sleep.
      for (const turn of turns) {
        now = timeOf(turn)
        const { decisions } = await memory.observe({ ...turn, receivedAt, ...(session !== undefined && { session }) })
        for (const { action } of decisions) actions[action]++
      }
      await memory.endSession()
      sessions++
    }
    for (const act of acts) await repeatAct(memory, act)
    stdout.write(
      `${lines.length} turns of ${sessions} ${sessions === 1 ? 'session' : 'sessions'}: ${actions.ltm} stored in long-term and ` +
        `${actions.stm} in short-term memory, ${actions.reinforce} strengthened what was there, ${actions.ignore} not kept\n`,
    )
  } finally {
    await memory.close()
  }
}

function timeOf(turn: TurnInput): number {
  return typeof turn.at === 'number' ? turn.at : systemClock()
}

/** An id that is taken would stop the import half-way. */
function refuseKnownIds(memory: Mneme, lines: readonly ReadLine[]): void {
  for (const { number, turn } of lines) {
    if (turn.id !== undefined && memory.get(turn.id)) {
      throw new MnemeError(
        'INVALID_ARGUMENT',
        `line ${number}: id: expected one that is new to this memory, got "${turn.id.slice(0, 60)}" again; ` +
          'was this file imported before?',
      )
    }
  }
}

function sessionsOf(lines: readonly ReadLine[]): { session: string | undefined; turns: TurnInput[] }[] {
  const sessions: { session: string | undefined; turns: TurnInput[] }[] = []
  for (const { turn } of lines) {
    const last = sessions.at(-1)
    if (last && last.session === turn.session) last.turns.push(turn)
    else sessions.push({ session: turn.session, turns: [turn] })
  }
  return sessions
}
