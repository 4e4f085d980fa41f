// Turns from JSON lines: each line is checked before any is used, and an error names its number.
import { defaultConfig } from '../config.ts'
import { MnemeError, type MediaInput, type TurnInput } from '../index.ts'
import { checkName, checkText, checkTime } from '../mneme/check.ts'
import { readMedia } from '../mneme/media.ts'
import { checkTurnId } from '../mneme/turns.ts'

/** A turn and the number of its line, from 1. */
export interface ReadLine {
  number: number
  turn: TurnInput
}

const fields = ['text', 'speaker', 'at', 'id', 'session', 'media']
/** Lines of `mneme export` that tell what was made of the turns: an import makes it anew. */
const learned = ['trace', 'relation', 'rule', 'procedure', 'cluster', 'signal']
/** What `mneme export` adds to a turn. */
const exported = ['type', 'action', 'importance', 'why']

/** Turns of a JSONL text; blank lines and what was made of the turns are passed over. Throws INVALID_ARGUMENT for a bad line. */
export function readTurnLines(text: string, source: string, now: number): ReadLine[] {
  const seen = new Set<string>()
  const read: ReadLine[] = []
  text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .forEach((line, index) => {
      if (line.trim() === '') return
      const number = index + 1
      try {
        const turn = readTurn(parse(line), now)
        if (!turn) return
        if (turn.id !== undefined && seen.has(turn.id))
          throw bad('id', 'one for each turn', `"${turn.id}" again`, 'leave ids out to get new ones')
        if (turn.id !== undefined) seen.add(turn.id)
        read.push({ number, turn })
      } catch (cause) {
        if (!MnemeError.isInstance(cause)) throw cause
        throw new MnemeError(cause.code, `${source}, line ${number}: ${cause.message}; nothing was stored`, { cause })
      }
    })
  // The memory calls a turn without an id t<number>, which another line may be called.
  return [...seen].every(id => !/^t\d/.test(id))
    ? read
    : read.map(({ number, turn }) => ({ number, turn: { ...turn, id: turn.id ?? freshId(number, seen) } }))
}

function freshId(line: number, taken: ReadonlySet<string>): string {
  let id = `line-${line}`
  while (taken.has(id)) id += "'"
  return id
}

function parse(line: string): ReadonlyMap<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new MnemeError('INVALID_ARGUMENT', `expected a JSON object, got ${shown(line)}; write one object per line`, { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad('line', 'a JSON object', shown(line), 'write {"text": ...}')
  return new Map(Object.entries(value))
}

function readTurn(line: ReadonlyMap<string, unknown>, now: number): TurnInput | undefined {
  const type = line.get('type')
  if (typeof type === 'string' && learned.includes(type)) return undefined
  if (type !== undefined && type !== 'turn') throw bad('type', ['turn', ...learned].join(', '), JSON.stringify(type), 'leave it out')
  // A misspelt name would be lost in silence.
  const stranger = [...line.keys()].find(name => !fields.includes(name) && !(type === 'turn' && exported.includes(name)))
  if (stranger !== undefined) throw bad('field', fields.join(', '), `"${stranger}"`, 'rename or remove it')
  const turn: TurnInput = { text: checkText('text', line.get('text'), defaultConfig.maxTextLength) }
  const id = line.get('id')
  if (id !== undefined && id !== null) turn.id = checkTurnId(id)
  for (const name of ['speaker', 'session'] as const) {
    const value = line.get(name)
    if (value !== undefined && value !== null) turn[name] = checkName(name, value)
  }
  const media = line.get('media')
  if (media !== undefined && media !== null) {
    readMedia(media, defaultConfig.maxTextLength)
    turn.media = media as MediaInput[]
  }
  const at = line.get('at')
  if (at !== undefined && at !== null) turn.at = readTime(at, now)
  return turn
}

/** A date, perhaps with a time, perhaps with its offset. */
const isoTime = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/

function readTime(value: unknown, now: number): number {
  if (typeof value === 'number') return checkTime('at', value, now)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const [, day] = isoTime.exec(text) ?? []
  const at = Date.parse(text)
  // Date.parse takes the 30th of February for the 2nd of March, and "1" for a day in 2001.
  if (day === undefined || Number.isNaN(at) || !new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)) {
    throw bad('at', 'an ISO 8601 date or milliseconds', `"${shown(text)}"`, 'write it as "2026-01-31T18:05:00Z"')
  }
  return checkTime('at', at, now)
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function bad(what: string, expected: string, got: string, next: string): MnemeError {
  return new MnemeError('INVALID_ARGUMENT', `${what}: expected ${expected}, got ${got}; ${next}`)
}
