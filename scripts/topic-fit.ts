// Fits the space in which a way of working is near to what calls for it. P procedures, N messages, D dimensions of the encoder, R of the space.
import { createRandom, type Random } from '../src/random.ts'
import { messageTopic, topicCentres, topicDim, topicWeight, triggerTopic, zeroTopic, type TopicParams, type TopicWord } from '../src/signals/topic.ts'
import { param } from '../src/tensor/params.ts'
import { dot, softmax } from '../src/vector.ts'
import { createAdam } from '../sim/lab/adam.ts'

/** The words of a way of working, and of each message that calls for it. */
export interface Called {
  trigger: readonly TopicWord[]
  messages: readonly (readonly TopicWord[])[]
}

const seed = 1
const epochs = 20
/** Procedures at a time: those of a batch are what its messages might have called for instead. */
const batch = 130
const matrixRate = 3e-3
const scaleRate = 0.03
/** How much a matrix costs that is not the encoder's own space, and what a procedure counts among its messages against the other way. */
const penalty = 0.05
const backShare = 0.5
/** Share of the words that a step leaves out. */
const dropped = 0.2
const startScale = 2.5
/** Rounds of the search for principal directions, and of k-means. */
const [powerRounds, centreRounds] = [25, 8]

/** A side of a batch: unit sums of words x [D] and unit projections y [R], with what their gradients need. */
interface Side {
  words: (readonly TopicWord[])[]
  weights: Float64Array[]
  x: Float32Array[]
  lengthX: number[]
  y: Float32Array[]
  lengthY: number[]
}

/**
 * Contrastive fit (InfoNCE, van den Oord et al. 2018): of the procedures of a batch a message finds its own, and of the messages
 * a procedure its own. Both projections begin at the principal directions of all texts and are held to them.
 */
export function fitTopic(called: readonly Called[], dim: number): TopicParams {
  const random = createRandom(seed)
  const zero = zeroTopic(dim)
  const start = principal(called.flatMap(({ trigger, messages }) => [trigger, ...messages]), zero, dim, random)
  const size = dim * topicDim
  const roles = zero.roles.data.length
  const matrices = new Float64Array(2 * size)
  matrices.set(start)
  matrices.set(start, size)
  // Roles, powers of the salience, scale of the cosines.
  const scales = Float64Array.from([...zero.roles.data, ...zero.salience.data, startScale])
  const [adamMatrices, adamScales] = [createAdam(matrices.length, matrixRate), createAdam(scales.length, scaleRate)]
  const current = (): TopicParams => ({
    ...zero, trigger: param([topicDim, dim], matrices.subarray(0, size)), message: param([topicDim, dim], matrices.subarray(size)),
    roles: param([roles], scales.subarray(0, roles)), salience: param([2], scales.subarray(roles, roles + 2)),
  })
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = random.shuffle(called)
    for (let from = 0; from < order.length; from += batch) {
      const chosen = order.slice(from, from + batch)
      const params = current()
      const owners = chosen.flatMap(({ messages }, at) => messages.map(() => at))
      const triggers = sideOf(chosen.map(({ trigger }) => trigger), params, 0, random)
      const messages = sideOf(chosen.flatMap(one => one.messages), params, 1, random)
      const gradient = new Float64Array(matrices.length)
      const small = new Float64Array(scales.length)
      const { triggerErrors, messageErrors, scaleError } = contrast(triggers, messages, owners, Math.exp(scales.at(-1)!))
      small[small.length - 1] = scaleError
      backward(triggers, triggerErrors, params, 0, gradient.subarray(0, size), small)
      backward(messages, messageErrors, params, 1, gradient.subarray(size), small)
      for (let at = 0; at < gradient.length; at++) gradient[at] = gradient[at]! + 2 * penalty * (matrices[at]! - start[at % size]!)
      adamMatrices(matrices, gradient)
      adamScales(scales, small)
    }
  }
  const fitted = current()
  return {
    ...fitted, triggers: param([topicCentres, topicDim], centresOf(called.map(({ trigger }) => triggerTopic(trigger, fitted)), random)),
    messages: param([topicCentres, topicDim], centresOf(called.flatMap(one => one.messages).map(words => messageTopic(words, fitted)), random)),
  }
}

function sideOf(words: (readonly TopicWord[])[], params: TopicParams, side: 0 | 1, random: Random): Side {
  const matrix = (side === 0 ? params.trigger : params.message).data
  const made: Side = { words, weights: [], x: [], lengthX: [], y: [], lengthY: [] }
  for (const one of words) {
    const weights = Float64Array.from(one, word => (random.next() < dropped ? 0 : topicWeight(word, params.salience.data[side]!, params.roles)))
    const x = new Float32Array(matrix.length / topicDim)
    one.forEach(({ vector }, at) => { for (let d = 0; d < x.length; d++) x[d] = x[d]! + weights[at]! * vector[d]! })
    const y = new Float32Array(topicDim)
    made.weights.push(weights)
    made.lengthX.push(scaleDown(x))
    for (let r = 0; r < topicDim; r++) y[r] = dot(x, matrix.subarray(r * x.length, (r + 1) * x.length))
    made.lengthY.push(scaleDown(y))
    made.x.push(x)
    made.y.push(y)
  }
  return made
}

/** Brings a vector to length 1 in place and gives the length it had. */
function scaleDown(vector: Float32Array): number {
  const length = Math.sqrt(dot(vector, vector)) + 1e-6
  for (let d = 0; d < vector.length; d++) vector[d] = vector[d]! / length
  return length
}

