// Recall: a query against a state. Attention over the keys and the lexical head propose candidates; one score ranks them.
import type { Turn } from '../log/log.ts'
import { strengthOf, tierOf, type Entry } from '../trace/trace.ts'
import type { State } from '../state/state.ts'
import { lexicalHead } from './lexical-head.ts'
import { leastCandidates, scanKeys, type KeyScan } from './scan.ts'
import { mediaOf, shownDeviations, type ShownDeviation } from './shown.ts'
import { spreadFrom } from './spread.ts'
import { scoreParts, total } from './rank.ts'
import type { Hit, ScoreParts } from './hit.ts'
import type { Query } from './query.ts'
import { statusOfTurn, Visible, type Scope } from './visible.ts'

/** What to look for and where. */
export interface RecallRequest extends Scope {
  query: Query
  /** Unit key [K] of the query. */
  key: Float32Array
  /** Unit vector [D] of the query in the space of media, where there is an encoder of them. */
  mediaKey?: Float32Array
  /** Hits wanted: candidates are a few times as many. */
  k: number
  timeZone: string
  /** Turns that name what is asked for, by ordinal, in (0, 1]. */
  members: ReadonlyMap<number, number>
  /** Nothing is looked for but these turns, by ordinal. */
  within?: ReadonlySet<number>
  /** Ids of traces that are candidates whatever they are like, and wherever they are. */
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
  const visible = new Visible(state, request)
  const limit = Math.max(leastCandidates, 4 * request.k)
  const { within } = request
  const isSought = (ordinal: number): boolean => (!within || within.has(ordinal)) && visible.turn(ordinal)
  const scan = scanKeys(state, request.key, within ? 0 : limit, {
    ...visible.filters, wanted: slot => visible.slot(slot) !== undefined, pinned: request.pinned === true ? mostPinned : 0,
  })
  const lexical = config.lexical.enabled ? lexicalHead(state, request.query.terms, limit, isSought, within) : new Map<number, number>()
  const spread = config.graph.enabled && request.graph !== false ? spreadFrom(state, request.query.text) : new Map<number, number>()
  const shown = shownDeviations(state, scan, request.mediaKey, ordinal => visible.turn(ordinal))
  const heads = { visible, scan, lexical, spread, shown }
  const hits: Hit[] = []
  const stored = new Set([...scan.best, ...nearestOf(scan, request.also ?? [], limit)])
  for (const others of [brightest(spread, lexical, mostSpread), brightest(request.members, lexical, limit), bestShown(shown, limit, isSought), within ?? []]) {
    for (const ordinal of others) if (!lexical.has(ordinal) && isSought(ordinal)) lexical.set(ordinal, 0)
  }
  for (const ordinal of lexical.keys()) for (const id of state.sources.of(ordinal)) stored.add(id)
  for (const id of stored) {
    const hit = storedHit(state, id, request, heads)
    if (hit) hits.push(hit)
  }
  if (config.searchUnstored) {
    for (const ordinal of lexical.keys()) {
      const hit = state.sources.has(ordinal) ? undefined : unstoredHit(state, ordinal, request, heads)
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

function storedHit(
  state: State,
  id: string,
  request: RecallRequest,
  { visible, scan, lexical, spread, shown }: Heads,
): Hit | undefined {
  const seen = visible.trace(id)
  if (!seen) return undefined
  const { trace, slot, strength, status } = seen
  const found = { ordinal: trace.sources[0] ?? -1, strength, attention: scan.deviation(id, slot), lexical: 0, graph: 0, members: 0, media: 0 }
  for (const source of trace.sources) {
    found.lexical = Math.max(found.lexical, lexical.get(source) ?? 0)
    found.graph = Math.max(found.graph, spread.get(source) ?? 0)
    found.members = Math.max(found.members, request.members.get(source) ?? 0)
    const seenOf = shown.size > 0 ? shown.get(source) : undefined
    if (!seenOf) continue
    found.attention = Math.max(found.attention, seenOf.captions)
    found.media = Math.max(found.media, seenOf.media)
  }
  const parts = partsOf(state, request, scan, trace, found)
  const sources = sourcesUpTo(state, trace, request.asOf)
  return {
    id,
    text: trace.text,
    speaker: trace.speaker,
    at: trace.at,
    kind: trace.kind,
    strength,
    score: total(parts),
    parts, confidence: 0,
    sourceIds: sources.map(source => state.log.idAt(source)),
    ...shows(state, sources, visible),
    status,
    tier: tierOf(trace),
  }
}

/** A trace's turns, but for those that were said after `asOf`. */
function sourcesUpTo({ log }: State, { sources }: Entry, asOf: number | undefined): readonly number[] {
  return asOf === undefined ? sources : sources.filter(source => !(log.saidAt(source) > asOf))
}

/** What a hit's turns show, for those that show something. */
function shows(state: State, sources: readonly number[], visible: Visible): Pick<Hit, 'media'> {
  if (state.media.size === 0) return {}
  const media = mediaOf(state, sources, ordinal => visible.turn(ordinal))
  return media.length > 0 ? { media } : {}
}

/** The hit of a turn that the lexical head has found wanted. */
function unstoredHit(
  state: State,
  ordinal: number,
  request: RecallRequest,
  { visible, scan, lexical, spread, shown }: Heads,
): Hit | undefined {
  const turn = state.log.at(ordinal)
  if (!turn) return undefined
  const parts = partsOf(state, request, scan, turn, {
    ordinal,
    strength: strengthOf({ kind: turn.kind, strength: turn.strength * unstoredShare, tick: turn.tick }, request.tick, state.config),
    attention: Math.max(scan.turnDeviation(ordinal), shown.get(ordinal)?.captions ?? -Infinity),
    lexical: lexical.get(ordinal) ?? 0,
    graph: spread.get(ordinal) ?? 0,
    members: request.members.get(ordinal) ?? 0,
    media: shown.get(ordinal)?.media ?? 0,
  })
  return {
    id: turn.id,
    text: turn.text,
    speaker: turn.speaker,
    at: turn.at,
    kind: turn.kind,
    strength: 0,
    score: total(parts),
    parts, confidence: 0,
    sourceIds: [turn.id],
    ...shows(state, [ordinal], visible),
    status: statusOfTurn(state, ordinal),
    tier: null,
  }
}

/** What each head found, by trace or turn. */
interface Heads {
  visible: Visible
  scan: KeyScan
  lexical: ReadonlyMap<number, number>
  spread: ReadonlyMap<number, number>
  shown: ReadonlyMap<number, ShownDeviation>
}

/** The `limit` visible turns whose media, or their captions, stand out most. */
function bestShown(shown: ReadonlyMap<number, ShownDeviation>, limit: number, visible: (ordinal: number) => boolean): number[] {
  const scored = [...shown].map(([turn, { captions, media }]) => ({ turn, score: Math.max(captions, media) }))
  const best: number[] = []
  for (const { turn } of scored.sort((a, b) => b.score - a.score)) {
    if (best.length === limit) break
    if (visible(turn)) best.push(turn)
  }
  return best
}

/** What the heads found of a candidate, and its turn's place in the log. */
interface Found {
  ordinal: number
  strength: number
  attention: number
  lexical: number
  graph: number
  members: number
  media: number
}

/** Parts of the score of what was said at a place in the log. */
function partsOf(
  state: State,
  { query, timeZone }: RecallRequest,
  scan: KeyScan,
  { text, speaker, at }: Pick<Turn, 'text' | 'speaker' | 'at'>,
  { ordinal, strength, attention, lexical, graph, members, media }: Found,
): ScoreParts {
  const before = neighbour(state, ordinal, -1, scan)
  const after = neighbour(state, ordinal, 1, scan)
  const terms = termsOf(state, ordinal)
  return scoreParts({ text, speaker, at, strength, attention, before, after, lexical, terms, graph, members, media }, query, timeZone)
}

/** Index terms of a turn's longest passage. */
function termsOf(state: State, ordinal: number): number {
  let most = 0
  for (const document of state.lexical.documentsOf(ordinal)) most = Math.max(most, state.lexical.lengthOf(document))
  return most
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
