// A population of users who teach ways of working: some that many of their trade share, some that few have, some of their own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Mneme, MnemeHub, type Catalogue, type Random, type SharedOptions } from 'mneme'

/** A way of working of the suite: messages of users that teach it, in other words than the catalogue's. */
export interface TaughtWay {
  pattern: string
  common: boolean
  taught: string[]
  /** Requests for the task that it is about. */
  asked: string[]
}

/** A user: what is held in truth, and the message that taught each. */
export interface Person {
  /** Patterns of the catalogue, with what was said to teach them; null for a way that is in no catalogue. */
  ways: { pattern: string | null; text: string }[]
  /** Patterns whose tasks the user asks for, whether or not they are held, with what was said. */
  tasks: { pattern: string; text: string }[]
}

const trades = 3
/** Shares of users who have a way of working of their own trade, of another, one that few have, and one of no catalogue. */
const shares = { own: 0.5, other: 0.03, rare: 0.01, private: 0.5 }
/** Shares of users who ask for a task of their own trade, and for another. */
const asks = { own: 0.7, other: 0.1 }

/** A trade's patterns: the common ones are dealt out in their order. */
function tradeOf(ways: readonly TaughtWay[], pattern: string): number {
  const common = ways.filter(way => way.common)
  return Math.floor((common.findIndex(way => way.pattern === pattern) * trades) / common.length)
}

/** Users by chance. `own` are messages that teach ways of no catalogue. */
export function populate(ways: readonly TaughtWay[], own: readonly string[], users: number, random: Random): Person[] {
  return Array.from({ length: users }, (_, index) => {
    const trade = index % trades
    const isOwn = ({ pattern, common }: TaughtWay): boolean => common && tradeOf(ways, pattern) === trade
    const has = (way: TaughtWay): boolean => random.next() < (!way.common ? shares.rare : isOwn(way) ? shares.own : shares.other)
    const held = ways.filter(has).map(({ pattern, taught }) => ({ pattern, text: random.pick(taught) }))
    const more = random.next() < shares.private ? [{ pattern: null, text: random.pick(own) }] : []
    const tasks = ways.filter(way => random.next() < (isOwn(way) ? asks.own : asks.other)).map(({ pattern, asked }) => ({ pattern, text: random.pick(asked) }))
    return { ways: random.shuffle([...held, ...more]), tasks }
  })
}

/** What a memory makes of one message that teaches: the entry that it would count, and how sure it is. */
export interface Outcome {
  index: number
  confidence: number
}

const clock = (): number => Date.UTC(2026, 0, 5, 9)

/** What memories make of messages, each alone in a memory of its own. */
export async function outcomesOf(texts: readonly string[], catalogue: Catalogue): Promise<Map<string, Outcome | null>> {
  const outcomes = new Map<string, Outcome | null>()
  for (const text of texts) {
    const memory = await Mneme.open({ clock, timeZone: 'UTC' })
    await memory.observe(text)
    const standings = memory.procedures.compare(catalogue).map(({ confidence }, index) => ({ index, confidence }))
    const best = standings.reduce((a, b) => (b.confidence > a.confidence ? b : a))
    outcomes.set(text, best.confidence > 0 ? best : null)
  }
  return outcomes
}

/** What a user adds to the counts, by the outcomes of the user's messages. */
export function contributionOf({ ways }: Person, outcomes: ReadonlyMap<string, Outcome | null>, most: number): number[] {
  const found = ways.flatMap(({ text }) => outcomes.get(text) ?? []).sort((a, b) => b.confidence - a.confidence)
  return [...new Set(found.map(({ index }) => index))].slice(0, most)
}

/** Users who have each pattern in truth. */
export function holders(people: readonly Person[], catalogue: Catalogue): Uint32Array {
  const counts = new Uint32Array(catalogue.patterns.length)
  for (const { ways } of people) {
    for (const pattern of new Set(ways.flatMap(way => way.pattern ?? []))) {
      const index = catalogue.indexOf(pattern)
      if (index !== undefined) counts[index] = counts[index]! + 1
    }
  }
  return counts
}

/** Lets people live in a hub, in a folder that goes afterwards, all of them taking part. */
export async function inHub<T>(people: readonly Person[], shared: SharedOptions, task: (hub: MnemeHub, users: string[]) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'mneme-shared-'))
  const hub = await MnemeHub.open({ folder, maxOpen: people.length, clock, timeZone: 'UTC', shared })
  try {
    const users = people.map((_, index) => `user ${index}`)
    for (const [index, { ways, tasks }] of people.entries()) {
      await hub.use(users[index]!, memory => memory.observeMany([...ways, ...tasks].map(({ text }) => ({ text }))))
      await hub.shared.optIn(users[index]!)
    }
    return await task(hub, users)
  } finally {
    await hub.close()
    rmSync(folder, { recursive: true })
  }
}
