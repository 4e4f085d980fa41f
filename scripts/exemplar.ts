// Exemplar turns for the initial policy: reads scripts/exemplars and turns lines into the gate's inputs.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Kind } from '../src/config.ts'
import type { EmbeddedEncoder } from '../src/encode/embedded.ts'
import { implicitNames, implicitSignals } from '../src/encode/implicit.ts'
import { markersOf } from '../src/gate/markers.ts'
import type { GateInput } from '../src/gate/network.ts'
import { dot } from '../src/vector.ts'

/** One written turn with its labels. */
export interface Exemplar {
  /** The file, that is the voice, it comes from. */
  voice: string
  /** The turn that it answers, in files that are one conversation. */
  previous: string | null
  text: string
  speaker: 'user' | 'assistant'
  /** 0 chatter, 1 useful for the session, 2 for months, 3 must never be lost. */
  keep: number
  kind: Kind | null
}

const kindLetters: Record<string, Kind> = { s: 'semantic', e: 'episodic', p: 'preference', r: 'procedural', m: 'mood' }
const line = /^(?<keep>[0-3])(?<kind>[serpm-])(?<assistant>a?) (?<text>.+)$/

/** All exemplars, by file name. A line is keep, kind letter (`-` for none), `a` for an assistant's turn, text; `#` comments. */
export function readExemplars(folder: string): Exemplar[] {
  return readdirSync(folder).filter(name => name.endsWith('.txt')).sort().flatMap(voice => {
    const content = readFileSync(join(folder, voice), 'utf8')
    const lines = content.split('\n').filter(text => text !== '' && !text.startsWith('#'))
    let before: string | null = null
    return lines.map((text): Exemplar => {
      const { keep, kind, assistant, text: said } = line.exec(text)?.groups ?? {}
      if (said === undefined) throw new Error(`${voice}: expected "<keep><kind>[a] text", got "${text}"`)
      const previous = before
      if (content.startsWith('# conversation')) before = said
      const speaker = assistant ? 'assistant' : 'user'
      return { voice, previous, text: said, speaker, keep: Number(keep), kind: kindLetters[kind ?? ''] ?? null }
    })
  })
}

// Exemplars were written apart from any clock or conversation, so these dimensions would teach noise; and length is no
// evidence by decision: long chatter is chatter.
const untaught = implicitNames.flatMap((name, at) =>
  name.startsWith('time.') || ['style.length', 'engagement.delay'].includes(name) ? [at] : [])

/** Gate inputs of exemplars in order; novelty against the same voice's earlier turns. */
export function gateInputs(exemplars: readonly Exemplar[], encoder: EmbeddedEncoder): GateInput[] {
  const vectors = exemplars.map(({ text }) => encoder.vector(text))
  return exemplars.map(({ text, speaker, voice, previous }, at) => {
    const implicit = implicitSignals({ text, speaker, at: 0, ...(previous !== null && { previousText: previous }) }, 'UTC')
    for (const dim of untaught) implicit[dim] = 0
    let best = 0
    for (let other = at - 1; other >= 0 && exemplars[other]!.voice === voice; other--) {
      best = Math.max(best, dot(vectors[at]!, vectors[other]!))
    }
    return { meaning: encoder.meaning(text), implicit, novelty: 1 - best, repetition: 0, markers: markersOf(text) }
  })
}

