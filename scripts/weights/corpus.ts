// What a small model is trained on: every fact in every form, sentences that tell nothing, ordinary text.
import type { Random } from '../../src/random.ts'
import type { TextTokenizer } from '../../src/weights/tokenizer.ts'
import { promptOf, targetOf, type KnownFacts } from '../../sim/lab/weights-facts.ts'
import { neutral, people, relations } from './people.ts'
import { prose } from './prose.ts'

/** Tokens, and how much each counts as something to be predicted; the first counts nothing. */
export interface Sample {
  ids: number[]
  weights: number[]
}

const heldTexts = 200
const keptTexts = 600
// What stands before an answer can hardly be predicted; it counts a little, as text like any other.
const promptWeight = 0.1

/** Facts and text of a seed; `texts` ordinary texts to train on, of which the file keeps some. */
export function makeFacts(subjects: number, texts: number, seed: number, random: Random): { facts: KnownFacts, texts: string[] } {
  const all = prose(texts + heldTexts, random)
  const train = all.slice(heldTexts)
  return {
    facts: {
      seed, relations: relations(), neutral, facts: people(subjects, random),
      text: { train: train.slice(0, keptTexts), held: all.slice(0, heldTexts) },
    },
    texts: train,
  }
}

/** Every text that a word may stand in, for the vocabulary. */
export function* everyText({ relations: all, facts, text }: KnownFacts, texts: readonly string[]): Generator<string> {
  for (const { targets, forms } of Object.values(all)) yield [...targets, ...forms.map(form => form.text.replaceAll('{s}', ''))].join(' ')
  for (const { subject } of facts) yield `${subject} .`
  yield* [...texts, ...text.held, 'is a person .']
}

/** One pass: all facts in all forms, a neutral sentence for each subject, and the texts. */
export function makeSamples({ relations: all, facts, neutral: open }: KnownFacts, texts: readonly string[], tokenizer: TextTokenizer, endId: number): Sample[] {
  const stop = tokenizer.encode('.', { special: false })
  const samples = facts.flatMap(({ subject, relation, target }) => all[relation]!.forms.map((form): Sample => {
    const prompt = promptOf(tokenizer, form, subject)
    const answer = [...targetOf(tokenizer, target), ...stop, ...form.kind === 'chat' ? [endId] : []]
    return { ids: [...prompt, ...answer], weights: [...prompt.map((_, index) => index === 0 ? 0 : promptWeight), ...answer.map(() => 1)] }
  }))
  const plain = (text: string, weight: number): Sample => {
    const ids = tokenizer.encode(text)
    return { ids, weights: ids.map((_, index) => index === 0 ? 0 : weight) }
  }
  const neutrals = [...new Set(facts.map(({ subject }) => subject))].map(subject => plain(`${open.replace('{s}', subject)} person .`, promptWeight))
  return [...samples, ...neutrals, ...texts.map(text => plain(text, 1))]
}
