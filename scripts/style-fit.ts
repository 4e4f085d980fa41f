// Fits the styles that messages show on scripts/styles; messages without a habit are what shows none.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EmbeddedEncoder } from '../src/encode/embedded.ts'
import { messageFeatures, type ClassifierParams } from '../src/signals/classifier.ts'
import { readableSentences, styleFeatures, styleNames, stylePhraseRows } from '../src/signals/style.ts'
import type { Exemplar } from './exemplar.ts'
import { bare, fitClassifier, heldOut, judged, type ClassifierFit, type Labelled } from './classifier-fit.ts'

const settings: ClassifierFit = { phraseRows: stylePhraseRows, epochs: 13, densePenalty: 2e-4, phrasePenalty: 4e-5, positiveWeight: 10 }

/** Fits on every file of a folder, each by another hand; prints what a fit is worth on a hand that it has not seen. */
export function fitStyles(folder: string, messages: string, exemplars: readonly Exemplar[], encoder: EmbeddedEncoder): ClassifierParams {
  const sayings = readSayings(folder, encoder)
  const all = [...sayings, ...othersIn(messages, exemplars, encoder)]
  console.log(`${sayings.length} sayings of ${styleNames.length} styles, each judged by a fit that has not seen its writer; the styles' mean`)
  for (const [name, of] of [['with phrases', all], ['by vectors alone', bare(all)]] as const) {
    const scores = heldOut(of, settings)
    const seen = scores.map((_, at) => at).filter(at => of[at]!.voice >= 0)
    const figures = styleNames.map((_, style) => judged(seen.map(at => scores[at]!), seen.map(at => of[at]!), style))
    const mean = (pick: (figure: typeof figures[number]) => number): string => (figures.reduce((sum, figure) => sum + pick(figure), 0) / figures.length).toFixed(2)
    console.log(`  ${name}: precision ${mean(({ precision }) => precision)}, recall ${mean(({ recall }) => recall)}, average precision ${mean(({ average }) => average)}`)
  }
  return fitClassifier(all, settings)
}

/** A line is the names of styles with commas, or `-`, a tab, and the message. */
function readSayings(folder: string, encoder: EmbeddedEncoder): Labelled[] {
  return readdirSync(folder).sort().flatMap((file, voice) => linesOf(join(folder, file)).map(({ given, text }): Labelled => {
    const names = given.split(',').map(name => name.trim())
    return { voice, labels: styleNames.map(name => names.includes(name)), features: styleFeatures(messageFeatures(text, encoder)) }
  }))
}

/** What shows no habit: messages, and turns with their sentences, for a message is read sentence by sentence too. */
function othersIn(folder: string, exemplars: readonly Exemplar[], encoder: EmbeddedEncoder): Labelled[] {
  const messages = readdirSync(folder).sort().flatMap(file => linesOf(join(folder, file))).filter(({ given }) => !given.includes('h'))
  const turns = exemplars.filter(({ kind }) => kind !== 'preference' && kind !== 'procedural').flatMap(({ text }) =>
    [text, ...readableSentences(text).filter(sentence => sentence !== text)])
  return [...messages.map(({ text }) => text), ...turns]
    .map(text => ({ voice: -1, labels: styleNames.map(() => false), features: styleFeatures(messageFeatures(text, encoder)) }))
}

function linesOf(path: string): { given: string; text: string }[] {
  return readFileSync(path, 'utf8').split('\n').filter(line => line.includes('\t'))
    .map(line => ({ given: line.slice(0, line.indexOf('\t')), text: line.slice(line.indexOf('\t') + 1) }))
}
