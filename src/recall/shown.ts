// What turns show, as recall sees it: how far their media stand out for a query, and what a hit says of them.
import { mediaDeviations } from '../media/search.ts'
import type { Medium } from '../media/store.ts'
import type { State } from '../state/state.ts'
import type { KeyScan } from './scan.ts'

/** A medium of a hit. Its bytes are with the host: the hash names them. */
export interface HitMedium {
  /** SHA-256 in 64 hexadecimal digits. */
  hash: string
  /** MIME type. */
  type: string
  name?: string
  caption?: string
}

/** How far what a turn shows stands out, in standard deviations. */
export interface ShownDeviation {
  /** Of the best caption; -Infinity where there is none. */
  captions: number
  /** Of the best medium itself, by the media encoder; 0 where there is none. */
  media: number
}

/** Whether a turn may be seen: what it calls a medium also tells of the other turns that show it. */
type Visible = (turn: number) => boolean

/** Deviations by turn, for the turns that show something; `vector` is the query [D] in the space of media, where there is one. */
export function shownDeviations(state: State, scan: KeyScan, vector: Float32Array | undefined, visible: Visible): Map<number, ShownDeviation> {
  const found = new Map<number, ShownDeviation>()
  if (state.media.size === 0) return found
  const pictures = vector ? mediaDeviations(state.media, vector) : new Map<string, number>()
  for (const { hash, shown } of state.media.list()) {
    // To see whether a turn may be seen costs more than its score: what lends to no other is looked at when it is among the best.
    const seen = shown.length === 1 ? shown : shown.filter(({ turn }) => visible(turn))
    const captions = Math.max(...seen.flatMap(({ documents }) => documents).map(document => scan.documentDeviation(document)))
    const picture = pictures.get(hash) ?? 0
    for (const { turn } of seen) {
      const other = found.get(turn) ?? { captions: -Infinity, media: -Infinity }
      found.set(turn, { captions: Math.max(other.captions, captions), media: Math.max(other.media, picture) })
    }
  }
  return found
}

/** What some turns show, each medium once. One without a caption or name of its own has the latest that is visible. */
export function mediaOf({ media }: State, turns: readonly number[], visible: Visible): HitMedium[] {
  const hashes = new Set(turns.flatMap(turn => media.hashesOf(turn)))
  return [...hashes].map(hash => {
    const medium = media.get(hash)!
    const own = new Set(turns)
    const name = called(medium, 'name', own, visible)
    const caption = called(medium, 'caption', own, visible)
    return { hash, type: medium.type, ...name !== null && { name }, ...caption !== null && { caption } }
  })
}

function called({ shown }: Medium, what: 'name' | 'caption', own: ReadonlySet<number>, visible: Visible): string | null {
  const told = shown.filter(showing => showing[what] !== null)
  const best = told.find(({ turn }) => own.has(turn)) ?? told.findLast(({ turn }) => visible(turn))
  return best?.[what] ?? null
}
