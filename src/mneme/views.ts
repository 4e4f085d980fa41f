// What a host sees of a memory: traces, lists, figures, explanations. Reads only.
import { backendName } from '../tensor/backend.ts'
import { MnemeError } from '../errors.ts'
import type { LoggedTurn } from '../log/log.ts'
import { statuses } from '../recall/hit.ts'
import { statusOf } from '../recall/visible.ts'
import { pressureOf } from '../sleep/pressure.ts'
import { tickOf, traceOf, type State } from '../state/state.ts'
import type { Identity } from '../state/keeper.ts'
import { dayMs } from '../clock.ts'
import { ticksUntil } from '../trace/forgetting.ts'
import { strengthOf, ticksToFall, tierOf, type Entry } from '../trace/trace.ts'
import type { Explanation, Memory, Stats } from './options.ts'
import { explainProcedure } from './procedures-view.ts'
import type { ListSettings } from './request.ts'

/** A trace as the host sees it at memory time `tick`. */
function viewTrace(state: State, trace: Entry, tick: number, replaced: ReadonlyMap<string, readonly string[]>): Memory {
  const strength = strengthOf(trace, tick, state.config)
  return {
    id: trace.id,
    text: trace.text,
    speaker: trace.speaker,
    at: trace.at,
    kind: trace.kind,
    strength,
    importance: trace.importance,
    status: statusOf(trace, strength, state.config.dormantBelow),
    tier: tierOf(trace),
    sourceIds: trace.sources.map(source => state.log.idAt(source)),
    removedSourceIds: trace.sources.filter(source => !state.log.at(source)).map(source => state.log.idAt(source)),
    uses: trace.uses,
    repeats: trace.repeats,
    validFrom: trace.at,
    validTo: trace.validTo,
    supersedes: [...(replaced.get(trace.id) ?? [])],
    supersededBy: trace.supersededBy,
  }
}

/** Ids of the traces that each trace replaced. */
export function replacementsIn({ ltm, stm }: State): ReadonlyMap<string, readonly string[]> {
  const replaced = new Map<string, string[]>()
  const short = stm.list().flatMap(({ id, supersededBy }): [string, string][] => (supersededBy === null ? [] : [[id, supersededBy]]))
  for (const [id, by] of [...ltm.replacements(), ...short]) replaced.set(by, [...(replaced.get(by) ?? []), id])
  return replaced
}

/** A statement with what it replaced and what replaced it, the oldest first. Throws NOT_FOUND. */
export function viewHistory(state: State, id: string, now: number): Memory[] {
  const [first] = tracesUnder(state, id)
  if (first === undefined) throw notFound(id)
  const found = new Set([first])
  const replaced = replacementsIn(state)
  for (const known of found) {
    const next = traceOf(state, known)?.supersededBy
    if (next) found.add(next)
    for (const earlier of replaced.get(known) ?? []) found.add(earlier)
  }
  return [...found].flatMap(known => traceOf(state, known) ?? []).sort((a, b) => a.at - b.at || Number(a.id.slice(1)) - Number(b.id.slice(1)))
    .map(trace => viewTrace(state, trace, tickOf(state, now), replaced))
}

function viewTurn(turn: LoggedTurn, status: 'dormant' | 'unstored'): Memory {
  const { id, text, speaker, at, importance } = turn
  return {
    id,
    text,
    speaker,
    at,
    kind: turn.kind,
    strength: 0,
    importance,
    status,
    tier: null,
    sourceIds: [id],
    removedSourceIds: [],
    uses: 0,
    repeats: 0,
    validFrom: turn.at,
    validTo: null,
    supersedes: [],
    supersededBy: null,
  }
}

/** Trace ids of an id: itself with the statements that were taken out of its turns, or those over the turn that it names. */
export function tracesUnder(state: State, id: string): string[] {
  const trace = traceOf(state, id)
  if (trace) return [id, ...trace.sources.flatMap(source => state.sources.of(source)).filter(other => other !== id && traceOf(state, other)?.atomic)]
  const ordinal = state.log.ordinalOf(id)
  return ordinal === undefined ? [] : [...state.sources.of(ordinal)]
}

/** A trace by its id, or a turn by its own (as its trace where it has one). */
export function viewById(state: State, id: string, now: number): Memory | undefined {
  const traces = tracesUnder(state, id).flatMap(traceId => traceOf(state, traceId) ?? [])
  // What still holds of a turn stands for it.
  const trace = traces.find(({ supersededBy }) => supersededBy === null) ?? traces[0]
  if (trace) return viewTrace(state, trace, tickOf(state, now), replacementsIn(state))
  const ordinal = state.log.ordinalOf(id)
  if (ordinal === undefined) return undefined
  const turn = state.log.at(ordinal)
  return turn && viewTurn(turn, state.log.hasFaded(ordinal) ? 'dormant' : 'unstored')
}

/** Turns that no trace stands over, with their ordinals. */
function* turnsAlone({ log, sources }: State): Generator<{ ordinal: number; turn: LoggedTurn; status: 'dormant' | 'unstored' }> {
  for (let ordinal = 0; ordinal < log.size; ordinal++) {
    if (sources.has(ordinal)) continue
    const turn = log.at(ordinal)
    if (turn) yield { ordinal, turn, status: log.hasFaded(ordinal) ? 'dormant' : 'unstored' }
  }
}

/** A memory with its place in the order of arrival: that of its first turn, then the number of the trace. */
interface Placed {
  memory: Memory
  ordinal: number
  number: number
}

