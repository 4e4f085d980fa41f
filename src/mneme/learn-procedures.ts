// What a turn that was just stored teaches of a way of working: a procedure at once where it teaches, a note for sleep where it instructs.
import { isMachine } from '../log/speaker.ts'
import type { Turn } from '../log/log.ts'
import { triggerFor } from '../plan/firing.ts'
import { isActive, unused, type Procedure } from '../procedures/procedure.ts'
import { instructionIn, type Teaching } from '../signals/teaching.ts'
import { sameTask } from '../signals/trigger.ts'
import type { Change, State } from '../state/state.ts'
import { talksWithPeople } from './learn-rules.ts'
import type { Decider } from './write.ts'

/** A turn that has been stored, as it may teach. */
interface Taught {
  turn: Turn
  /** Its place in the log, where it is the last. */
  ordinal: number
  teaching: Teaching
}

/** From this probability on a turn teaches outright: what was taught by mistake costs a line where it fires. */
const teachesFrom = 0.15
/** From this probability on a turn may be one of those that show a way of working: three must agree. */
const instructsFrom = 0.05
/** Turns between a request and what is said of how to do it. */
const lately = 6

/** Enters what the last turn of the log teaches. */
export function learnFrom(state: State, { turn, ordinal, teaching }: Taught, decider: Decider, change: (change: Change) => void): void {
  // How two people work together is nothing for an assistant.
  if (!state.config.procedures.enabled || isMachine(turn.speaker) || talksWithPeople(state, turn)) return
  const { reader, policy: { procedure: { teaching: params } } } = decider
  if (teaching.teaches >= teachesFrom) {
    taughtBy(state, turn, ordinal, instructionIn(turn.text, 'teaches', reader, params), decider).forEach(change)
  } else if (teaching.instructs >= instructsFrom) {
    const said = instructionIn(turn.text, 'instructs', reader, params)
    const from = turn.text.indexOf(said)
    change({
      type: 'instruction', instruction: {
        turn: ordinal, session: turn.session, speaker: turn.speaker, request: requestBefore(state, turn, ordinal), probability: teaching.instructs, from, to: from + said.length,
      },
    })
  }
}

/** Ordinal of what the speaker asked for right before a turn, in the same session. */
function requestBefore({ log }: State, { session, speaker }: Turn, ordinal: number): number | null {
  for (let before = ordinal - 1; before >= Math.max(0, ordinal - lately); before--) {
    const turn = log.at(before)
    if (turn?.session === session && turn.speaker === speaker) return before
  }
  return null
}

/** A procedure of a turn that teaches it; what was taught for the same task gives way. */
function taughtBy(state: State, turn: Turn, ordinal: number, instruction: string, { triggers, policy: { procedure: { trigger: params } } }: Decider): Change[] {
  const { procedures } = state
  const procedure: Procedure = {
    ...unused, id: procedures.nextId, speaker: turn.speaker, name: triggers.nameOf(instruction), origin: 'taught', instruction, quotes: ordinal, when: null,
    turns: [ordinal], requests: [], since: turn.at,
  }
  const own = triggerFor(state, procedure, triggers)
  const before = procedures.list().filter(other => isActive(other) && other.speaker === turn.speaker && sameTask(own, triggerFor(state, other, triggers), params))
  return [{ type: 'procedure', procedure }, ...before.map((other): Change => ({ type: 'procedure', procedure: { ...other, replacedBy: procedure.id } }))]
}
