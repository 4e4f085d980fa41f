// What is done with a turn once it is decided: the changes that store it, or strengthen what says the same.
import type { Kind } from '../config.ts'
import type { Action } from '../controller/controller.ts'
import type { Change, State, Tier } from '../state/state.ts'
import { strengthened, untouched, type Trace } from '../trace/trace.ts'
import type { EncodedTurn } from './write.ts'

/** What memory holds nearest to a turn. */
export interface Nearest {
  /** Best cosine to a trace, in [0, 1]. */
  similarity: number
  /** The traces that say the same, passage by passage, where there is one for each. */
  same?: Trace[]
}

interface Placed {
  state: State
  encoded: EncodedTurn
  keys: readonly Float32Array[]
  tick: number
  importance: number
  /** Strength to start with: the gate's output, so that training can reach the gate through it. */
  strength: number
  /** How likely it will be asked for, told where it is stored; what is surely worth keeping counts as an average turn at least. */
  worth: () => number
}

/** What an action made. */
export interface Done {
  changes: Change[]
  traceId?: string
}

/** The changes that carry an action out. */
export function carryOut(action: Action, { same }: Nearest, placed: Placed, kind: Kind): Done {
  const { state, encoded, tick } = placed
  if (action === 'reinforce' && same) return reinforceAll(state, same, tick, encoded.insist)
  if (action === 'ltm' || (action === 'stm' && state.config.stm.capacity > 0)) return store(placed, action, kind)
  return { changes: [] }
}

/** One trace for each passage, as many as the memory may hold. */
function store({ state, encoded, keys, tick, importance, strength, worth: worthOf }: Placed, tier: Tier, kind: Kind): Done {
  const { turn } = encoded
  const passages = encoded.passages.slice(0, state.config[tier].capacity)
  const room = tier === 'ltm' ? makeRoom(state, passages.length, tick, turn.at) : []
  // What one turn is worth is asked for once, whichever passage tells it.
  const worth = worthOf() / passages.length
  const traces = passages.map(
    (text, index): Change => ({
      type: 'trace',
      tier,
      trace: {
        id: `m${state.traces + index + 1}`,
        kind,
        text,
        speaker: turn.speaker,
        session: turn.session,
        at: turn.at,
        sources: [state.log.size],
        importance,
        strength,
        tick,
        ...untouched,
        worth,
        key: keys[index]!,
      },
    }),
  )
  return { changes: [...room, ...traces], traceId: `m${state.traces + 1}` }
}

function reinforceAll(state: State, traces: readonly Trace[], tick: number, insist: boolean): Done {
  const rising = insist ? traces.filter(trace => state.ltm.slotOf(trace.id) === undefined) : []
  const room = makeRoom(state, rising.length, tick, state.time.latest)
  return { changes: [...room, ...traces.map(trace => reinforce(state, trace, tick, insist))], traceId: traces[0]!.id }
}

function reinforce(state: State, trace: Trace, tick: number, insist: boolean): Change {
  const fields = {
    ...strengthened(trace, tick, 1, state.config),
    ...insist && { strength: 1, worth: Math.max(1, trace.worth) },
    repeats: trace.repeats + 1,
    sources: [...trace.sources, state.log.size],
  }
  // What the host insists on does not stay in short-term memory.
  return insist
    ? { type: 'trace', tier: 'ltm', trace: { ...trace, ...fields, importance: 1 } }
    : { type: 'update', id: trace.id, fields }
}

/** Where long-term memory is full, the traces go that are least worth x what is left of their strength: a hundredth at once, for to find them takes a pass over all. */
function makeRoom(state: State, wanted: number, tick: number, at: number): Change[] {
  const { ltm, config } = state
  const excess = ltm.size + wanted - config.ltm.capacity
  if (excess <= 0) return []
  return ltm.least(Math.max(excess, Math.floor(config.ltm.capacity / 100)), tick, config).map(({ id, worth, strength }) => ({
    type: 'drop',
    id,
    at,
    cause: `the least worth keeping (worth ${worth.toFixed(2)}, strength ${strength.toFixed(2)}) when long-term memory was full`,
  }))
}
