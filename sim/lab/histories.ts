// Conversation histories with questions and evidence, read from LoCoMo files and from our own lives into one form.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from './command.ts'
import { livesFolder } from './repository.ts'

interface HistoryTurn {
  id: string
  speaker: string
  text: string
  /** How long it is worth keeping, 0 to 3, where somebody has judged it. */
  keep?: number
  kind?: string | null
}

export interface HistorySession {
  /** Start in milliseconds; the zone of a history is UTC by convention. */
  at: number
  turns: HistoryTurn[]
}

export interface HistoryQuestion {
  category: string
  question: string
  /** Ids of turns that answer it; never empty, and all exist. */
  evidence: string[]
}

/** One long conversation with questions about it. */
export interface History {
  id: string
  speakers: string[]
  sessions: HistorySession[]
  questions: HistoryQuestion[]
  /** Questions to which it holds no answer: what they ask for was never said, or of somebody else; none where nobody has said. */
  unanswerable?: string[]
}

/** Milliseconds between the turns of a session. */
const turnMs = 60_000

/** When a turn was said: a minute after the one before. */
export function turnTime(session: HistorySession, index: number): number {
  return session.at + index * turnMs
}

interface LocomoTurn {
  speaker: string
  dia_id: string
  text: string
  blip_caption?: string
}

interface LocomoSample {
  sample_id: string
  conversation: Record<string, unknown>
  qa: { question: string; category: number; evidence?: string[] }[]
}

const locomoCategories = ['', 'multi-hop', 'temporal', 'open', 'single-hop', 'adversarial']

/** The conversations of a file in the format of LoCoMo (Maharana et al. 2024). */
export function parseLocomo(text: string): History[] {
  return readSamples(text).map(({ sample_id: id, conversation, qa }) => {
    const numbers = Object.keys(conversation)
      .flatMap(key => /^session_(\d+)$/.exec(key)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b)
    const sessions = numbers.map((number): HistorySession => ({
      at: parseDate(String(conversation[`session_${number}_date_time`])),
      turns: (conversation[`session_${number}`] as LocomoTurn[]).map(turn => ({
        id: turn.dia_id,
        speaker: turn.speaker,
        text: turn.blip_caption ? `${turn.text} [image: ${turn.blip_caption}]` : turn.text,
      })),
    }))
    return history(
      id,
      sessions,
      qa.map(({ question, category, evidence = [] }) => ({
        // One file has "D8:6; D9:17" as one id, others "D9:1 D4:4".
        category: locomoCategories[category] ?? String(category),
        question,
        evidence: evidence.flatMap(ids => ids.split(/[;,\s]+/)),
      })),
      'adversarial'
    )
  })
}

const months = 'january february march april may june july august september october november december'.split(' ')

/** "1:56 pm on 8 May, 2023" in milliseconds, read as UTC. */
export function parseDate(text: string): number {
  const [, hour, minute, half, day, month, year] = /(\d+):(\d+)\s*(am|pm)\s+on\s+(\d+)\s+(\w+),?\s+(\d{4})/i.exec(text) ?? []
  const monthIndex = months.indexOf(month?.toLowerCase() ?? '')
  if (monthIndex < 0) throw new UsageError(`date: expected one like "1:56 pm on 8 May, 2023", got "${text}"`)
  return Date.UTC(
    Number(year),
    monthIndex,
    Number(day),
    (Number(hour) % 12) + (half?.toLowerCase() === 'pm' ? 12 : 0),
    Number(minute)
  )
}

function readSamples(text: string): LocomoSample[] {
  const samples = readJson(text)
  if (Array.isArray(samples) && samples.every(sample => 'conversation' in Object(sample) && 'qa' in Object(sample))) {
    return samples as LocomoSample[]
  }
  throw new UsageError('--data: expected a list of conversations with questions in the format of LoCoMo, got something else')
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`--data: expected JSON, got ${String(error)}`)
  }
}

interface Life {
  id: string
  sessions: { at: string; turns: HistoryTurn[] }[]
  questions: HistoryQuestion[]
}

/** One life of sim/lives. */
export function parseLife(text: string): History {
  const life = readJson(text) as Life
  return history(
    life.id,
    life.sessions.map(({ at, turns }) => ({ at: Date.parse(`${at}Z`), turns })),
    life.questions,
    'abstain'
  )
}

/** Keeps of each question the evidence that exists, and of the questions those that have some. `without` is the category of the unanswerable. */
function history(id: string, sessions: HistorySession[], questions: readonly HistoryQuestion[], without: string): History {
  const turns = sessions.flatMap(session => session.turns)
  const known = new Set(turns.map(turn => turn.id))
  return {
    id,
    sessions,
    speakers: [...new Set(turns.map(turn => turn.speaker))],
    unanswerable: questions.filter(({ category }) => category === without).map(({ question }) => question),
    questions: questions
      .map(({ category, question, evidence }) => ({
        category,
        question,
        evidence: [...new Set(evidence)].filter(turn => known.has(turn)),
      }))
      .filter(({ evidence }) => evidence.length > 0),
  }
}

/** The first turns of a history with the questions whose evidence lies within them; undefined where it has fewer. */
export function firstTurns({ id, speakers, sessions, questions }: History, count: number): History | undefined {
  let left = count
  const kept = sessions.flatMap(({ at, turns }) => {
    const some = turns.slice(0, left)
    left -= some.length
    return some.length === 0 ? [] : [{ at, turns: some }]
  })
  const known = new Set(kept.flatMap(({ turns }) => turns.map(turn => turn.id)))
  return left > 0 ? undefined : { id, speakers, sessions: kept, questions: questions.filter(({ evidence }) => evidence.every(turn => known.has(turn))) }
}

/** The histories of a LoCoMo file; without one, the project's own lives. */
export function readHistories(locomo: string | undefined): History[] {
  return locomo === undefined ? readLives(livesFolder) : readLocomo(locomo)
}

/** The histories of a LoCoMo file. */
export function readLocomo(file: string): History[] {
  return parseLocomo(read(file))
}

/** All lives of a folder, by file name. */
export function readLives(folder: string): History[] {
  const files = namesIn(folder)
    .filter(file => file.endsWith('.json'))
    .sort()
  if (files.length === 0) throw new UsageError(`expected lives (*.json) in ${folder}, found none`)
  return files.map(file => parseLife(read(join(folder, file))))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    throw new UsageError(`expected a readable folder, got "${folder}"; check the path`, { cause })
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError(`expected a readable file, got "${file}"; check the path`, { cause })
  }
}
