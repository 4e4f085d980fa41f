// The token estimate beside the tokenizers o200k_base and cl100k_base: its weights fitted on one half of our texts, its error on the other.
import { readFileSync } from 'node:fs'
import { Mneme } from 'mneme'
import { facts } from '../sim/languages.ts'
import { readLives, turnTime, type History } from '../sim/lab/histories.ts'
import { livesFolder } from '../sim/lab/repository.ts'
import { countKinds, estimateTokens, tokenKinds } from '../src/context/tokens.ts'
import { tongues } from './tongues.ts'

type Count = (text: string) => number

/** A text with its tokens by each tokenizer. */
interface Sample {
  set: string
  text: string
  /** The weights are fitted on it; the others measure. */
  fits: boolean
  tokens: number[]
}

const tokenizers = ['o200k_base', 'cl100k_base']

/** Mean absolute errors in percent, by tokenizer, on the half that the weights have not seen. */
export async function tokenFigures(): Promise<Record<string, number>> {
  const counts: Count[] = await Promise.all(tokenizers.map(async name => {
    // A name in a variable keeps the types of this folder out of the main install's check.
    const library: string = `gpt-tokenizer/encoding/${name}`
    return ((await import(library)) as { countTokens: Count }).countTokens
  }))
  const texts = [...messages(), ...await contexts(), ...pages(), ...otherScripts()]
  const samples = texts.map(sample => ({ ...sample, tokens: counts.map(count => count(sample.text)) }))
  const fitted = fit(samples.filter(({ fits }) => fits))
  console.log(`  fitted: { ${tokenKinds.map((kind, at) => `${kind}: ${fitted[at]!.toFixed(2)}`).join(', ')} }`)
  const figures: Record<string, number> = {}
  for (const set of new Set(samples.map(sample => sample.set))) {
    const held = samples.filter(sample => sample.set === set && !sample.fits)
    for (const [at, name] of tokenizers.entries()) {
      figures[`${set}, ${name}, % off`] = 100 * mean(held.map(({ text, tokens }) => Math.abs(estimateTokens(text) / tokens[at]! - 1)))
    }
  }
  return figures
}

/** Turns of the lives, the fitted half by life, and the messages of six hands, by hand. */
function messages(): Omit<Sample, 'tokens'>[] {
  const turns = readLives(livesFolder).flatMap((life, at) => life.sessions.flatMap(({ turns: said }) => said.map(({ text }) => ({ text, fits: at % 2 === 0 }))))
  const written = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((hand, at) => readFileSync(new URL(`../scripts/messages/${hand}.txt`, import.meta.url), 'utf8')
    .split('\n').flatMap(line => line.split('\t')[1] ?? []).map(text => ({ text, fits: at % 2 === 0 })))
  return [...turns, ...written].map(sample => ({ set: 'a message', ...sample }))
}

/** Contexts for the questions of four lives. */
async function contexts(): Promise<Omit<Sample, 'tokens'>[]> {
  const samples: Omit<Sample, 'tokens'>[] = []
  for (const [at, life] of readLives(livesFolder).slice(0, 4).entries()) {
    const memory = await lived(life)
    for (const { question } of life.questions) samples.push({ set: 'a context', text: (await memory.process(question)).context, fits: at % 2 === 0 })
    await memory.close()
  }
  return samples.filter(({ text }) => text !== '')
}

async function lived({ sessions }: History): Promise<Mneme> {
  let now = 0
  const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC' })
  for (const session of sessions) {
    for (const [index, { speaker, text }] of session.turns.entries()) {
      now = turnTime(session, index)
      await memory.observe({ speaker, text })
    }
  }
  return memory
}

/** Ten lines at a time of prose with tables, and of code. */
function pages(): Omit<Sample, 'tokens'>[] {
  const files = { 'a page of Markdown': ['../README.md', '../src/README.md'], 'a page of code': ['../src/mneme/engine.ts', '../src/recall/recall.ts', 'save.ts', 'tokens.ts'] }
  return Object.entries(files).flatMap(([set, names]) => names.flatMap(name => {
    const lines = readFileSync(new URL(name, import.meta.url), 'utf8').split('\n')
    return Array.from({ length: Math.ceil(lines.length / 10) }, (_, at) => ({ set, text: lines.slice(at * 10, at * 10 + 10).join('\n'), fits: at % 2 === 0 }))
  })).filter(({ text }) => text.trim() !== '')
}

/** Everyday sentences in other languages, every second one fitted on. */
function otherScripts(): Omit<Sample, 'tokens'>[] {
  const { German, French, Spanish, Russian = [], Chinese = [], Japanese = [] } = facts
  const sets = {
    'Latin with accents': [German, French, Spanish].flatMap(pairs => pairs ?? []).flat(), Cyrillic: Russian.flat(), Han: Chinese.flat(), 'Kana and Han': Japanese.flat(),
    ...tongues,
  }
  return Object.entries(sets).flatMap(([set, texts]) => texts.map((text, at) => ({ set, text, fits: at % 2 === 0 })))
}

/** Least absolute errors, as shares of what the first tokenizer counts, by least squares that are weighted anew ten times. */
function fit(samples: readonly Sample[]): number[] {
  const rows = samples.map(({ text, tokens }) => countKinds(text).map(kind => kind / tokens[0]!))
  let found = tokenKinds.map(() => 1)
  for (let round = 0; round < 10; round++) {
    const weights = rows.map(row => (round === 0 ? 1 : 1 / Math.max(0.01, Math.abs(1 - weighted(row, at => found[at]!)))))
    found = leastSquares(rows, weights)
  }
  return found
}

function weighted(row: Float64Array, factor: (at: number) => number): number {
  return row.reduce((total, value, at) => total + value * factor(at), 0)
}

/** x for which the weighted squares of row · x - 1 are least, with a little ridge. */
function leastSquares(rows: readonly Float64Array[], weights: readonly number[]): number[] {
  const size = tokenKinds.length
  const products = Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_unused, column) => (row === column ? 1e-4 : 0)))
  const targets = Array.from({ length: size }, () => 0)
  for (const [index, kinds] of rows.entries()) {
    for (let row = 0; row < size; row++) {
      targets[row]! += weights[index]! * kinds[row]!
      for (let column = 0; column < size; column++) products[row]![column]! += weights[index]! * kinds[row]! * kinds[column]!
    }
  }
  return solve(products, targets)
}

/** x of A x = b for a symmetric positive A, by elimination; changes both. */
function solve(matrix: number[][], targets: number[]): number[] {
  const size = targets.length
  for (let pivot = 0; pivot < size; pivot++) {
    for (let row = 0; row < size; row++) {
      if (row === pivot) continue
      const factor = matrix[row]![pivot]! / matrix[pivot]![pivot]!
      for (let column = pivot; column < size; column++) matrix[row]![column]! -= factor * matrix[pivot]![column]!
      targets[row]! -= factor * targets[pivot]!
    }
  }
  return targets.map((target, row) => target / matrix[row]![row]!)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
