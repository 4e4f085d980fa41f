// Fits the classes of queries on scripts/queries.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EmbeddedEncoder } from '../src/encode/embedded.ts'
import { queryClasses, zeroQueryClass } from '../src/signals/query.ts'
import { messageFeatures, type ClassifierParams } from '../src/signals/classifier.ts'
import { mapParams, param } from '../src/tensor/params.ts'
import { bare, fitClassifier, folds, heldOutLogits, type ClassifierFit, type Labelled } from './classifier-fit.ts'

interface Query extends Labelled {
  /** '!' has words of another class, '~' says what is not wanted. */
  trap: string
}

/** Fits on every file of a folder, one writer each; prints what a fit is worth on writers that it has not seen. */
export function fitQueryClass(folder: string, encoder: EmbeddedEncoder): ClassifierParams {
  const settings: ClassifierFit = {
    phraseRows: zeroQueryClass(encoder.dim).phrase.shape[0]!, epochs: 16, densePenalty: 1e-3, phrasePenalty: 1e-4, positiveWeight: 1,
  }
  const queries = readQueries(folder, encoder)
  const held = heldOutLogits(queries, settings)
  const temperature = temperatureFor(held, queries)
  print(queries, held, heldOutLogits(bare(queries), settings), temperature)
  return mapParams(fitClassifier(queries, settings), ({ shape, data }) => param(shape, data.map(value => value / temperature)))
}

/** A line is a class with the mark of a trap, a tab, and the message. */
function readQueries(folder: string, encoder: EmbeddedEncoder): Query[] {
  return readdirSync(folder).sort().flatMap((file, voice) => readFileSync(join(folder, file), 'utf8').split('\n').flatMap((line): Query[] => {
    const tab = line.indexOf('\t')
    if (tab < 0) return []
    const name = line.slice(0, tab).replace(/[!~]$/, '')
    if (!queryClasses.some(known => known === name)) throw new Error(`${file}: expected one of ${queryClasses.join(', ')}, got "${name}"`)
    return [{ voice, labels: queryClasses.map(known => known === name), features: messageFeatures(line.slice(tab + 1), encoder), trap: line.slice(name.length, tab) }]
  }))
}

/** The temperature at which held-out probabilities say how often they are right: the likeliest (Guo et al. 2017). */
function temperatureFor(logits: readonly Float64Array[], queries: readonly Labelled[]): number {
  const cost = (temperature: number): number => logits.reduce((sum, of, at) => sum - Math.log(shareOf(of, queries[at]!.labels.indexOf(true), temperature)), 0)
  const grid = Array.from({ length: 41 }, (_, step) => 0.3 * 1.06 ** step)
  return grid.reduce((best, one) => (cost(one) < cost(best) ? one : best))
}

function shareOf(logits: Float64Array, label: number, temperature: number): number {
  return 1 / logits.reduce((sum, logit) => sum + Math.exp((logit - logits[label]!) / temperature), 0)
}

const best = (logits: Float64Array): number => logits.indexOf(Math.max(...logits))

function print(queries: readonly Query[], held: readonly Float64Array[], byVectors: readonly Float64Array[], temperature: number): void {
  const right = (logits: readonly Float64Array[], wanted: (query: Query) => boolean): string => {
    const some = queries.flatMap((query, at) => (wanted(query) ? [query.labels[best(logits[at]!)]!] : []))
    return (some.filter(Boolean).length / some.length).toFixed(3)
  }
  console.log(`${queries.length} queries of ${1 + Math.max(...queries.map(({ voice }) => voice))} writers, ${folds}-fold by writers, class right:`)
  console.log(`  all ${right(held, () => true)}, words of another class ${right(held, ({ trap }) => trap === '!')}, negated ${right(held, ({ trap }) => trap === '~')}; by vectors alone ${right(byVectors, () => true)}`)
  const error = [0.4, 0.6, 0.8, 0.95].map((from, at, borders) => {
    const some = queries.flatMap((query, index) => {
      const label = best(held[index]!)
      const share = shareOf(held[index]!, label, temperature)
      return share >= from && share < (borders[at + 1] ?? 2) ? [{ share, right: query.labels[label]! }] : []
    })
    return `${(some.reduce((sum, { share }) => sum + share, 0) / some.length).toFixed(2)} right ${(some.filter(one => one.right).length / some.length).toFixed(2)}`
  })
  console.log(`  temperature ${temperature.toFixed(2)}; said to be sure ${error.join(', ')}`)
}

