// A trial of the differentiable path: trains on generated worlds and the written lives, and judges on the other half of the grammar
// and on lives left out: npx tsx scripts/train-path.ts [--leave 01,02 --steps 100 --frozen gate. --out STATE]
import { existsSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readLives, type History } from '../sim/lab/histories.ts'
import { evidenceKept, idfSums, keptTurns } from '../sim/lab/keeping.ts'
import { mean, recallAt } from '../sim/lab/metrics.ts'
import { share as shown, table } from '../sim/lab/report.ts'
import { livesFolder } from '../sim/lab/repository.ts'
import { generateWorlds } from '../sim/world/world.ts'
import { defaultConfig } from '../src/config.ts'
import { loadPolicy } from '../src/controller/policy.ts'
import { readPackageFile } from '../src/checkpoint/file.ts'
import { embedded } from '../src/encode/embedded.ts'
import { WordVectors } from '../src/encode/word-vectors.ts'
import { createRandom } from '../src/random.ts'
import { recallWeights } from '../src/recall/rank.ts'
import { backendName, loadBackend } from '../src/tensor/backend.ts'
import { padHistory, type PaddedHistory, type PathHistory } from '../src/train/history.ts'
import { importances, keysOf, pathParams, questionLogits, type PathParams } from '../src/train/path-params.ts'
import { encodeTrainState } from '../src/train/train-state.ts'
import { headNames, readPath, type PathReader } from './path-history.ts'

const { values: flags } = parseArgs({
  options: {
    leave: { type: 'string', default: '15' }, worlds: { type: 'string', default: '24' }, steps: { type: 'string', default: '100' },
    batch: { type: 'string', default: '8' }, rate: { type: 'string', default: '0.01' }, decay: { type: 'string', default: '0.1' },
    share: { type: 'string', default: '0.25' }, price: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' },
    frozen: { type: 'string', default: '' }, scale: { type: 'string', default: '1' }, gamma: { type: 'string', default: String(recallWeights.gamma) }, backend: { type: 'string', default: 'wasm' }, out: { type: 'string' },
  },
})
const number = (name: 'worlds' | 'steps' | 'batch' | 'rate' | 'decay' | 'share' | 'price' | 'seed' | 'scale' | 'gamma'): number => Number(flags[name])
const seed = number('seed')
const budget = { share: number('share'), price: number('price') }

const addon = new URL('../.native/node_modules/@tensorflow/tfjs-node/dist/index.js', import.meta.url)
const prefer = flags.backend === 'node' || flags.backend === 'cpu' ? flags.backend : 'wasm'
await loadBackend({ prefer, ...existsSync(addon) && { nodePackage: addon.href } })
const { pathLoss } = await import('../src/train/path.ts')
const { train } = await import('../src/train/trainer.ts')

const figureNames = ['evidence mass', 'R@10 attention alone', 'R@10 all heads', 'kept at 25 %', 'loss'] as const
type Figures = Record<(typeof figureNames)[number], number>

/** A history with what the path reads of it. */
interface Read {
  history: History
  path: PathHistory
  padded: PaddedHistory
}

const encoder = await embedded()
const policy = loadPolicy(await readPackageFile('policy-en.msgpack'))
const reader: PathReader = { encoder, words: new WordVectors(encoder), policy }
const begun = performance.now()
const lives = readLives(livesFolder).map(read)
const taught = generateWorlds(number('worlds'), { half: 'taught', seed: 100 * seed }).map(read)
const watched = generateWorlds(4, { half: 'taught', seed: 100 * seed + 90 }).map(read)
const held = generateWorlds(8, { half: 'held', seed: 100 * seed }).map(read)
console.log(`${lives.length} lives, ${taught.length} + ${watched.length} taught and ${held.length} held worlds read in ${seconds(begun)} s; backend ${backendName()}`)

const start = pathParams(policy.gate, policy.fusion, { beta: recallWeights.attention, gamma: recallWeights.gamma, heads: headNames.map(() => 1) })
// All scores by one factor, the logarithm of a strength by another: neither changes what a gate keeps, both what it is taught.
const scale = number('scale')
const beginning = pathParams(policy.gate, policy.fusion, { beta: scale * recallWeights.attention, gamma: scale * number('gamma'), heads: headNames.map(() => scale) })
const folds = flags.leave.split(',').map(leave)
const lines = (sets: (fold: (typeof folds)[number]) => Record<string, Figures>): string[][] => {
  const names = Object.keys(sets(folds[0]!))
  return names.map(name => [name, ...figureNames.map(figure => shown(mean(folds.map(fold => sets(fold)[name]![figure]))))])
}
console.log(`\nThe lives left out, mean of ${folds.length}`)
console.log(table(['', ...figureNames], lines(({ life }) => life)))
console.log('\nThe held worlds')
console.log(table(['', ...figureNames], lines(({ worlds }) => worlds)))

