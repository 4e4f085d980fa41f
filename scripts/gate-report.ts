// What the write gate is worth on sim/lives: average precision for turns to keep, all and against turns of equal length.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defaultConfig } from '../src/config.ts'
import { actions, decide } from '../src/controller/controller.ts'
import { loadPolicy } from '../src/controller/policy.ts'
import { embedded } from '../src/encode/embedded.ts'
import { implicitSignals } from '../src/encode/implicit.ts'
import { wordsOf } from '../src/encode/prose.ts'
import { importance } from '../src/gate/gate.ts'
import { kindOf } from '../src/gate/kind.ts'
import { markersOf } from '../src/gate/markers.ts'
import { averagePrecision } from './policy-fit.ts'

interface Life {
  sessions: { at: string; turns: { id: string; speaker: string; keep: number; kind: string | null; text: string }[] }[]
}
interface Scored {
  life: string
  keep: number
  kind: string | null
  length: number
  logit: number
  markers: number
  action: (typeof actions)[number]
  guessed: string
}

const folder = fileURLToPath(new URL('../sim/lives/', import.meta.url))
const encoder = await embedded()
const policy = loadPolicy(readFileSync(fileURLToPath(new URL('../checkpoints/policy-en.msgpack', import.meta.url))))
const started = performance.now()
const turns = readdirSync(folder).filter(name => name.endsWith('.json')).sort().flatMap(scoreLife)
const ms = (performance.now() - started) / turns.length

const names: readonly (readonly [name: string, score: (turn: Scored) => number])[] = [
  ['gate', turn => turn.logit], ['markers alone', turn => turn.markers], ['length alone', turn => turn.length],
]
console.log(`${turns.length} turns, ${turns.filter(isKept).length} to keep; ${ms.toFixed(2)} ms a turn`)
console.log('                all turns  keepers against equal lengths')
console.log('                       AP     AP  ranked right')
for (const [name, score] of names) {
  const { precision, right } = matched(score)
  const all = averagePrecision(turns.map(score), turns.map(isKept))
  console.log(`${name.padEnd(16)}     ${all.toFixed(3)}  ${precision.toFixed(3)}         ${right.toFixed(3)}`)
}
console.log(`\nkeep    turns  ${actions.map(action => action.padStart(10)).join('')}`)
for (const keep of [0, 1, 2, 3]) {
  const those = turns.filter(turn => turn.keep === keep)
  const shares = actions.map(action => percent(those.filter(turn => turn.action === action).length, those.length).padStart(10))
  console.log(`${keep}   ${String(those.length).padStart(9)}  ${shares.join('')}`)
}
const labelled = turns.filter(turn => isKept(turn) && turn.kind !== null)
const known = labelled.filter(({ kind, guessed }) => kind === guessed)
console.log(`\nkind right for ${percent(known.length, labelled.length)} of keepers`)
console.log(confusion())

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`
}

function isKept(turn: Scored): boolean {
  return turn.keep >= 2
}

function scoreLife(life: string): Scored[] {
  const { sessions } = JSON.parse(readFileSync(folder + life, 'utf8')) as Life
  const seen: Float32Array[] = []
  return sessions.flatMap(({ at, turns: said }) => said.map(({ speaker, keep, kind, text }, index): Scored => {
    const vector = encoder.vector(text)
    const similarity = seen.reduce((best, other) => Math.max(best, dot(vector, other)), 0)
    seen.push(vector)
    const previous = said[index - 1]
    const start = Date.parse(`${at}Z`)
    const implicit = implicitSignals({
      text, speaker, at: start + 60_000 * index,
      ...previous && { previousAt: start + 60_000 * (index - 1), previousText: previous.text, previousSpeaker: previous.speaker },
    }, 'UTC')
    const input = { meaning: encoder.meaning(text), implicit, novelty: 1 - similarity, repetition: 0, markers: markersOf(text) }
    const { logit, parts } = importance(input, policy.gate)
    const markers = Object.entries(parts).reduce((sum, [name, value]) => sum + (name.startsWith('markers.') ? value : 0), 0)
    const { action } = decide({
      logit, novelty: input.novelty, repetition: 0, similarity, stmFill: 0.5, ltmFill: 0,
      duplicateAbove: defaultConfig.ltm.duplicateAbove,
    }, policy.controller)
    return { life, keep, kind, length: wordsOf(text).length, logit, markers, action, guessed: kindOf(input, policy.kind).kind }
  }))
}

function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0
  for (let at = 0; at < left.length; at++) sum += left[at]! * right[at]!
  return sum
}

/**
 * Each keeper against the other turns of its life within 10 % of its length. `right`: share of those pairs ranked right,
 * ties half. `precision`: average precision where a keeper and one such turn, the nearest in length not yet used, enter together.
 */
function matched(score: (turn: Scored) => number): { precision: number; right: number } {
  let right = 0
  let pairs = 0
  const used = new Set<Scored>()
  const sample: Scored[] = []
  for (const keeper of turns.filter(isKept)) {
    const distance = (turn: Scored): number => Math.abs(turn.length - keeper.length)
    const others = turns.filter(turn => turn.life === keeper.life && !isKept(turn) && distance(turn) <= 0.1 * keeper.length)
    for (const other of others) {
      pairs += 1
      right += score(keeper) > score(other) ? 1 : score(keeper) === score(other) ? 0.5 : 0
    }
    const [twin] = others.filter(other => !used.has(other)).sort((a, b) => distance(a) - distance(b))
    if (!twin) continue
    used.add(twin)
    sample.push(keeper, twin)
  }
  return { precision: averagePrecision(sample.map(score), sample.map(isKept)), right: right / pairs }
}

function confusion(): string {
  const kinds = ['episodic', 'semantic', 'preference', 'procedural', 'mood']
  const header = `written \\ guessed ${kinds.map(kind => kind.padStart(11)).join('')}`
  const rows = kinds.map(kind => {
    const those = labelled.filter(turn => turn.kind === kind)
    return kind.padEnd(17) + kinds.map(guess => String(those.filter(turn => turn.guessed === guess).length).padStart(11)).join('')
  })
  return [header, ...rows].join('\n')
}
