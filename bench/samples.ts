// Times of calls, and the texts that they are made on.
import { readFileSync, readdirSync } from 'node:fs'

/** A turn of the written histories in sim/lives. */
export interface LifeTurn {
  /** Of its history and its place there. */
  id: string
  text: string
  speaker: string
  at: number
  session: string
}

/** A question with the ids of the turns that answer it. */
interface Asked {
  question: string
  evidence: string[]
}

interface Life {
  id: string
  sessions: { id: string; at: string; turns: { id: string; speaker: string; text: string }[] }[]
  questions: Asked[]
}

/** All turns and questions of the written histories, in order. */
export function lives(): { turns: LifeTurn[]; questions: string[]; asked: Asked[] } {
  const folder = new URL('../sim/lives/', import.meta.url)
  const files = readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort()
  const read = files.map(name => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Life)
  return {
    turns: read.flatMap(life =>
      life.sessions.flatMap(session =>
        session.turns.map(({ id, speaker, text }, index) => ({
          id: `${life.id}/${id}`,
          text,
          speaker,
          at: Date.parse(`${session.at}Z`) + index * 30_000,
          session: `${life.id}/${session.id}`,
        })),
      ),
    ),
    asked: read.flatMap(life => life.questions.map(({ question, evidence }) => ({ question, evidence: evidence.map(id => `${life.id}/${id}`) }))),
    questions: read.flatMap(life => life.questions.map(({ question }) => question)),
  }
}

/** Milliseconds that a call takes. */
export async function timed(call: () => unknown): Promise<number> {
  const start = performance.now()
  await call()
  return performance.now() - start
}

/** The same, and those that the processor works for it: others may be at work on the machine. */
export async function sampled(call: () => unknown): Promise<{ wall: number; processor: number }> {
  const before = process.cpuUsage()
  const wall = await timed(call)
  const { user, system } = process.cpuUsage(before)
  return { wall, processor: (user + system) / 1000 }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? NaN
}
