// Time as an argument: the host's clock, memory time in ticks, and local time of day.
import { MnemeError } from './errors.ts'

/** Milliseconds since the Unix epoch. */
export type Clock = () => number

/** The only place that reads the machine's time. */
export const systemClock: Clock = () => Date.now()

/** One day in milliseconds. */
export const dayMs = 86_400_000

/** What memory time is computed from; part of the state. */
export interface MemoryTime {
  /** Clock reading that is tick 0. */
  origin: number
  /** The latest clock reading seen: memory time never goes back. */
  latest: number
  /** Ticks added by hand. */
  manual: number
}

/** Memory time in ticks (a float): (clock - origin) / tickMs + manual ticks, never less than before. */
export function ticksAt(time: MemoryTime, now: number, tickMs: number): number {
  return (Math.max(now, time.latest) - time.origin) / tickMs + time.manual
}

/** Local calendar position of a moment. */
export interface LocalTime {
  year: number
  /** 1 to 12. */
  month: number
  /** 1 to 31. */
  day: number
  /** 0 (Sunday) to 6. */
  weekday: number
  /** Hours since local midnight, a float in [0, 24). */
  hour: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The calendar of `timeZone` at a moment in milliseconds. Throws INVALID_CONFIG for an unknown zone. */
export function localTime(at: number, timeZone: string): LocalTime {
  const offset = zoneOffset(at, timeZone)
  const local = new Date(at + offset)
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
    hour: local.getUTCHours() + local.getUTCMinutes() / 60,
  }
}

// Formatting costs 5 µs; zones change their offset a few times a year, on a quarter of an hour in UTC, and never twice in a day.
const quarterMs = 900_000
const offsets = new Map<string, Map<number, number>>()

function zoneOffset(at: number, timeZone: string): number {
  const day = Math.floor(at / dayMs) * dayMs
  const offset = offsetFrom(day, timeZone)
  return offset === offsetFrom(day + dayMs, timeZone) ? offset : offsetFrom(Math.floor(at / quarterMs) * quarterMs, timeZone)
}

/** The offset at the start of a quarter of an hour. */
function offsetFrom(start: number, timeZone: string): number {
  let ofZone = offsets.get(timeZone)
  const known = ofZone?.get(start)
  if (known !== undefined) return known
  const parts = new Map(zoneFormat(timeZone).formatToParts(start).map(part => [part.type, part.value]))
  const field = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name))
  const local = Date.UTC(field('year'), field('month') - 1, field('day'), field('hour') % 24, field('minute'))
  const offset = local - start
  if (!ofZone || ofZone.size > 10_000) offsets.set(timeZone, (ofZone = new Map()))
  ofZone.set(start, offset)
  return offset
}

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
    })
    formats.set(timeZone, format)
    return format
  } catch (cause) {
    throw new MnemeError('INVALID_CONFIG',
      `timeZone: expected an IANA name such as "Europe/Paris", got "${timeZone}"; pass one or leave it out`, { cause })
  }
}

/** The zone of this machine. */
export function systemTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
