// What the golden checkpoints hold, and what they are asked. Nothing here may change: old files were made with it.
import { createRandom, type Encoder, type Hit, type Memory, type Mneme } from 'mneme'
import { hashText } from '../../src/random.ts'

export const goldenStart: number = Date.UTC(2026, 0, 5, 9)

/** When the answers are given. */
export const goldenNow: number = goldenStart + 6 * 86_400_000

/** Ten invented turns. */
export const goldenConversation: readonly { text: string; speaker: string }[] = [
  { text: 'My name is Iris and I repair clocks in Ghent.', speaker: 'user' },
  { text: 'Good to meet you, Iris!', speaker: 'assistant' },
  { text: 'I used to work for a watchmaker called Odo.', speaker: 'user' },
  { text: 'The code of the shop alarm is 2291.', speaker: 'user' },
  { text: 'Every evening I play the hurdy-gurdy for half an hour.', speaker: 'user' },
  { text: 'I am allergic to nickel, so I wear gloves at work.', speaker: 'user' },
  { text: 'Then brass tools will suit you better than plated ones.', speaker: 'assistant' },
  { text: 'The clock of the town hall has to run again by 12 March.', speaker: 'user' },
  { text: 'Ψηφίδα, 時計 and straße: three words that I like. 🕰️', speaker: 'user' },
  { text: 'Well, I am allergic to nickel, so I wear gloves at work!', speaker: 'user' },
]

const dim = 24

/** Directions of words by their hash: it never changes, whatever becomes of the encoder that ships. */
export const goldenEncoder: Encoder = {
  id: 'golden-hash-24',
  dim,
  encode: texts =>
    Promise.resolve(
      texts.map(text => {
        const sum = new Float32Array(dim)
        for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
          const random = createRandom(hashText(word))
          for (let d = 0; d < dim; d++) sum[d] = sum[d]! + random.next() - 0.5
        }
        const norm = Math.hypot(...sum)
        return sum.map((value, d) => (norm > 0 ? value / norm : d === 0 ? 1 : 0))
      }),
    ),
}

/** The part of the answers that a later ranking leaves alone: what is stored, not how a query weighs it. */
export interface GoldenAnswers {
  stats: { user: string; encoder: string; turns: number; stm: number; ltm: number; session: number; tick: number }
  traces: Memory[]
  unstored: Memory[]
  explanations: object[]
  found: Record<string, Pick<Hit, 'id' | 'text' | 'status' | 'sourceIds'>[]>
}

const questions = ['Which instrument do I play?', 'allergic to nickel', 'When must the clock of the town hall run?', '時計']

/** What a memory says of itself, and the best hit for each question. */
export async function goldenAnswers(memory: Mneme): Promise<GoldenAnswers> {
  const { user, encoder, turns, stm, ltm, session, tick } = memory.stats()
  const found: GoldenAnswers['found'] = {}
  for (const question of questions) {
    const hits = await memory.recall(question, { k: 1 })
    found[question] = hits.map(({ id, text, status, sourceIds }) => ({ id, text, status, sourceIds }))
  }
  return {
    stats: { user, encoder, turns, stm, ltm, session, tick },
    traces: memory.list(),
    unstored: memory.list({ status: 'unstored' }),
    explanations: goldenConversation.map((_, index) => memory.explain(`g${index + 1}`)),
    found,
  }
}
