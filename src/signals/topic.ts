// What a way of working and a message are about: one direction for each in a space that was fitted on what calls for what.
// D dimensions of the encoder, R of that space, K roles of a word, B centres.
import { param, type Param, type ParamTree } from '../tensor/params.ts'
import { dot, unit } from '../vector.ts'

/** Weights of a metric: both sides are projected, and their cosine tells whether one is about the other. */
export interface TopicParams extends ParamTree {
  /** [R, D]. */
  trigger: Param
  /** [R, D]. */
  message: Param
  /** [K]: logarithm of what a word of a trigger counts by its roles. */
  roles: Param
  /** [2]: powers of how much a word says, of a trigger and of a message. */
  salience: Param
  /** Unit vectors around which triggers lie, and messages, [B, R]: what is near to some of them is near to much (a hub). */
  triggers: Param
  messages: Param
}

/** A content word, how much it says, and its roles in the text [K] (none for a message). */
export interface TopicWord {
  vector: Float32Array
  weight: number
  roles: readonly number[]
}

/** Dimensions of the space, R. */
export const topicDim = 128
/** Centres, B. */
export const topicCentres = 64
/** Nearest centres whose mean tells how much a text is near to. */
const hubCentres = 4

/** What a word of a text that states a way of working may be, in the order of `roledWordsOf`. */
const roleNames = [
  'stated', 'request', 'condition', 'afterCondition', 'later', 'condition3', 'condition6', 'object', 'free', 'beforeComma', 'place', 'article', 'person',
] as const

/** All-zero weights for vectors of D values. */
export function zeroTopic(dim: number): TopicParams {
  return {
    trigger: param([topicDim, dim]), message: param([topicDim, dim]), roles: param([roleNames.length]), salience: param([2], [1, 1]),
    triggers: param([topicCentres, topicDim]), messages: param([topicCentres, topicDim]),
  }
}

const token = /[\p{L}\p{N}]+(?:['\-._][\p{L}\p{N}]+)*|[,:;.!?()\n–—]/gu
const conditions = new Set(['when', 'whenever', 'if', 'everytime', 'anytime', 'once'])
const timesOf = new Set(['every', 'each', 'any'])
const objects = new Set(['for', 'any', 'every', 'each', 'about'])
const articles = new Set(['a', 'an', 'the', 'my', 'your', 'some', 'any', 'another'])
const persons = new Set(['i', 'you', 'me', 'us'])
const far = 99
/** Words within which a condition is still the condition, and what is for something still that. */
const [reachOfCondition, reachOfObject, places] = [12, 3, 30]

/**
 * Every word of a text with its roles [K]: which text it is from, whether it stands in a clause that says when ("when I send a
 * receipt"), behind its comma or still later, right behind "for" or "any", how far in, and after which word.
 */
export function roledWordsOf(text: string, source: 'stated' | 'request'): { word: string; roles: number[] }[] {
  const found: { word: string; roles: number[] }[] = []
  let [condition, object, commas, before] = [far, far, 0, '']
  for (const [at, part] of (text.toLowerCase().replaceAll('’', "'").match(token) ?? []).entries()) {
    if (/^[\p{L}\p{N}]/u.test(part)) {
      if (conditions.has(part) || (part === 'time' && timesOf.has(before))) [condition, object, commas] = [0, 0, 0]
      else if (objects.has(part)) object = 0
      else [condition, object] = [condition + 1, object + 1]
      const near = condition <= reachOfCondition
      found.push({
        word: part, roles: [
          source === 'stated', source === 'request', near && commas === 0, near && commas === 1, condition < far && commas > 1, condition <= 3,
          condition <= 6 && commas === 0, object <= reachOfObject && commas === 0, condition >= far && object >= far, commas === 0,
          Math.min(at, places) / places, articles.has(before), persons.has(before),
        ].map(Number),
      })
    } else if (/[.!?\n]/.test(part)) [condition, object, commas] = [far, far, 0]
    else if (/[,:;–—(]/.test(part)) commas++
    before = part
  }
  return found
}

/** Direction [R] of a trigger. */
export function triggerTopic(words: readonly TopicWord[], params: TopicParams): Float32Array {
  return projected(summed(words, params, 0), params.trigger.data)
}

/** Direction [R] of a message. */
export function messageTopic(words: readonly TopicWord[], params: TopicParams): Float32Array {
  return projected(summed(words, params, 1), params.message.data)
}

/** What a word counts: salience^q · exp(roles · g). */
export function topicWeight({ weight, roles }: TopicWord, power: number, { data }: Pick<Param, 'data'>): number {
  let logit = 0
  for (let role = 0; role < roles.length; role++) logit += roles[role]! * data[role]!
  return weight > 0 ? weight ** power * Math.exp(logit) : 0
}

/** Unit vector [D] of words; zero where there are none. */
function summed(words: readonly TopicWord[], { salience, roles }: TopicParams, side: 0 | 1): Float32Array {
  const sum = new Float32Array(words[0]?.vector.length ?? 0)
  for (const word of words) {
    const share = topicWeight(word, salience.data[side]!, roles)
    for (let d = 0; d < sum.length; d++) sum[d] = sum[d]! + share * word.vector[d]!
  }
  return unit(sum)
}

/** Unit vector [R] of a vector [D] by a matrix [R, D]; zero where there is no word. */
function projected(vector: Float32Array, matrix: Float32Array): Float32Array {
  const found = new Float32Array(topicDim)
  if (vector.length === 0) return found
  for (let r = 0; r < topicDim; r++) found[r] = dot(vector, matrix.subarray(r * vector.length, (r + 1) * vector.length))
  return unit(found)
}

/** How much a direction [R] is near to: mean cosine to the nearest few of centres [B, R]. */
export function hubness(direction: Float32Array, centres: Float32Array): number {
  const cosines: number[] = []
  for (let at = 0; at < centres.length; at += topicDim) cosines.push(dot(direction, centres.subarray(at, at + topicDim)))
  return cosines.sort((a, b) => b - a).slice(0, hubCentres).reduce((sum, value) => sum + value, 0) / hubCentres
}
