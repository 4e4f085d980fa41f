// Checks of what a host passes in. Each throws INVALID_ARGUMENT before anything is changed.
import { kinds, type Kind } from '../config.ts'
import { MnemeError } from '../errors.ts'
import { statuses, type Status } from '../recall/hit.ts'

function invalid(what: string, expected: string, got: string, next: string): MnemeError {
  return new MnemeError('INVALID_ARGUMENT', `${what}: expected ${expected}, got ${got}; ${next}`)
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value.slice(0, 40)}"`
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : Object.prototype.toString.call(value)
}

/** A text that can be stored and comes back exactly. */
export function checkText(what: string, value: unknown, maxLength: number): string {
  if (typeof value !== 'string') throw invalid(what, 'a string', shown(value), 'pass the text of the message')
  if (value.trim() === '') throw invalid(what, 'some text', 'none', 'leave empty messages out')
  if (value.length > maxLength) {
    throw invalid(what, `at most ${maxLength} characters`, String(value.length), 'split it, or raise config.maxTextLength')
  }
  const control = /(?![\t\n\r])\p{Cc}/u.exec(value)
  if (control) throw invalid(what, 'no control characters', `U+${hex(control[0])} at ${control.index}`, 'remove them')
  const surrogate = /\p{Surrogate}/u.exec(value)
  if (surrogate) throw invalid(what, 'well-formed Unicode', `half a surrogate pair at ${surrogate.index}`, 'repair it with text.toWellFormed()')
  return value
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()
}

/** A short name: a speaker, a session, an id. */
export function checkName(what: string, value: unknown): string {
  return checkText(what, value, 512)
}

/** A moment in milliseconds, or a Date; not after `latest`. */
export function checkTime(what: string, value: unknown, latest: number = Infinity): number {
  const at = value instanceof Date ? value.getTime() : value
  // Beyond this no Date exists.
  if (typeof at !== 'number' || !(Math.abs(at) <= 8.64e15)) throw invalid(what, 'milliseconds or a Date', shown(value), 'pass Date.now() or new Date(...)')
  if (at > latest) {
    throw invalid(what, `a moment up to the clock's ${new Date(latest).toISOString()}`, new Date(at).toISOString(), 'set the clock, or pass the time at which it was said')
  }
  return at
}

/** An integer of at least `least`. */
export function checkCount(what: string, value: unknown, least = 0): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least) throw invalid(what, `an integer from ${least}`, shown(value), 'pass one')
  return value
}

/** A number within [least, most]. */
export function checkNumber(what: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !(value >= least && value <= most)) throw invalid(what, `a number from ${least} to ${most}`, shown(value), 'pass one')
  return value
}

/** A list. */
export function checkList(what: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(what, 'a list', shown(value), 'pass an array')
  return value
}

/** An object, such as options or a turn. */
export function checkObject<T>(what: string, value: T): T {
  if (typeof value !== 'object' || value === null) throw invalid(what, 'an object', shown(value), 'pass one, or leave it out')
  return value
}

/** One of some words. */
export function checkWord(what: string, value: unknown, words: readonly string[]): void {
  if (!words.some(word => word === value)) throw invalid(what, words.join(' or '), shown(value), 'pass one of these')
}

/** Texts of a history: messages, or objects with their content. */
export function checkHistory(value: unknown): string[] {
  return checkList('history', value).map(entry => {
    const content: unknown = typeof entry === 'object' && entry !== null && 'content' in entry ? entry.content : entry
    if (typeof content !== 'string') throw invalid('history', 'texts, or objects with the text as content', shown(content), 'pass the text of each message')
    return content
  })
}

/** Kinds by name. */
export function checkKinds(value: unknown): ReadonlySet<Kind> {
  return new Set(checkList('kinds', value).map(name => {
    const kind = kinds.find(known => known === name)
    if (!kind) throw invalid('kinds', kinds.join(', '), shown(name), 'pass some of these')
    return kind
  }))
}

/** Statuses by name. */
export function checkStatuses(value: unknown): Status[] {
  return checkList('include', value).map(name => {
    const status = statuses.find(known => known === name)
    if (!status) throw invalid('include', statuses.join(', '), shown(name), 'pass some of these')
    return status
  })
}