/** Trains without one life and judges on it and on the held worlds. */
function leave(id: string): { life: Record<string, Figures>; worlds: Record<string, Figures> } {
  const left = lives.filter(({ history }) => history.id === id)
  const others = lives.filter(({ history }) => history.id !== id)
  if (left.length !== 1) throw new Error(`--leave: expected ids among ${lives.map(({ history }) => history.id).join(', ')}, got ${id}`)
  // As many lives as worlds, two of them watched: one in six is kept out of the lesson.
  const [apart, lesson] = [others.slice(0, 2), others.slice(2)]
  const copies = Math.max(1, Math.round(taught.length / lesson.length))
  const samples = [...taught, ...Array.from({ length: copies }, () => lesson).flat()].map(({ padded }) => padded)
  const since = performance.now()
  let params = beginning
  for (const { step, loss, norm, rate, held: looked, state } of train<PathParams, PaddedHistory>({
    start: beginning, samples, held: [...watched, ...apart].map(({ padded }) => padded), loss: (tensors, sample) => pathLoss(tensors, sample, budget),
  }, {
    steps: number('steps'), batch: number('batch'), rate: number('rate'), weightDecay: number('decay'), seed,
    // The average turn is where reasons are measured from.
    frozen: path => path === 'gate.center' || (flags.frozen !== '' && flags.frozen.split(',').some(prefix => path.startsWith(prefix))),
  })) {
    if (looked !== undefined) {
      const evidence = Math.exp(-loss)
      console.log(`without ${id}, step ${String(step).padStart(4)}: loss ${loss.toFixed(4)} (evidence mass about ${evidence.toFixed(3)}), held out ${looked.toFixed(4)}, ` +
        `gradient ${norm.toFixed(2)}, rate ${rate.toFixed(4)}, ${((performance.now() - since) / step).toFixed(0)} ms a step`)
    }
    params = state.best.params
    if (flags.out !== undefined) writeFileSync(flags.out, encodeTrainState(state))
  }
  const { logBeta, logGamma } = params.attention
  console.log(`beta ${Math.exp(logBeta.data[0]!).toFixed(3)}, gamma ${Math.exp(logGamma.data[0]!).toFixed(3)}, ` +
    headNames.map((name, head) => `${name} ${params.heads.weight.data[head]!.toFixed(2)}`).join(', '))
  return { life: compare(left, params), worlds: compare(held, params) }
}

function compare(histories: readonly Read[], after: PathParams): Record<string, Figures> {
  return {
    before: judge(histories, start), after: judge(histories, after),
    'after, old gate': judge(histories, { ...after, gate: start.gate }), 'before, new gate': judge(histories, { ...start, gate: after.gate }),
    'sum of idf': judge(histories, start, history => idfSums(textsOf(history))),
    length: judge(histories, start, history => textsOf(history).map(text => text.length)),
  }
}

function textsOf({ sessions }: History): string[] {
  return sessions.flatMap(({ turns }) => turns.map(({ text }) => text))
}

/** What weights find and keep on plain arrays; `scores` chooses the turns in the place of the gate. */
function judge(histories: readonly Read[], params: PathParams, scores?: (history: History) => number[]): Figures {
  const masses: number[] = []
  const losses: number[] = []
  const [alone, all, kept]: [number[], number[], number[]] = [[], [], []]
  for (const { history, path } of histories) {
    const strengths = importances(path, params)
    const keys = keysOf(path, params)
    const ids = history.sessions.flatMap(({ turns }) => turns.map(({ id }) => id))
    kept.push(...evidenceKept(history, keptTurns(history, scores ? scores(history) : [...strengths], 0.25, createRandom(seed))))
    path.questions.forEach((question, at) => {
      const { evidence } = history.questions[at]!
      const full = questionLogits(path, question, params, strengths, keys, defaultConfig)
      const bare = questionLogits(path, { ...question, heads: question.heads.map(() => 0) }, params, strengths, keys, defaultConfig)
      const most = Math.max(...full)
      const powers = full.map(logit => Math.exp(logit - most))
      const mass = question.evidence.reduce((sum, turn) => sum + powers[turn]!, 0) / powers.reduce((sum, power) => sum + power, 0)
      masses.push(mass)
      losses.push(-Math.log(Math.max(1e-12, mass)))
      alone.push(recallAt(best(ids, bare), evidence, 10))
      all.push(recallAt(best(ids, full), evidence, 10))
    })
  }
  return { 'evidence mass': mean(masses), 'R@10 attention alone': mean(alone), 'R@10 all heads': mean(all), 'kept at 25 %': mean(kept), loss: mean(losses) }
}

function best(ids: readonly string[], scores: Float32Array): string[] {
  return ids.map((_, turn) => turn).sort((a, b) => scores[b]! - scores[a]!).map(turn => ids[turn]!)
}

function read(history: History): Read {
  const path = readPath(history, reader)
  return { history, path, padded: padHistory(path, defaultConfig) }
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1)
}
