// Fits the cues of messages on scripts/messages.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EmbeddedEncoder } from '../src/encode/embedded.ts'
import { messageFeatures, type ClassifierParams } from '../src/signals/classifier.ts'
import { cueNames, cuePhraseRows, type CueName } from '../src/signals/cue.ts'
import { bare, fitClassifier, heldOut, judged, type ClassifierFit, type Labelled } from './classifier-fit.ts'

/** The letter of each cue in a labelled message. */
const letters: Readonly<Record<CueName, string>> = {
  disclosure: 'd', correction: 'c', denial: 'x', praise: 'p', request: 'r', habit: 'h', frustration: 'f', shift: 's',
}

const settings: ClassifierFit = { phraseRows: cuePhraseRows, epochs: 16, densePenalty: 6e-4, phrasePenalty: 1e-3, positiveWeight: 4 }

/** Fits on every message of a folder; prints what a fit is worth on voices that it has not seen, with and without phrases. */
export function fitCues(folder: string, encoder: EmbeddedEncoder): ClassifierParams {
  const messages = readMessages(folder, encoder)
  const rows = [messages, bare(messages)].map(of => ({ of, scores: heldOut(of, settings) }))
  console.log(`${messages.length} messages of ${1 + Math.max(...messages.map(({ voice }) => voice))} voices, each judged by a fit that has not seen its voice;`)
  console.log('  precision / recall / average precision, then the same by vectors alone:')
  cueNames.forEach((name, cue) => {
    const told = rows.map(({ of, scores }) => {
      const { precision, recall, average } = judged(scores, of, cue)
      return `${precision.toFixed(2)} / ${recall.toFixed(2)} / ${average.toFixed(2)}`
    })
    console.log(`  ${name.padEnd(12)} ${told.join('     ')}`)
  })
  return fitClassifier(messages, settings)
}

/** A line is letters, a tab, and the message; `# voice: name` starts another voice. */
function readMessages(folder: string, encoder: EmbeddedEncoder): Labelled[] {
  let voice = -1
  return readdirSync(folder).sort().flatMap(file => readFileSync(join(folder, file), 'utf8').split('\n')).flatMap((line): Labelled[] => {
    if (line.startsWith('#')) voice++
    const tab = line.indexOf('\t')
    if (tab < 0) return []
    const [given, text] = [line.slice(0, tab), line.slice(tab + 1)]
    return [{ voice, labels: cueNames.map(name => given.includes(letters[name])), features: messageFeatures(text, encoder) }]
  })
}
