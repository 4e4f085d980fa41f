// Fits the choice of what a statement replaces or repeats on scripts/streams. F features, C candidates.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EmbeddedEncoder } from '../src/encode/embedded.ts'
import { announceLogit, announcePhraseRows } from '../src/signals/announce.ts'
import { messageFeatures } from '../src/signals/classifier.ts'
import { choiceFeatures, pairFeatureNames, readStatement, type Earlier, type Later } from '../src/signals/pair.ts'
import { candidatesOf, chooseReplaced, type PairParams } from '../src/signals/replace.ts'
import { param } from '../src/tensor/params.ts'
import { dot } from '../src/vector.ts'
import type { Exemplar } from './exemplar.ts'
import { bare, fitClassifier, folds, heldOut, judged, type ClassifierFit, type Labelled } from './classifier-fit.ts'
import { createAdam } from '../sim/lab/adam.ts'

/** One new statement with those before it. */
interface Choice {
  /** The fold that it is judged in; -1 for what is never judged. */
  fold: number
  earlier: Earlier[]
  later: Later
  /** Features [C][F] of every pair. */
  features: Float32Array[]
  /** What the new one does to the earlier one at `target`; the others it leaves alone. */
  does: 'replace' | 'repeat' | 'nothing'
  target: number
}

type Weights = Pick<PairParams, 'weight' | 'bias'>

/** A message of a stream: `.`, `>k` where it replaces message k, `+k` where it repeats it. */
interface Message {
  mark: string
  text: string
}

/** Turns of one voice that an exemplar is held against. */
const before = 8
const steps = 250
const rate = 0.05
const choicePenalty = 3e-4
const features = pairFeatureNames.length

/** The messages that tell what sounds like a correction: with those that were written for other cues it is told less sharply. */
const heard = ['a.txt', 'b.txt']

const announceSettings: ClassifierFit = { phraseRows: announcePhraseRows, epochs: 6, densePenalty: 3e-4, phrasePenalty: 3e-4, positiveWeight: 1 }

/**
 * Fits on every stream of a folder, and for what sounds like a correction on labelled statements and messages too; prints what
 * a fit is worth on writers that it has not seen.
 */
export function fitPair(folder: string, statements: string, messages: string, exemplars: readonly Exemplar[], encoder: EmbeddedEncoder): PairParams {
  const streams = readdirSync(folder).sort().flatMap((writer, at) => readStreams(join(folder, writer)).map(stream => ({ fold: at % folds, stream })))
  const told = streams.flatMap(({ fold, stream }) => stream.map(({ mark, text }) => ({ text, voice: fold, positive: mark.startsWith('>') })))
  const texts = [...told, ...[...readStatements(statements), ...readMessages(messages), ...plain(exemplars)].map(text => ({ ...text, voice: -1 }))]
    .map(({ text, voice, positive }): Labelled => ({ voice, labels: [positive], features: messageFeatures(text, encoder) }))
  const announce = fitClassifier(texts, announceSettings)
  // Each writer's messages are judged by a fit that has not seen them: the choice must not trust the judgement more than it may.
  const unseen = heldOut(texts, announceSettings)
  printAnnounce(texts, unseen)
  let place = 0
  const choices = [
    ...streams.flatMap(({ fold, stream }) => choicesOf(stream.map(({ mark, text }) => {
      const probability = unseen[place++]![0]!
      return { mark, statement: readStatement(text, encoder), announces: Math.log(probability / (1 - probability)) }
    }), fold)),
    ...ordinary(exemplars, text => ({ statement: readStatement(text, encoder), announces: announceLogit(messageFeatures(text, encoder), announce) })),
  ]
  printChoices(choices)
  return { announce, ...fit(choices) }
}

