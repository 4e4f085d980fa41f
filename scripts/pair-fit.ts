// Fits the choice of what a statement replaces or repeats on scripts/pairs. F features, C candidates.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EmbeddedEncoder } from '../src/encode/embedded.ts'
import { createRandom } from '../src/random.ts'
import { announceFeatures, announceLogit, type AnnounceParams } from '../src/signals/announce.ts'
import { pairFeatureNames, pairFeatures, readStatement, type Statement } from '../src/signals/pair.ts'
import { chooseReplaced, type PairParams } from '../src/signals/replace.ts'
import { param } from '../src/tensor/params.ts'
import type { Exemplar } from './exemplar.ts'
import { createAdam, fitLogistic } from './policy-fit.ts'

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

type Weights = Pick<PairParams, 'weight' | 'bias'>

/** A text with whether it replaces something. */
interface Judged {
  features: Float32Array
  /** -1 for what stands in no block. */
  block: number
  positive: boolean
}

interface Line {
  block: number
  mark: string
  statement: Statement
}

/** Earlier statements of other blocks in each choice. */
const strangers = 5
/** Turns of one voice that an exemplar is held against. */
const before = 8
const folds = 5
const steps = 250
const rate = 0.05
const choicePenalty = 3e-4
const features = pairFeatureNames.length

/** The messages that tell what sounds like a correction: with those that were written for other cues it is told less sharply. */
const heard = ['a.txt', 'b.txt']

const announceUnits = 8
const announceOptions = { units: announceUnits, steps: 120, rate: 0.05, seed: 1, hiddenFactor: 3 }

/**
 * Fits on every block of a folder, and for what sounds like a correction on labelled messages too; prints what a fit is
 * worth on blocks that it has not seen.
 */
export function fitPair(folder: string, messages: string, exemplars: readonly Exemplar[], encoder: EmbeddedEncoder, seed: number): PairParams {
  const blocks = readBlocks(folder)
  const texts = blocks.flatMap(({ text, block, mark }): Judged[] => [{ features: announceFeatures(text, encoder), block, positive: mark === '>' }])
    .concat([...readMessages(messages), ...plain(exemplars)].map(({ text, positive }) => ({ features: announceFeatures(text, encoder), block: -1, positive })))
  // Each block's lines are judged by a fit that has not seen them: the choice must not trust the judgement more than it may.
  const judges = Array.from({ length: folds }, (_, fold) => fitAnnounce(texts.filter(({ block }) => block < 0 || block % folds !== fold)))
  const lines = blocks.map(({ text, block, mark }): Line => {
    const announces = announceLogit(announceFeatures(text, encoder), judges[block % folds]!)
    return { block, mark, statement: readStatement(text, encoder, announces) }
  })
  const read = (text: string): Statement => readStatement(text, encoder, announceLogit(announceFeatures(text, encoder), judges[0]!))
  const choices = [...readChoices(lines, seed), ...ordinary(exemplars, read)]
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
  return { announce: fitAnnounce(texts), ...fit(choices) }
}

function judge({ earlier, later, does }: Choice, params: Weights): { probability: number; found: boolean; replaces: boolean } {
  const { replaced } = chooseReplaced(earlier, later, params)
  const best = replaced.indexOf(Math.max(...replaced))
  return { probability: replaced[best]!, found: does === 'replace' && best === 0, replaces: does === 'replace' }
}

function readBlocks(folder: string): { block: number; mark: string; text: string }[] {
  return readdirSync(folder).sort().flatMap(file => readFileSync(join(folder, file), 'utf8').trim().split(/\n\n+/))
    .flatMap((block, number) => block.split('\n').filter(line => /^[=>+~] /.test(line))
      .map(line => ({ block: number, mark: line[0]!, text: line.slice(2) })))
}

