// Recall: a query against a state. Attention over the keys and the lexical head propose candidates; one score ranks them.
import type { Kind } from '../config.ts'
import type { Turn } from '../log/log.ts'
import { strengthOf, tierOf, type Entry, type Trace } from '../trace/trace.ts'
import type { State } from '../state/state.ts'
import { largest } from '../vector.ts'
import { scanKeys, type KeyScan } from './scan.ts'
import { spreadFrom } from './spread.ts'
import { scoreParts, total } from './rank.ts'
import type { Hit, ScoreParts, Status } from './hit.ts'
import type { Query } from './query.ts'

/** What to look for and where. */
export interface RecallRequest {
  query: Query
  /** Unit key [K] of the query. */
  key: Float32Array
  /** Hits wanted: candidates are a few times as many. */
  k: number
  /** Candidates of each head. @default 4 for each hit, and 128 at least */
  candidates?: number
  /** Memory time in ticks. */
  tick: number
  timeZone: string
  kinds?: ReadonlySet<Kind>
  /** Nothing said after this moment, in milliseconds. */
  asOf?: number
  statuses: ReadonlySet<Status>
  /** Ids of traces that are candidates whatever they are like. */
  also?: Iterable<string>
  /** The nearest of the pinned long-term traces are candidates, too. @default false */
  pinned?: boolean
  /** Whom the query means counts. @default true */
  graph?: boolean
}

/** Pinned traces, and turns that speak of whom the query means, that are candidates for that alone: the nearest, the most active. */
const [mostPinned, mostSpread] = [32, 64]

/** A turn without a trace ranks as a weak one that fades as its kind does: the gate saw no reason to keep it. */
const unstoredShare = 0.5

/** Every candidate as a hit, best first: the caller takes as many as it wants. Reads only. */
export function recall(state: State, request: RecallRequest): Hit[] {
  const { config } = state
  const limit = request.candidates ?? Math.max(128, 4 * request.k)
  const scan = scanKeys(state, request.key, limit, { wanted: slot => isWanted(state, state.ltm.entryAt(slot), request), pinned: request.pinned === true ? mostPinned : 0 })
  const lexical = config.lexical.enabled ? lexicalHead(state, request, limit) : new Map<number, number>()
  const spread = config.graph.enabled && request.graph !== false ? spreadFrom(state, request.query.text) : new Map<number, number>()
  const hits: Hit[] = []
  const stored = new Set([...scan.best, ...nearestOf(scan, request.also ?? [], limit)])
  for (const ordinal of brightest(spread, lexical, mostSpread)) if (isWantedTurn(state, ordinal, request)) lexical.set(ordinal, 0)
  for (const ordinal of lexical.keys()) for (const id of state.sources.of(ordinal)) stored.add(id)
  for (const id of stored) {
    const hit = storedHit(state, id, request, scan, lexical, spread)
    if (hit) hits.push(hit)
  }
  if (config.searchUnstored) {
    for (const [ordinal, share] of lexical) {
      const hit = state.sources.has(ordinal) ? undefined : unstoredHit(state, ordinal, request, scan, share, spread)
      if (hit) hits.push(hit)
    }
  }
  hits.sort((a, b) => b.score - a.score || b.at - a.at)
  return distinct(hits)
}

/** Of some traces the `limit` nearest: those that are no nearer are shown by no one. */
function nearestOf(scan: KeyScan, ids: Iterable<string>, limit: number): string[] {
  const all = [...new Set(ids)]
  if (all.length <= limit) return all
  return all.map(id => ({ id, cosine: scan.cosine(id) })).sort((a, b) => b.cosine - a.cosine).slice(0, limit).map(({ id }) => id)
}

/** The `limit` most active turns that the words have not found, of equal ones the latest. */
function brightest(spread: ReadonlyMap<number, number>, found: ReadonlyMap<number, number>, limit: number): number[] {
  const others = [...spread].filter(([ordinal]) => !found.has(ordinal))
  if (others.length > limit) others.sort(([a, x], [b, y]) => y - x || b - a).length = limit
  return others.map(([ordinal]) => ordinal)
}

