// Turns as the host passes them, checked and filled in.
import { MnemeError } from '../errors.ts'
import type { Turn } from '../log/log.ts'
import type { State } from '../state/state.ts'
import { checkList, checkName, checkObject, checkText, checkTime } from './check.ts'
import type { TurnInput } from './options.ts'

/** Clocks of hosts and servers differ a little; a turn may be this much ahead, in milliseconds. */
const clockTolerance = 60_000

/** Turns with every field, ready for the log. Throws INVALID_ARGUMENT for a bad field or an id that is taken. */
export function readTurns(inputs: readonly TurnInput[], state: State, now: number): Turn[] {
  const { log, config, session } = state
  const taken = new Set<string>()
  checkList('turns', inputs)
  const named = new Set(inputs.map(input => checkObject('turn', input).id))
  return inputs.map((input, index) => {
    const id = input.id === undefined ? freshId(state, named, log.size + index + 1) : checkTurnId(input.id)
    if (taken.has(id) || log.ordinalOf(id) !== undefined) {
      throw new MnemeError('INVALID_ARGUMENT',
        `id: expected one that is new to this memory, got "${id.slice(0, 60)}" again; leave it out to get one`)
    }
    taken.add(id)
    return {
      id, text: checkText('text', input.text, config.maxTextLength), speaker: checkName('speaker', input.speaker ?? 'user'),
      at: input.at === undefined ? now : checkTime('at', input.at, now + clockTolerance),
      session: checkName('session', input.session ?? `session-${session}`),
    }
  })
}

/** The id of a turn, which no trace can have. */
export function checkTurnId(value: unknown): string {
  const id = checkName('id', value)
  if (!/^m\d+$/.test(id)) return id
  throw new MnemeError('INVALID_ARGUMENT', `id: expected one that is no trace's, got "${id}"; traces are called m1, m2, ...: put a prefix before it`)
}

/** "t" and the turn's number, unless the host has used that name for another turn. */
function freshId(state: State, named: ReadonlySet<string | undefined>, number: number): string {
  let id = `t${number}`
  while (state.log.ordinalOf(id) !== undefined || named.has(id)) id += "'"
  return id
}