/** Gradients of the contrastive loss by both projections and by the logarithm of the scale. */
function contrast(triggers: Side, messages: Side, owners: readonly number[], scale: number): { triggerErrors: Float64Array[]; messageErrors: Float64Array[]; scaleError: number } {
  const logits = messages.y.map(message => Float64Array.from(triggers.y, trigger => scale * dot(message, trigger)))
  const rows = logits.map(softmax)
  const columns = triggers.y.map((_, t) => softmax(Float64Array.from(logits, row => row[t]!)))
  const counts = triggers.y.map((_, t) => owners.filter(owner => owner === t).length)
  const triggerErrors = triggers.y.map(() => new Float64Array(topicDim))
  const messageErrors = messages.y.map(() => new Float64Array(topicDim))
  let scaleError = 0
  for (let m = 0; m < owners.length; m++) {
    for (let t = 0; t < triggers.y.length; t++) {
      const own = Number(owners[m] === t)
      const error = (rows[m]![t]! - own + backShare * (counts[t]! * columns[t]![m]! - own)) / owners.length
      scaleError += error * logits[m]![t]!
      for (let r = 0; r < topicDim; r++) {
        messageErrors[m]![r] = messageErrors[m]![r]! + scale * error * triggers.y[t]![r]!
        triggerErrors[t]![r] = triggerErrors[t]![r]! + scale * error * messages.y[m]![r]!
      }
    }
  }
  return { triggerErrors, messageErrors, scaleError }
}

/** Adds the gradients of one side by its matrix, and by roles and power. */
function backward({ words, weights, x, lengthX, y, lengthY }: Side, errors: Float64Array[], params: TopicParams, side: 0 | 1, gradient: Float64Array, small: Float64Array): void {
  const matrix = (side === 0 ? params.trigger : params.message).data
  const roles = params.roles.data.length
  errors.forEach((error, at) => {
    const dy = throughUnit(error, y[at]!, lengthY[at]!)
    const dx = new Float64Array(x[at]!.length)
    for (let r = 0; r < topicDim; r++) {
      const row = r * dx.length
      for (let d = 0; d < dx.length; d++) {
        gradient[row + d] = gradient[row + d]! + x[at]![d]! * dy[r]!
        dx[d] = dx[d]! + matrix[row + d]! * dy[r]!
      }
    }
    const dz = throughUnit(dx, x[at]!, lengthX[at]!)
    words[at]!.forEach(({ vector, weight, roles: own }, w) => {
      const share = weights[at]![w]!
      if (share === 0) return
      const pull = share * vector.reduce((sum, value, d) => sum + value * dz[d]!, 0)
      own.forEach((value, role) => { small[role] = small[role]! + pull * value })
      small[roles + side] = small[roles + side]! + pull * Math.log(weight)
    })
  })
}

/** The gradient by a vector of the gradient by its unit vector. */
function throughUnit(error: Float64Array, unit: Float32Array, length: number): Float64Array {
  const along = error.reduce((sum, value, d) => sum + value * unit[d]!, 0)
  return error.map((value, d) => (value - along * unit[d]!) / length)
}

/** The principal directions [R, D] of sums of words, by orthogonal iteration (Golub and Van Loan, 8.2.4). */
function principal(texts: (readonly TopicWord[])[], params: TopicParams, dim: number, random: Random): Float64Array {
  const scatter = new Float64Array(dim * dim)
  for (const words of texts) {
    const x = new Float32Array(dim)
    for (const word of words) {
      const share = topicWeight(word, params.salience.data[0]!, params.roles)
      for (let d = 0; d < dim; d++) x[d] = x[d]! + share * word.vector[d]!
    }
    scaleDown(x)
    for (let a = 0; a < dim; a++) for (let b = 0; b < dim; b++) scatter[a * dim + b] = scatter[a * dim + b]! + x[a]! * x[b]!
  }
  let directions: Float64Array[] = Array.from({ length: topicDim }, () => Float64Array.from({ length: dim }, () => random.normal()))
  for (let round = 0; round < powerRounds; round++) {
    directions = orthonormal(directions.map(direction => Float64Array.from({ length: dim }, (_, a) => direction.reduce((sum, value, b) => sum + value * scatter[a * dim + b]!, 0))))
  }
  return Float64Array.from(directions.flatMap(direction => [...direction]))
}

/** Gram and Schmidt, one vector after another. */
function orthonormal(vectors: Float64Array[]): Float64Array[] {
  const made: Float64Array[] = []
  for (const vector of vectors) {
    for (const other of made) {
      const along = vector.reduce((sum, value, d) => sum + value * other[d]!, 0)
      for (let d = 0; d < vector.length; d++) vector[d] = vector[d]! - along * other[d]!
    }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1
    made.push(vector.map(value => value / length))
  }
  return made
}

/** Centres of unit vectors [N][R] by spherical k-means (Dhillon and Modha 2001), one after another; [B, R]. */
function centresOf(vectors: readonly Float32Array[], random: Random): Float32Array {
  let centres = random.shuffle(vectors).slice(0, topicCentres)
  for (let round = 0; round < centreRounds; round++) {
    const sums = centres.map(centre => new Float32Array(centre.length))
    for (const vector of vectors) {
      const nearness = centres.map(centre => dot(centre, vector))
      const sum = sums[nearness.indexOf(Math.max(...nearness))]!
      vector.forEach((value, d) => { sum[d] = sum[d]! + value })
    }
    centres = sums.map((sum, at) => {
      const length = Math.sqrt(dot(sum, sum))
      return length === 0 ? centres[at]! : sum.map(value => value / length)
    })
  }
  return Float32Array.from(centres.flatMap(centre => [...centre]))
}
