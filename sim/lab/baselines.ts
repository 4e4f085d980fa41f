// What a memory has to beat: plain BM25, plain cosine of the same encoder, the last turns, chance.
import type { Encoder, Random } from 'mneme'
import { stemmer } from 'stemmer'
import type { History } from './histories.ts'

/** Ranks the turns of one history for a question: ids, best first, k at most. */
export type Ranker = (question: string, k: number) => Promise<string[]>

const stopWords = new Set(
  (
    'a about after all also am an and any are as at be because been being but by can could did do does doing for from ' +
    'get got had has have having he her here hers him his how i if in into is it its just like me more most my no not ' +
    'now of off on or our out over s she should so some such t than that the their them then there these they this those ' +
    'to too up us very was we were what when where which while who whom whose why will with would you your'
  ).split(' ')
)

/** Stems of the words that are no stop words. */
export function stems(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter(word => !stopWords.has(word)).map(word => stemmer(word))
}

function turnsOf(history: History): { id: string; speaker: string; text: string }[] {
  return history.sessions.flatMap(session => session.turns)
}

function best(ids: readonly string[], scores: readonly number[], k: number): string[] {
  return ids
    .map((id, index) => ({ id, score: scores[index]! }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, k)
    .map(({ id }) => id)
}

/** BM25 (Robertson and Zaragoza 2009, eq. 3.15) over single turns, each with its speaker's name: that helps it. */
export function bm25(history: History, { k1 = 0.9, b = 0.2 } = {}): Ranker {
  const turns = turnsOf(history)
  const documents = turns.map(turn => stems(`${turn.speaker}: ${turn.text}`))
  const meanLength = documents.reduce((sum, words) => sum + words.length, 0) / documents.length
  const postings = new Map<string, Map<number, number>>()
  documents.forEach((words, document) => {
    for (const word of words) {
      const counts = postings.get(word) ?? new Map<number, number>()
      counts.set(document, (counts.get(document) ?? 0) + 1)
      postings.set(word, counts)
    }
  })
  const ids = turns.map(turn => turn.id)
  return (question, k) => {
    const scores = Array.from<number>({ length: turns.length }).fill(0)
    for (const word of new Set(stems(question))) {
      const counts = postings.get(word) ?? new Map<number, number>()
      const idf = Math.log(1 + (turns.length - counts.size + 0.5) / (counts.size + 0.5))
      for (const [document, count] of counts) {
        const length = documents[document]!.length / meanLength
        scores[document] = scores[document]! + (idf * count * (k1 + 1)) / (count + k1 * (1 - b + b * length))
      }
    }
    return Promise.resolve(best(ids, scores, k))
  }
}

/** The question with the names of speakers replaced by "I": a name dominates a vector, and people speak of themselves so. */
export function namesAsI(history: History, question: string): string {
  const names = new Set(history.speakers.filter(name => !/^(user|assistant)$/i.test(name)))
  return question.replaceAll(/\p{L}+/gu, word => (names.has(word) ? 'I' : word))
}

/** Cosines of a question, as it stands and with "I" for names, with the turns of a history as they stand. */
export async function cosines(history: History, encoder: Encoder): Promise<{ plain: Ranker; asI: Ranker }> {
  const turns = turnsOf(history)
  const keys = await encoder.encode(turns.map(turn => turn.text))
  const ids = turns.map(turn => turn.id)
  const plain: Ranker = async (question, k) => {
    const [query] = await encoder.encode([question])
    // Above 0 for every turn: also an unlike one has its place.
    const scores = keys.map(key => key.reduce((sum, value, d) => sum + value * query![d]!, 0) + 2)
    return best(ids, scores, k)
  }
  return { plain, asI: (question, k) => plain(namesAsI(history, question), k) }
}

/** The latest turns, latest first. */
export function lastTurns(history: History): Ranker {
  const ids = turnsOf(history)
    .map(turn => turn.id)
    .reverse()
  return (_question, k) => Promise.resolve(ids.slice(0, k))
}

/** Turns by chance. */
export function randomTurns(history: History, random: Random): Ranker {
  const ids = turnsOf(history).map(turn => turn.id)
  return (_question, k) => Promise.resolve(random.shuffle(ids).slice(0, k))
}
