// Checks of what a host passes in. Each throws INVALID_ARGUMENT before anything is changed.
import type { Clock } from '../clock.ts'
import { kinds, type Kind } from '../config.ts'
import { MnemeError } from '../errors.ts'
import { layers, type Layer } from '../plan/plan.ts'
import { statuses, type Status } from '../recall/hit.ts'

function invalid(what: string, expected: string, got: string, next: string): MnemeError {
  return new MnemeError('INVALID_ARGUMENT', `${what}: expected ${expected}, got ${got}; ${next}`)
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value.slice(0, 40)}"`
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return 'a list'
  return value instanceof Date && Number.isNaN(value.getTime()) ? 'an invalid Date' : Object.prototype.toString.call(value)
}

/** What to do about a text that is none, empty or too long. */
interface Advice {
  none: string
  empty: string
  long: string
}

/** Nothing but space and what no screen shows: controls, formats, fillers. */
const invisible = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u

function checkString(what: string, value: unknown, maxLength: number, advice: Advice): string {
  if (typeof value !== 'string') throw invalid(what, 'a string', shown(value), advice.none)
  if (value.length > maxLength) throw invalid(what, `at most ${maxLength} characters`, String(value.length), advice.long)
  if (invisible.test(value)) throw invalid(what, 'some text', value === '' ? 'none' : 'only what cannot be seen', advice.empty)
  const control = /(?![\t\n\r])\p{Cc}/u.exec(value)
  if (control) throw invalid(what, 'no control characters', `U+${hex(control[0])} at ${control.index}`, 'remove them')
  const surrogate = /\p{Surrogate}/u.exec(value)
  if (surrogate)
    throw invalid(
      what,
      'well-formed Unicode',
      `half a surrogate pair at ${surrogate.index}`,
      'repair it with text.toWellFormed()',
    )
  return value
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()
}

/** A text that can be stored and comes back exactly. */
export function checkText(what: string, value: unknown, maxLength: number): string {
  return checkString(what, value, maxLength, {
    none: 'pass the text of the message',
    empty: 'leave empty messages out',
    long: 'split it, or raise config.maxTextLength',
  })
}

/** A short name of at most 512 characters: a user, a speaker, a session, an id. */
export function checkName(what: string, value: unknown): string {
  return checkString(what, value, 512, { none: 'pass it as a string', empty: 'pass one that can be read', long: 'shorten it' })
}

/** A moment in milliseconds, or a Date; not after `latest`. */
export function checkTime(what: string, value: unknown, latest: number = Infinity): number {
  const at = value instanceof Date ? value.getTime() : value
  if (!isTime(at)) throw invalid(what, 'milliseconds or a Date', shown(value), 'pass Date.now() or new Date(...)')
  if (at > latest) {
    throw invalid(
      what,
      `a moment up to the clock's ${new Date(latest).toISOString()}`,
      new Date(at).toISOString(),
      'set the clock, or pass the time at which it was said',
    )
  }
  return at
}

/** Beyond these no Date exists. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15
}

/** What the host's clock says now, in milliseconds. */
export function readClock(clock: Clock): number {
  let now: unknown
  try {
    now = clock()
  } catch (cause) {
    const message = 'clock: expected milliseconds, got an error; see cause, and make it return what Date.now() does'
    throw new MnemeError('INVALID_ARGUMENT', message, { cause })
  }
  if (!isTime(now)) throw invalid('clock', 'milliseconds', shown(now), 'make it return what Date.now() does')
  return now
}

/** An integer of at least `least`. */
export function checkCount(what: string, value: unknown, least = 0): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least)
    throw invalid(what, `an integer from ${least}`, shown(value), 'pass one')
  return value
}

/** A number within [least, most]. */
export function checkNumber(what: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !(value >= least && value <= most))
    throw invalid(what, `a number from ${least} to ${most}`, shown(value), 'pass one')
  return value
}

/** A list. */
export function checkList(what: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(what, 'a list', shown(value), 'pass an array')
  return value
}

/** What hosts write from habit, and what to do about it. */
const renames: Readonly<Record<string, string>> = {
  content: 'a chat message has its text as text here',
  role: 'a chat message has its role as speaker here',
  topK: 'it is k here',
  k: 'it is topK here',
}

/** An object with known names alone: options, or a turn. A misspelt name would be lost in silence. */
export function checkNames<T extends object>(what: string, value: T, known: Readonly<Record<keyof T, true>>, next: string): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(what, 'an object', shown(value), next)
  const stranger = Object.keys(value).find(name => !Object.hasOwn(known, name))
  if (stranger !== undefined)
    throw invalid(what, Object.keys(known).join(', '), shown(stranger), renames[stranger] ?? 'rename or remove it')
  return value
}

/** A function, or nothing. */
export function checkFunction(what: string, value: unknown, next: string): void {
  if (value !== undefined && value !== null && typeof value !== 'function') throw invalid(what, 'a function', shown(value), next)
}

/** The signal of an AbortController, of whichever realm, or nothing. */
export function checkSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal === undefined || signal === null) return undefined
  if (typeof signal !== 'object' || typeof signal.aborted !== 'boolean' || typeof signal.addEventListener !== 'function') {
    throw invalid('signal', 'an AbortSignal', shown(signal), 'pass the signal of an AbortController, or leave it out')
  }
  return signal
}

/** One of some words. */
export function checkWord(what: string, value: unknown, words: readonly string[]): void {
  if (!words.some(word => word === value)) throw invalid(what, words.join(' or '), shown(value), 'pass one of these')
}

/** Texts of a history: messages, or objects with their content. */
export function checkHistory(value: unknown): string[] {
  return checkList('history', value).map(entry => {
    const content: unknown = typeof entry === 'object' && entry !== null && 'content' in entry ? entry.content : entry
    if (typeof content !== 'string')
      throw invalid('history', 'texts, or objects with the text as content', shown(content), 'pass the text of each message')
    return content
  })
}

/** Kinds by name. */
export function checkKinds(value: unknown): ReadonlySet<Kind> {
  return new Set(
    checkList('kinds', value).map(name => {
      const kind = kinds.find(known => known === name)
      if (!kind) throw invalid('kinds', kinds.join(', '), shown(name), 'pass some of these')
      return kind
    }),
  )
}

/** Layers by name. */
export function checkLayers(value: unknown): ReadonlySet<Layer> {
  return new Set(
    checkList('layers', value).map(name => {
      const layer = layers.find(known => known === name)
      if (!layer) throw invalid('layers', layers.join(', '), shown(name), 'pass some of these')
      return layer
    }),
  )
}

/** Statuses by name. */
export function checkStatuses(value: unknown): Status[] {
  return checkList('include', value).map(name => {
    const status = statuses.find(known => known === name)
    if (!status) throw invalid('include', statuses.join(', '), shown(name), 'pass some of these')
    return status
  })
}