/** Share of the query's words in each turn, for the best `limit` turns that the request may see. */
function lexicalHead(state: State, request: RecallRequest, limit: number): Map<number, number> {
  const { query } = request
  const most = state.lexical.highestScore(query.terms)
  if (most === 0) return new Map()
  const { scores, touched } = state.lexical.search(query.terms, state.config.lexical.neighbours)
  const best = new Map<number, number>()
  const take = (documents: Iterable<number>): boolean => {
    for (const document of documents) {
      const turn = state.lexical.turnOf(document)
      if (!isWantedTurn(state, turn, request)) continue
      best.set(turn, Math.max(best.get(turn) ?? 0, scores[document]! / most))
      if (best.size === limit) return true
    }
    return false
  }
  if (touched.length <= limit) take(touched)
  else {
    // A few times as many hold enough that are wanted, nearly always: to sort them all takes longer than to find them.
    const falling = (documents: Uint32Array): Uint32Array => documents.sort((a, b) => scores[b]! - scores[a]!)
    const values = new Float32Array(touched.length)
    for (let place = 0; place < values.length; place++) values[place] = scores[touched[place]!]!
    const few = largest(values, 4 * limit).sort((a, b) => a - b)
    if (!take(falling(Uint32Array.from(few, place => touched[place]!)))) take(falling(touched))
  }
  return best
}

/** True where a trace over the turn, or the turn itself where it has none, may be a hit. */
function isWantedTurn(state: State, ordinal: number, request: RecallRequest): boolean {
  const ids = state.sources.of(ordinal)
  if (ids.length > 0) return ids.some(id => isWanted(state, entryOf(state, id), request))
  const turn = state.log.at(ordinal)
  return turn !== undefined && request.statuses.has(statusOfTurn(state, ordinal)) && allowed(turn, request)
}

function isWanted(state: State, entry: Entry | undefined, request: RecallRequest): boolean {
  return entry !== undefined && standingOf(state, entry, request) !== undefined && !(entry.atomic && speaksForItself(state, entry, request))
}

/** Strength and status of a trace that may be a hit; undefined for one that may not. */
function standingOf(state: State, entry: Entry, request: RecallRequest): { strength: number; status: Status } | undefined {
  if (!allowed(entry, request)) return undefined
  const strength = strengthOf(entry, request.tick, state.config)
  const status = statusOf(entry, strength, state.config.dormantBelow, request.asOf)
  return request.statuses.has(status) ? { strength, status } : undefined
}

function statusOfTurn(state: State, ordinal: number): Status {
  return state.log.hasFaded(ordinal) ? 'dormant' : 'unstored'
}

function storedHit(
  state: State,
  id: string,
  request: RecallRequest,
  scan: KeyScan,
  lexical: ReadonlyMap<number, number>,
  spread: ReadonlyMap<number, number>,
): Hit | undefined {
  const trace = entryOf(state, id)
  const standing = trace && standingOf(state, trace, request)
  if (!standing || (trace.atomic && speaksForItself(state, trace, request))) return undefined
  const { strength, status } = standing
  const share = trace.sources.reduce((most, source) => Math.max(most, lexical.get(source) ?? 0), 0)
  const parts = partsOf(state, request, scan, trace, {
    ordinal: trace.sources[0] ?? -1,
    strength,
    attention: scan.deviation(id),
    lexical: share,
    graph: trace.sources.reduce((most, source) => Math.max(most, spread.get(source) ?? 0), 0),
  })
  return {
    id,
    text: trace.text,
    speaker: trace.speaker,
    at: trace.at,
    kind: trace.kind,
    strength,
    score: total(parts),
    parts,
    sourceIds: sourceIdsUpTo(state, trace, request.asOf),
    status,
    tier: tierOf(trace),
  }
}

/** True where a statement's turn still has a trace in its own words: the statement stands in for it when that has faded. */
function speaksForItself(state: State, { id, sources }: Entry, request: RecallRequest): boolean {
  return sources.some(source => state.sources.of(source).some(other => {
    const whole = other === id ? undefined : entryOf(state, other)
    return whole !== undefined && !whole.atomic && isWanted(state, whole, request)
  }))
}

