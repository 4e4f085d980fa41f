// Fits the choice of what a statement replaces or repeats on scripts/pairs. F features, C candidates.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EmbeddedEncoder } from '../src/encode/embedded.ts'
import { createRandom } from '../src/random.ts'
import { pairFeatureNames, pairFeatures, readStatement, type Statement } from '../src/signals/pair.ts'
import { chooseReplaced, type PairParams } from '../src/signals/replace.ts'
import { param } from '../src/tensor/params.ts'

/** One new statement with those before it. */
interface Choice {
  block: number
  earlier: Statement[]
  later: Statement
  /** Features [C][F] of every pair. */
  features: Float32Array[]
  /** What the new one does to the first of the earlier ones; the others it leaves alone. */
  does: 'replace' | 'repeat' | 'nothing'
}

interface Line {
  block: number
  mark: string
  statement: Statement
}

/** Earlier statements of other blocks in each choice. */
const strangers = 5
const folds = 5
const steps = 250
const rate = 0.05
const penalty = 3e-4
const features = pairFeatureNames.length

/** Fits on every block of a folder; prints what a fit is worth on blocks that it has not seen. */
export function fitPair(folder: string, encoder: EmbeddedEncoder, seed: number): PairParams {
  const choices = readChoices(folder, encoder, seed)
  const held = Array.from({ length: folds }, (_, fold) => {
    const params = fit(choices.filter(({ block }) => block % folds !== fold))
    return choices.filter(({ block }) => block % folds === fold).map(choice => judge(choice, params))
  }).flat()
  const replacing = held.filter(({ replaces }) => replaces).length
  console.log(`${choices.length} statements, ${replacing} that replace another; ${folds}-fold, the one replaced found and taken for replaced:`)
  for (const threshold of [0.15, 0.3, 0.5]) {
    const taken = held.filter(({ probability }) => probability >= threshold)
    const right = taken.filter(({ found }) => found).length
    console.log(`  from ${threshold}: precision ${(right / taken.length).toFixed(3)}, recall ${(right / replacing).toFixed(3)}`)
  }
  return fit(choices)
}

function judge({ earlier, later, does }: Choice, params: PairParams): { probability: number; found: boolean; replaces: boolean } {
  const { replaced } = chooseReplaced(earlier, later, params)
  const best = replaced.indexOf(Math.max(...replaced))
  return { probability: replaced[best]!, found: does === 'replace' && best === 0, replaces: does === 'replace' }
}

/**
 * Blocks of lines: `=` an earlier statement, `>` one that replaces it, `+` one that repeats it, `~` one that leaves it
 * alone, `?` a question (not used here). Each later line chooses among the first, the other `~` lines, and strangers.
 */
function readChoices(folder: string, encoder: EmbeddedEncoder, seed: number): Choice[] {
  const random = createRandom(seed)
  const blocks = readdirSync(folder).sort().flatMap(file => readFileSync(join(folder, file), 'utf8').trim().split(/\n\n+/))
    .map((block, number) => block.split('\n').filter(line => /^[=>+~] /.test(line))
      .map((line): Line => ({ block: number, mark: line[0]!, statement: readStatement(line.slice(2), encoder) })))
  const all = blocks.flat().filter(({ mark }) => mark !== '>')
  const stranger = (own: number): Statement => {
    for (;;) {
      const line = all[Math.floor(random.next() * all.length)]!
      // Of the same fold: a fit must not see what it is judged on.
      if (line.block !== own && line.block % folds === own % folds) return line.statement
    }
  }
  return blocks.flatMap((lines, block) => lines.filter(({ mark }) => mark !== '=').map((line): Choice => {
    const first = lines.find(({ mark }) => mark === '=')!
    const others = lines.filter(other => other.mark === '~' && other !== line)
    const earlier = [first, ...others].map(({ statement }) => statement).concat(Array.from({ length: strangers }, () => stranger(block)))
    return {
      block, earlier, later: line.statement, features: earlier.map(statement => pairFeatures(statement, line.statement)),
      does: line.mark === '>' ? 'replace' : line.mark === '+' ? 'repeat' : 'nothing',
    }
  }))
}

// Full-batch Adam (Kingma and Ba 2015) on the conditional log-likelihood with an L2 penalty.
function fit(choices: readonly Choice[]): PairParams {
  const size = 2 * (features + 1)
  const flat = new Float64Array(size)
  flat[2 * features] = -2
  flat[2 * features + 1] = -3
  const [first, second, gradient] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  for (let step = 1; step <= steps; step++) {
    gradient.fill(0)
    for (const choice of choices) addGradient(choice, flat, gradient)
    for (let at = 0; at < size; at++) {
      const slope = gradient[at]! / choices.length + (at < 2 * features ? penalty * flat[at]! : 0)
      first[at] = 0.9 * first[at]! + 0.1 * slope
      second[at] = 0.999 * second[at]! + 0.001 * slope ** 2
      flat[at] = flat[at]! - (rate * first[at]!) / (1 - 0.9 ** step) / (Math.sqrt(second[at]! / (1 - 0.999 ** step)) + 1e-8)
    }
  }
  return { weight: param([features, 2], flat.slice(0, 2 * features)), bias: param([2], flat.slice(2 * features)) }
}

function addGradient({ features: rows, does }: Choice, flat: Float64Array, gradient: Float64Array): void {
  const logits = rows.flatMap(row => {
    let [replaces, repeats] = [flat[2 * features]!, flat[2 * features + 1]!]
    for (let f = 0; f < features; f++) {
      replaces += row[f]! * flat[2 * f]!
      repeats += row[f]! * flat[2 * f + 1]!
    }
    return [replaces, repeats]
  })
  const most = Math.max(0, ...logits)
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - most), Math.exp(-most))
  const errors = logits.map((logit, at) => Math.exp(logit - most) / total - Number(at < 2 && does === (at === 0 ? 'replace' : 'repeat')))
  rows.forEach((row, candidate) => {
    const [replaces, repeats] = [errors[2 * candidate]!, errors[2 * candidate + 1]!]
    gradient[2 * features] = gradient[2 * features]! + replaces
    gradient[2 * features + 1] = gradient[2 * features + 1]! + repeats
    for (let f = 0; f < features; f++) {
      gradient[2 * f] = gradient[2 * f]! + replaces * row[f]!
      gradient[2 * f + 1] = gradient[2 * f + 1]! + repeats * row[f]!
    }
  })
}