/** Labelled messages: letters, a tab, the text; `c` is a correction. */
function readMessages(folder: string): { text: string; positive: boolean }[] {
  return heard.flatMap(file => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter(line => line.includes('\t'))
    .map(line => ({ text: line.slice(line.indexOf('\t') + 1), positive: line.slice(0, line.indexOf('\t')).includes('c') }))
}

/** Turns that were written as what they are, most of them replacing nothing; those about changes are left out. */
function plain(exemplars: readonly Exemplar[]): { text: string; positive: boolean }[] {
  return exemplars.filter(({ voice }) => voice !== 'changes.txt').map(({ text }) => ({ text, positive: false }))
}

/** Turns of one voice against those before them: small talk, tasks and facts that replace nothing. */
function ordinary(exemplars: readonly Exemplar[], read: (text: string) => Statement): Choice[] {
  const statements = exemplars.map(({ text }) => read(text))
  return exemplars.flatMap(({ voice }, at): Choice[] => {
    if (voice === 'changes.txt') return []
    const earlier = statements.slice(Math.max(0, at - before), at).filter((_, back) => exemplars[Math.max(0, at - before) + back]!.voice === voice)
    const later = statements[at]!
    if (earlier.length === 0) return []
    return [{ block: at, earlier, later, features: earlier.map(statement => pairFeatures(statement, later)), does: 'nothing' }]
  })
}

function fitAnnounce(texts: readonly Judged[]): AnnounceParams {
  const count = texts[0]!.features.length
  const penalty = new Float64Array(count).fill(1e-3)
  const rows = texts.map(({ features: own }) => Float64Array.from(own))
  const { direct, hidden, hiddenBias, output, bias } = fitLogistic(
    rows, texts.map(({ positive }) => Number(positive)), texts.map(() => 1), { ...announceOptions, penalty, prior: new Float64Array(count) })
  return {
    direct: param([count], direct), hidden: param([count, announceUnits], hidden), hiddenBias: param([announceUnits], hiddenBias),
    output: param([announceUnits], output), bias: param([1], [bias]),
  }
}

/**
 * Blocks of lines: `=` an earlier statement, `>` one that replaces it, `+` one that repeats it, `~` one that leaves it
 * alone, `?` a question (not used here). Each later line chooses among the first, the other `~` lines, and strangers.
 */
function readChoices(lines: readonly Line[], seed: number): Choice[] {
  const random = createRandom(seed)
  const blocks: Line[][] = []
  for (const line of lines) (blocks[line.block] ??= []).push(line)
  const all = blocks.flat().filter(({ mark }) => mark !== '>')
  const stranger = (own: number): Statement => {
    for (;;) {
      const line = all[Math.floor(random.next() * all.length)]!
      // Of the same fold: a fit must not see what it is judged on.
      if (line.block !== own && line.block % folds === own % folds) return line.statement
    }
  }
  return blocks.flatMap((own, block) => own.filter(({ mark }) => mark !== '=').map((line): Choice => {
    const first = own.find(({ mark }) => mark === '=')!
    const others = own.filter(other => other.mark === '~' && other !== line)
    const earlier = [first, ...others].map(({ statement }) => statement).concat(Array.from({ length: strangers }, () => stranger(block)))
    return {
      block, earlier, later: line.statement, features: earlier.map(statement => pairFeatures(statement, line.statement)),
      does: line.mark === '>' ? 'replace' : line.mark === '+' ? 'repeat' : 'nothing',
    }
  }))
}

// Full-batch Adam (Kingma and Ba 2015) on the conditional log-likelihood with an L2 penalty.
function fit(choices: readonly Choice[]): Weights {
  const size = 2 * (features + 1)
  const flat = new Float64Array(size)
  flat[2 * features] = -2
  flat[2 * features + 1] = -3
  const gradient = new Float64Array(size)
  const adam = createAdam(size, rate)
  for (let step = 0; step < steps; step++) {
    gradient.fill(0)
    for (const choice of choices) addGradient(choice, flat, gradient)
    for (let at = 0; at < size; at++) {
      gradient[at] = gradient[at]! / choices.length + (at < 2 * features ? choicePenalty * flat[at]! : 0)
    }
    adam(flat, gradient)
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
