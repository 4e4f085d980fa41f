// Questions put to a memory to see how sure its hits are: as they are, with their evidence left out, and with another name in them.
import type { Evidence, Hit } from 'mneme'
import type { History, HistoryQuestion } from './histories.ts'

/**
 * What a question is to the memory: its evidence is there; the evidence tells that it is not so (wrong person or attribute); what it
 * asks for was never said; its evidence is left out of the hits; somebody else is named in it.
 */
export type Situation = 'answerable' | 'adversarial' | 'unanswerable' | 'withheld' | 'renamed'

/** A hit as a fit needs it. */
interface PosedHit {
  score: number
  evidence?: Evidence
  /** The part of the score for words, the greatest being the question's best share. */
  lexical: number
  confidence: number
  /** One of its turns answers the question. */
  relevant: boolean
}

/** A question with its hits, best first. */
export interface Posed {
  history: string
  situation: Situation
  question: string
  hits: PosedHit[]
}

/** Hits asked for: enough for ten without the evidence, nearly always. */
const depth = 20
/** Questions that must have a name before it stands for another. */
const namedAtLeast = 3

/** Puts all questions of a history, also those that it cannot answer, to its memory. */
export async function pose(
  { id, speakers, questions, unanswerable = [] }: History, recall: (question: string, k: number) => Promise<Hit[]>
): Promise<Posed[]> {
  const ask = async (situation: Situation, question: string, evidence: readonly string[]): Promise<Posed> => {
    const hits = await recall(question, depth)
    return { history: id, situation, question, hits: hits.map(hit => posedHit(hit, evidence)) }
  }
  const posed: Posed[] = []
  for (const question of unanswerable) posed.push(await ask('unanswerable', question, []))
  const without = new Set(unanswerable)
  const held = questions.filter(({ question }) => !without.has(question))
  for (const { category, question, evidence } of held) {
    const own = await ask(category === 'adversarial' ? 'adversarial' : 'answerable', question, evidence)
    posed.push(own)
    if (own.situation === 'answerable') posed.push({ ...own, situation: 'withheld', hits: own.hits.filter(({ relevant }) => !relevant) })
  }
  for (const question of renamed(held.filter(({ category }) => category !== 'adversarial'), speakers)) posed.push(await ask('renamed', question, []))
  return posed
}

function posedHit({ score, evidence, parts, confidence, sourceIds }: Hit, wanted: readonly string[]): PosedHit {
  return { score, ...evidence && { evidence }, lexical: parts.lexical, confidence, relevant: sourceIds.some(id => wanted.includes(id)) }
}

const calendar = /^(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/i

/** Questions with the first name in them exchanged for another of the same history: nobody has said what they ask for, nearly always. */
export function renamed(questions: readonly HistoryQuestion[], speakers: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const { question } of questions) for (const name of new Set(namesIn(question))) counts.set(name, (counts.get(name) ?? 0) + 1)
  const people = new Set(speakers.filter(name => /^\p{Lu}/u.test(name)))
  for (const [name, count] of counts) if (count >= namedAtLeast) people.add(name)
  const names = [...people]
  return questions.flatMap(({ question }, at) => {
    const first = namesIn(question).find(name => people.has(name))
    const others = names.filter(name => !question.includes(name))
    return first === undefined || others.length === 0 ? [] : [question.replaceAll(first, others[at % others.length]!)]
  })
}

/** Words with a capital within a question. */
function namesIn(question: string): string[] {
  const found = question.match(/(?<=\s)\p{Lu}[\p{L}\p{M}-]+/gu) ?? []
  return found.filter(name => !calendar.test(name))
}
