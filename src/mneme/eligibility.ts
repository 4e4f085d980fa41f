// Which turns a reward is about: those of the last context, and less those of the ones before it since the last sleep.
import type { Hit } from '../recall/hit.ts'

/** What is left of a turn's share when another context is shown: an eligibility trace (Sutton and Barto 2018, 12.2). */
const left = 0.25
/** A share below it counts for nothing. */
const least = 0.05

export class Eligibility {
  /** By the id of a turn, in [0, 1]. */
  #shares = new Map<string, number>()
  #last = new Map<string, number>()

  /** Notes what a context shows: each hit by its share of the best one's score, divided among the turns that it stands for. */
  show(hits: readonly Pick<Hit, 'score' | 'sourceIds'>[]): void {
    const best = Math.max(...hits.map(({ score }) => score), Number.MIN_VALUE)
    this.#last = new Map()
    for (const { score, sourceIds } of hits) {
      const share = Math.min(1, Math.max(0, score / best)) / sourceIds.length
      for (const id of sourceIds) this.#last.set(id, Math.max(share, this.#last.get(id) ?? 0))
    }
    const before = [...this.#shares].map(([id, share]): [string, number] => [id, left * share]).filter(([, share]) => share >= least)
    this.#shares = new Map(before)
    for (const [id, share] of this.#last) this.#shares.set(id, Math.max(share, this.#shares.get(id) ?? 0))
  }

  /** Memory has slept: feedback is about the last context alone. */
  endCycle(): void {
    this.#shares = new Map(this.#last)
  }

  /** The turns by ordinal, with their shares. */
  turns(ordinalOf: (id: string) => number | undefined): { turns: number[]; shares: number[] } {
    const found = [...this.#shares].flatMap(([id, share]) => {
      const turn = ordinalOf(id)
      return turn === undefined || share === 0 ? [] : [{ turn, share }]
    })
    return { turns: found.map(({ turn }) => turn), shares: found.map(({ share }) => share) }
  }
}
