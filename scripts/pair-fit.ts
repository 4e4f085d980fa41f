// Fits the choice of what a statement replaces or repeats on scripts/streams. F features, C candidates.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EmbeddedEncoder } from '../src/encode/embedded.ts'
import { candidates } from '../src/mneme/replace.ts'
import { announceFeatures, announceLogit, type AnnounceParams } from '../src/signals/announce.ts'
import { pairFeatureNames, pairFeatures, readStatement, type Statement } from '../src/signals/pair.ts'
import { chooseReplaced, type PairParams } from '../src/signals/replace.ts'
import { param } from '../src/tensor/params.ts'
import { dot } from '../src/vector.ts'
import type { Exemplar } from './exemplar.ts'
import { createAdam, fitLogistic } from './policy-fit.ts'

/** One new statement with those before it. */
interface Choice {
  /** The fold that it is judged in; -1 for what is never judged. */
  fold: number
  earlier: Statement[]
  later: Statement
  /** Features [C][F] of every pair. */
  features: Float32Array[]
  /** What the new one does to the earlier one at `target`; the others it leaves alone. */
  does: 'replace' | 'repeat' | 'nothing'
  target: number
}

type Weights = Pick<PairParams, 'weight' | 'bias'>

/** A text with whether it replaces something. */
interface Judged {
  features: Float32Array
  fold: number
  positive: boolean
}

/** A message of a stream: `.`, `>k` where it replaces message k, `+k` where it repeats it. */
interface Message {
  mark: string
  text: string
  /** What `announceFeatures` gives for it. */
  heard: Float32Array
}

/** Turns of one voice that an exemplar is held against. */
const before = 8
/** Writers are whole folds: a fit is judged on writers that it has not seen. */
const folds = 6
const steps = 250
const rate = 0.05
const choicePenalty = 3e-4
const features = pairFeatureNames.length

/** The messages that tell what sounds like a correction: with those that were written for other cues it is told less sharply. */
const heard = ['a.txt', 'b.txt']

const announceUnits = 8
const announceOptions = { units: announceUnits, steps: 120, rate: 0.05, seed: 1, hiddenFactor: 3 }

/**
 * Fits on every stream of a folder, and for what sounds like a correction on labelled statements and messages too; prints what
 * a fit is worth on writers that it has not seen.
 */
export function fitPair(folder: string, statements: string, messages: string, exemplars: readonly Exemplar[], encoder: EmbeddedEncoder): PairParams {
  const streams = readdirSync(folder).sort().flatMap((writer, at) => readStreams(join(folder, writer), encoder).map(stream => ({ fold: at % folds, stream })))
  const texts = streams.flatMap(({ fold, stream }) => stream.map(({ mark, heard: sound }): Judged => ({ features: sound, fold, positive: mark.startsWith('>') })))
    .concat([...readStatements(statements), ...readMessages(messages), ...plain(exemplars)].map(({ text, positive }) => ({ features: announceFeatures(text, encoder), fold: -1, positive })))
  // Each writer's texts are judged by a fit that has not seen them: the choice must not trust the judgement more than it may.
  const judges = Array.from({ length: folds }, (_, own) => fitAnnounce(texts.filter(({ fold }) => fold !== own)))
  const read = (text: string, sound: Float32Array, fold: number): Statement => readStatement(text, encoder, announceLogit(sound, judges[fold]!))
  const choices = [
    ...streams.flatMap(({ fold, stream }) => choicesOf(stream.map(({ mark, text, heard: sound }) => ({ mark, statement: read(text, sound, fold) })), fold)),
    ...ordinary(exemplars, text => read(text, announceFeatures(text, encoder), 0)),
  ]
  const held = Array.from({ length: folds }, (_, own) => {
    const params = fit(choices.filter(({ fold }) => fold !== own))
    return choices.filter(({ fold }) => fold === own).map(choice => judge(choice, params))
  }).flat()
  const replacing = held.filter(({ replaces }) => replaces).length
  console.log(`${held.length} statements, ${replacing} that replace another; ${folds}-fold by writers, the one replaced found and taken for replaced:`)
  for (const threshold of [0.2, 0.35, 0.5]) {
    const taken = held.filter(({ probability }) => probability >= threshold)
    const right = taken.filter(({ found }) => found).length
    console.log(`  from ${threshold}: precision ${(right / taken.length).toFixed(3)}, recall ${(right / replacing).toFixed(3)}`)
  }
  return { announce: fitAnnounce(texts), ...fit(choices) }
}

