// The policy without one of its learned parts: what the memory is when that part has learned nothing.
import type { Policy } from 'mneme'
import type { Variant } from './evaluation.ts'

/** Log odds by which a classifier never says yes. */
const never = -12
/** A probability that none reaches. */
const neverFires = Float32Array.from([1, 0, 2, 1])

type Leaf = Policy['cue']['bias']
type Classifier = Policy['cue']

/** What the memory is without each learned part. */
export function withoutLearning(policy: Policy): Record<string, Variant> {
  const { keep: { dense, rows, bias, minilm }, gate, kind, cue, pair, style, query, gather, procedure, worth } = policy
  const without: Record<string, Partial<Policy>> = {
    // Every turn is as likely as not to be worth keeping.
    keep: { keep: { dense: zeros(dense), rows: zeros(rows), bias: zeros(bias), minilm: { scale: filled(minilm.scale, 1), weight: zeros(minilm.weight), bias: zeros(minilm.bias) } } },
    strength: { gate: { ...gate, direct: zeros(gate.direct), output: zeros(gate.output), bias: zeros(gate.bias) } },
    kind: { kind: { weight: zeros(kind.weight), bias: zeros(kind.bias) } },
    cue: { cue: silent(cue) },
    replacement: { pair: { ...pair, announce: silent(pair.announce), weight: zeros(pair.weight), bias: filled(pair.bias, never) } },
    style: { style: silent(style) },
    // As likely to need one layer as another.
    query: { query: { dense: zeros(query.dense), phrase: zeros(query.phrase), bias: zeros(query.bias) } },
    gather: { gather: silent(gather) },
    procedure: { procedure: { teaching: silent(procedure.teaching), trigger: { ...procedure.trigger, fires: { shape: [4], data: neverFires } } } },
    worth: { worth: { ...worth, weight: zeros(worth.weight), byMachine: zeros(worth.byMachine) } },
  }
  return Object.fromEntries(Object.entries(without).map(([name, part]) => [name, { policy: { ...policy, ...part } }]))
}

function silent(classifier: Classifier): Classifier {
  return { dense: zeros(classifier.dense), phrase: zeros(classifier.phrase), bias: filled(classifier.bias, never) }
}

function filled({ shape, data }: Leaf, value: number): Leaf {
  return { shape, data: new Float32Array(data.length).fill(value) }
}

function zeros(leaf: Leaf): Leaf {
  return filled(leaf, 0)
}
