// Turns as the host passes them: copied and checked at the call, filled in when their turn comes.
import { MnemeError } from '../errors.ts'
import type { Turn } from '../log/log.ts'
import type { State } from '../state/state.ts'
import { checkList, checkName, checkNames, checkText, checkTime } from './check.ts'
import { readMedia, type GivenMedium } from './media.ts'
import type { TurnInput } from './options.ts'

/** Clocks of hosts and servers differ a little; a turn may be this much ahead, in milliseconds. */
const clockTolerance = 60_000

/** A turn as it was when the host passed it: what only the memory can fill in is missing. */
export interface GivenTurn extends Omit<Turn, 'id' | 'session'> {
  id: string | undefined
  session: string | undefined
  media: readonly GivenMedium[]
}

const names: Readonly<Record<keyof TurnInput, true>> = {
  text: true,
  speaker: true,
  at: true,
  id: true,
  session: true,
  receivedAt: true,
  media: true,
}

/** Checked copies of a host's turns, `now` being the clock's reading at the call. Throws INVALID_ARGUMENT for a bad field. */
export function readTurns(inputs: readonly TurnInput[], maxTextLength: number, now: number): GivenTurn[] {
  checkList('turns', inputs)
  return Array.from(inputs, input => {
    checkNames('turn', input, names, 'pass a text, or an object with one')
    const { text, speaker, at, id, session, receivedAt, media } = input
    return {
      id: id === undefined ? undefined : checkTurnId(id),
      session: session === undefined || session === null ? undefined : checkName('session', session),
      text: checkText('text', text, maxTextLength),
      speaker: checkName('speaker', speaker ?? 'user'),
      at: at === undefined ? now : checkTime('at', at, now + clockTolerance),
      receivedAt: receivedAt === undefined ? now : checkTime('receivedAt', receivedAt),
      media: readMedia(media, maxTextLength),
    }
  })
}

/** Turns with every field, ready for the log. Throws INVALID_ARGUMENT for an id that is taken. */
export function placeTurns(given: readonly GivenTurn[], state: State): Turn[] {
  const { log } = state
  const taken = new Set<string>()
  const named = new Set(given.map(turn => turn.id))
  return given.map((whole, index) => {
    const { media: _, ...turn } = whole
    const id = turn.id ?? freshId(state, named, log.size + index + 1)
    if (taken.has(id) || log.ordinalOf(id) !== undefined) {
      throw new MnemeError(
        'INVALID_ARGUMENT',
        `id: expected one that is new to this memory, got "${id.slice(0, 60)}" again; leave it out to get one`,
      )
    }
    taken.add(id)
    return { ...turn, id, session: turn.session ?? `session-${state.session}` }
  })
}

/** The id of a turn, which no trace can have. */
export function checkTurnId(value: unknown): string {
  const id = checkName('id', value)
  if (!/^m\d+$/.test(id)) return id
  throw new MnemeError(
    'INVALID_ARGUMENT',
    `id: expected one that is no trace's, got "${id}"; traces are called m1, m2, ...: put a prefix before it`,
  )
}

/** "t" and the turn's number, unless the host has used that name for another turn. */
function freshId(state: State, named: ReadonlySet<string | undefined>, number: number): string {
  let id = `t${number}`
  while (state.log.ordinalOf(id) !== undefined || named.has(id)) id += "'"
  return id
}