function judge({ earlier, later, does, target }: Choice, params: Weights): { probability: number; found: boolean; replaces: boolean } {
  const { replaced } = chooseReplaced(earlier, later, params)
  const best = replaced.indexOf(Math.max(...replaced))
  return { probability: replaced[best]!, found: does === 'replace' && best === target, replaces: does === 'replace' }
}

const messagePattern = /^\d+ (?<mark>\.|[>+]\d+) (?<text>.+)$/

/** Streams of one writer: blocks of numbered messages in the order in which one person said them. */
function readStreams(file: string, encoder: EmbeddedEncoder): Message[][] {
  return readFileSync(file, 'utf8').trim().split(/\n\s*\n/).map(block => block.split('\n').map((written): Message => {
    const { mark, text } = messagePattern.exec(written)?.groups ?? {}
    if (mark === undefined || text === undefined) throw new Error(`${file}: expected "<number> <mark> <message>", got "${written}"`)
    return { mark, text, heard: announceFeatures(text, encoder) }
  }))
}

/** A choice for each message of a stream: among the nearest of those before it that still hold. */
function choicesOf(stream: readonly { mark: string; statement: Statement }[], fold: number): Choice[] {
  const gone = new Set<number>()
  return stream.flatMap(({ mark, statement: later }, at): Choice[] => {
    const wanted = mark === '.' ? -1 : Number(mark.slice(1)) - 1
    const near = stream.slice(0, at).map(({ statement }, place) => ({ statement, place, cosine: dot(statement.vector, later.vector) }))
      .filter(({ place }) => !gone.has(place)).sort((a, b) => b.cosine - a.cosine).slice(0, candidates)
    if (mark.startsWith('>')) gone.add(wanted)
    const target = near.findIndex(({ place }) => place === wanted)
    if (near.length === 0 || (wanted >= 0 && target < 0)) return []
    const earlier = near.map(({ statement }) => statement)
    return [{
      fold, earlier, later, target, features: earlier.map(statement => pairFeatures(statement, later)),
      does: target < 0 ? 'nothing' : mark.startsWith('>') ? 'replace' : 'repeat',
    }]
  })
}

/** Statements apart from any stream: `=` an earlier one, `>` one that replaces it, `+` one that repeats it, `~` one that leaves it alone. */
function readStatements(folder: string): { text: string; positive: boolean }[] {
  return readdirSync(folder).sort().flatMap(file => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter(written => /^[=>+~] /.test(written)).map(written => ({ text: written.slice(2), positive: written.startsWith('>') }))
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
    return [{ fold: -1, earlier, later, features: earlier.map(statement => pairFeatures(statement, later)), does: 'nothing', target: -1 }]
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

function addGradient({ features: rows, does, target }: Choice, flat: Float64Array, gradient: Float64Array): void {
  const logits = rows.flatMap(row => {
    let [replaces, repeats] = [flat[2 * features]!, flat[2 * features + 1]!]
    for (let f = 0; f < features; f++) {
      replaces += row[f]! * flat[2 * f]!
      repeats += row[f]! * flat[2 * f + 1]!
    }
    return [replaces, repeats]
  })
  const own = does === 'nothing' ? -1 : 2 * target + Number(does === 'repeat')
  const most = Math.max(0, ...logits)
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - most), Math.exp(-most))
  const errors = logits.map((logit, at) => Math.exp(logit - most) / total - Number(at === own))
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