/** Ids of a trace's turns, but for those that were said after `asOf`. */
function sourceIdsUpTo({ log }: State, { sources }: Entry, asOf = Infinity): string[] {
  return sources.filter(source => !(log.saidAt(source) > asOf)).map(source => log.idAt(source))
}

/** The hit of a turn that the lexical head has found wanted. */
function unstoredHit(
  state: State,
  ordinal: number,
  request: RecallRequest,
  scan: KeyScan,
  lexical: number,
  spread: ReadonlyMap<number, number>,
): Hit | undefined {
  const turn = state.log.at(ordinal)
  if (!turn) return undefined
  const parts = partsOf(state, request, scan, turn, {
    ordinal,
    strength: strengthOf({ kind: turn.kind, strength: turn.importance * unstoredShare, tick: turn.tick }, request.tick, state.config),
    attention: scan.turnDeviation(ordinal),
    lexical,
    graph: spread.get(ordinal) ?? 0,
  })
  return {
    id: turn.id,
    text: turn.text,
    speaker: turn.speaker,
    at: turn.at,
    kind: turn.kind,
    strength: 0,
    score: total(parts),
    parts,
    sourceIds: [turn.id],
    status: statusOfTurn(state, ordinal),
    tier: null,
  }
}

/** What the heads found of a candidate, and its turn's place in the log. */
interface Found {
  ordinal: number
  strength: number
  attention: number
  lexical: number
  graph: number
}

/** Parts of the score of what was said at a place in the log. */
function partsOf(
  state: State,
  { query, timeZone }: RecallRequest,
  scan: KeyScan,
  { text, speaker, at }: Pick<Turn, 'text' | 'speaker' | 'at'>,
  { ordinal, strength, attention, lexical, graph }: Found,
): ScoreParts {
  const before = neighbour(state, ordinal, -1, scan)
  const after = neighbour(state, ordinal, 1, scan)
  const terms = termsOf(state, ordinal)
  return scoreParts({ text, speaker, at, strength, attention, before, after, lexical, terms, graph }, query, timeZone)
}

/** Index terms of a turn's longest passage. */
function termsOf(state: State, ordinal: number): number {
  return Math.max(0, ...state.lexical.documentsOf(ordinal).map(document => state.lexical.lengthOf(document)))
}

function entryOf(state: State, id: string): Entry | undefined {
  const slot = state.ltm.slotOf(id)
  return slot === undefined ? state.stm.get(id) : state.ltm.entryAt(slot)
}

function allowed(trace: { kind: Kind; at: number }, { kinds, asOf }: RecallRequest): boolean {
  return (!kinds || kinds.has(trace.kind)) && (asOf === undefined || trace.at <= asOf)
}

/** Status of a trace whose strength is known, as of a moment in milliseconds. */
export function statusOf(
  trace: Pick<Trace, 'suppressed' | 'supersededBy' | 'validTo'>,
  strength: number,
  dormantBelow: number,
  asOf: number = Infinity,
): Status {
  if (trace.suppressed) return 'suppressed'
  // What was replaced later was believed then.
  if (trace.supersededBy !== null && !(trace.validTo !== null && trace.validTo > asOf)) return 'superseded'
  return strength < dormantBelow ? 'dormant' : 'current'
}

/** Deviation of the turn that stands `step` before or after, in the same conversation; 0 where there is none. */
function neighbour(state: State, ordinal: number, step: number, scan: KeyScan): number {
  return state.log.areNeighbours(ordinal, ordinal + step) ? scan.turnDeviation(ordinal + step) : 0
}

/** Passages of the same turns are one hit: the best of them. */
function distinct(sorted: readonly Hit[]): Hit[] {
  const seen = new Set<string>()
  return sorted.filter(({ sourceIds, status }) => {
    // No id has a null character in it. What still holds of a turn is not what was replaced in it.
    const turns = [status === 'superseded', ...sourceIds].join('\0')
    if (seen.has(turns)) return false
    seen.add(turns)
    return true
  })
}