function printAnnounce(texts: readonly Labelled[], unseen: readonly Float64Array[]): void {
  const told = texts.filter(({ voice }) => voice >= 0)
  const vectors = bare(texts)
  console.log(`${told.length} messages, ${told.filter(({ labels }) => labels[0]).length} of which replace something; ${folds}-fold by writers, sounds like it:`)
  for (const [name, scores] of [['with phrases', unseen], ['vectors alone', heldOut(vectors, announceSettings)]] as const) {
    const { precision, recall, average } = judged(scores.slice(0, told.length), told, 0)
    console.log(`  ${name}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, average precision ${average.toFixed(3)}`)
  }
}

function printChoices(choices: readonly Choice[]): void {
  const held = Array.from({ length: folds }, (_, own) => {
    const params = fit(choices.filter(({ fold }) => fold !== own))
    return choices.filter(({ fold }) => fold === own).map(choice => judge(choice, params))
  }).flat()
  const replacing = held.filter(({ replaces }) => replaces).length
  console.log(`${held.length} statements, ${replacing} that replace another; ${folds}-fold by writers, the one replaced found and taken for replaced:`)
  for (const threshold of [0.15, 0.2, 0.3, 0.4, 0.5]) {
    const taken = held.filter(({ probability }) => probability >= threshold)
    const right = taken.filter(({ found }) => found).length
    console.log(`  from ${threshold}: precision ${(right / taken.length).toFixed(3)}, recall ${(right / replacing).toFixed(3)}`)
  }
}

function judge({ earlier, later, does, target }: Choice, params: Weights): { probability: number; found: boolean; replaces: boolean } {
  const { replaced } = chooseReplaced(earlier, later, params)
  const best = replaced.indexOf(Math.max(...replaced))
  return { probability: replaced[best]!, found: does === 'replace' && best === target, replaces: does === 'replace' }
}

const messagePattern = /^\d+ (?<mark>\.|[>+]\d+) (?<text>.+)$/

/** Streams of one writer: blocks of numbered messages in the order in which one person said them. */
function readStreams(file: string): Message[][] {
  return readFileSync(file, 'utf8').trim().split(/\n\s*\n/).map(block => block.split('\n').map((written): Message => {
    const { mark, text } = messagePattern.exec(written)?.groups ?? {}
    if (mark === undefined || text === undefined) throw new Error(`${file}: expected "<number> <mark> <message>", got "${written}"`)
    return { mark, text }
  }))
}

/** A choice for each message of a stream: among those before it that it is held against and of which something still holds. */
function choicesOf(stream: readonly (Later & { mark: string })[], fold: number): Choice[] {
  const gone = new Set<number>()
  return stream.flatMap((later, at): Choice[] => {
    const { mark } = later
    const wanted = mark === '.' ? -1 : Number(mark.slice(1)) - 1
    const near = candidatesOf(stream.slice(0, at).map(({ statement }, place) => ({ statement, place, ago: at - place, cosine: dot(statement.vector, later.statement.vector) }))
      .filter(({ place }) => !gone.has(place)).reverse())
    if (mark.startsWith('>') && !stream.slice(at + 1).some(other => other.mark === mark)) gone.add(wanted)
    const target = near.findIndex(({ place }) => place === wanted)
    if (near.length === 0 || (wanted >= 0 && target < 0)) return []
    return [{
      fold, earlier: near, later, target, features: choiceFeatures(near, later),
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
function ordinary(exemplars: readonly Exemplar[], read: (text: string) => Later): Choice[] {
  const statements = exemplars.map(({ text }) => read(text))
  return exemplars.flatMap(({ voice }, at): Choice[] => {
    if (voice === 'changes.txt') return []
    const first = Math.max(0, at - before)
    const earlier = statements.slice(first, at).map(({ statement }, place) => ({ statement, ago: at - first - place }))
      .filter((_, place) => exemplars[first + place]!.voice === voice)
    const later = statements[at]!
    if (earlier.length === 0) return []
    return [{ fold: -1, earlier, later, features: choiceFeatures(earlier, later), does: 'nothing', target: -1 }]
  })
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