/** Traces of both stores, newest first; with a status that turns without a trace may have, those turns, too. */
export function viewList(state: State, now: number, { kind, status, tier, after, limit }: ListSettings): Memory[] {
  const tick = tickOf(state, now)
  const found: Placed[] = []
  const replaced = replacementsIn(state)
  const add = (memory: Memory, ordinal: number, number: number): void => {
    if ((kind === undefined || memory.kind === kind) && memory.at > after && (status === undefined || memory.status === status) && (tier === undefined || memory.tier === tier)) {
      found.push({ memory, ordinal, number })
    }
  }
  for (const entry of tracesOf(state)) add(viewTrace(state, entry, tick, replaced), entry.sources[0] ?? -1, Number(entry.id.slice(1)))
  if (status !== undefined) for (const { ordinal, turn, status: own } of turnsAlone(state)) add(viewTurn(turn, own), ordinal, 0)
  return found
    .sort((a, b) => b.memory.at - a.memory.at || b.ordinal - a.ordinal || b.number - a.number)
    .slice(0, limit)
    .map(({ memory }) => memory)
}

/** The traces of both stores. */
export function* tracesOf(state: State): Generator<Entry> {
  yield* state.ltm.entries()
  yield* state.stm.list()
}

/** Figures of a memory, but for its layers. */
export function viewStats(state: State, identity: Identity, now: number): Omit<Stats, 'layers'> {
  const tick = tickOf(state, now)
  const loaded = backendName()
  const { tuning } = state.ltm
  const counts = { current: 0, superseded: 0, suppressed: 0, dormant: 0, unstored: 0 }
  for (const trace of tracesOf(state)) counts[statusOf(trace, strengthOf(trace, tick, state.config), state.config.dormantBelow)]++
  for (const { status } of turnsAlone(state)) counts[status]++
  return {
    user: identity.user,
    encoder: identity.encoder.id,
    backend: loaded === 'none' ? 'cpu' : loaded,
    turns: state.log.live,
    media: state.media.size,
    stm: state.stm.size,
    ltm: state.ltm.size,
    statuses: Object.fromEntries(statuses.map(status => [status, counts[status]])) as Stats['statuses'],
    session: state.session,
    tick,
    pressure: pressureOf(state),
    learning: learningOf(state),
    scan: tuning ? { candidates: tuning.candidates, recall: tuning.recall } : null,
  }
}

function learningOf({ config: { learning: { enabled, trustRegion } }, experience: { rewards, waiting, drift } }: State): Stats['learning'] {
  return { enabled, rewards, waiting, drift: Math.min(drift, trustRegion), trustRegion }
}

/** Why a turn or trace is as it is. Throws NOT_FOUND for an id that was never here, or too long ago. */
export function explainId(state: State, id: string, now: number): Explanation {
  const memory = viewById(state, id, now)
  if (!memory) return explainProcedure(state, id) ?? explainGone(state, id)
  const first = state.log.ordinalOf(memory.sourceIds[0] ?? '')
  const why = first === undefined ? 'stored before its turn left the log' : state.log.whyAt(first)
  const trace = traceOf(state, memory.id)
  if (!trace) {
    const place =
      memory.status === 'dormant'
        ? 'its trace faded away: the log keeps it, and finds it when asked for what is dormant'
        : 'no trace: the log keeps it, and finds it by its words'
    return { id, status: memory.status, importance: memory.importance, why, now: place }
  }
  const { config } = state
  const halfLife = Number((ticksUntil(trace, 2, config) * config.tickMs / dayMs).toPrecision(3))
  const fades = config.decay.enabled
  const dormantInDays = ticksToFall(trace, config.dormantBelow, tickOf(state, now), config) * (config.tickMs / dayMs)
  return {
    id,
    status: memory.status,
    importance: memory.importance,
    strength: memory.strength,
    why,
    ...(fades && { dormantInDays }),
    now:
      `in ${state.stm.get(memory.id) ? 'short' : 'long'}-term memory, ${memory.kind}, strength ${memory.strength.toFixed(2)} ` +
      `${fades ? `with a half-life of ${halfLife} days` : 'that does not fade'}, ` +
      `used ${memory.uses} and repeated ${memory.repeats} times` +
      (memory.status === 'dormant'
        ? `; dormant: below ${config.dormantBelow}, and pruned at sleep when its retention is below ${config.sleep.pruneBelow}`
        : memory.status === 'suppressed'
          ? '; suppressed until restore(id)'
          : memory.supersededBy === null
            ? ''
            : `; replaced by ${memory.supersededBy}, until restore(id)`),
  }
}

function explainGone(state: State, id: string): Explanation {
  const stone = state.tombstones.findLast(({ id: gone }) => gone === id)
  if (stone) {
    const days = ((state.time.latest - stone.at) / dayMs).toFixed(1)
    return { id, status: 'gone', why: stone.cause, now: `gone ${days} days ago` }
  }
  const ordinal = state.log.ordinalOf(id)
  if (ordinal !== undefined)
    return {
      id,
      status: 'gone',
      why: 'its retention time ended or it was forgotten on request',
      now: 'its text has left the log',
    }
  throw notFound(id)
}

/** The error for an id that leads nowhere. */
export function notFound(id: string): MnemeError {
  return new MnemeError(
    'NOT_FOUND',
    `id: expected that of a trace or turn, got "${id.slice(0, 60)}"; list() and recall() give ids`,
  )
}
