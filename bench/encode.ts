// Short texts per second of the embedded encoder, tokenizer included, on one core.
import { embedded } from 'mneme'
import { lives, median, timed } from './samples.ts'

/** Median of ten passes over every turn of at most 30 words in the written histories. */
export async function encodeFigures(): Promise<Record<string, number>> {
  const encoder = await embedded()
  const texts = lives()
    .turns.map(({ text }) => text)
    .filter(text => text.split(/\s+/).length <= 30)
  const words = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0)
  const times: number[] = []
  for (let pass = 0; pass < 12; pass++) {
    const ms = await timed(() => encoder.encode(texts))
    if (pass >= 2) times.push(ms)
  }
  return {
    texts: texts.length,
    'words in a text': words / texts.length,
    'texts per second': Math.round((texts.length / median(times)) * 1000),
  }
}
