// Fits the styles that messages show on scripts/styles and scripts/preferences; messages without a habit are what shows none. Alone
// (npx tsx scripts/style-fit.ts) it writes its part into the policy and leaves every other part as it is.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { embedded, type EmbeddedEncoder } from '../src/encode/embedded.ts'
import { messageFeatures, type ClassifierParams } from '../src/signals/classifier.ts'
import { readableSentences, styleFeatures, styleNames, stylePhraseRows } from '../src/signals/style.ts'
import { readExemplars, type Exemplar } from './exemplar.ts'
import { fitClassifier, heldOut, judged, type ClassifierFit, type Labelled } from './classifier-fit.ts'
import { refit } from './policy-part.ts'

const settings: ClassifierFit = { phraseRows: stylePhraseRows, epochs: 13, densePenalty: 2e-4, phrasePenalty: 4e-5, positiveWeight: 10, decay: 0.8 }

/** Fits on every file of `styles`, `preferences` and `messages` in a folder, each by another hand. */
export function fitStyles(folder: string, exemplars: readonly Exemplar[], encoder: EmbeddedEncoder): ClassifierParams {
  return fitClassifier(labelledIn(folder, exemplars, encoder), settings)
}

/** Prints what a fit is worth on a hand that it has not seen. */
export function judgeStyles(folder: string, exemplars: readonly Exemplar[], encoder: EmbeddedEncoder): void {
  const all = labelledIn(folder, exemplars, encoder)
  const scores = heldOut(all, settings)
  const seen = scores.map((_, at) => at).filter(at => all[at]!.voice >= 0)
  const figures = styleNames.map((_, style) => judged(seen.map(at => scores[at]!), seen.map(at => all[at]!), style))
  const mean = (pick: (figure: typeof figures[number]) => number): string => (figures.reduce((sum, figure) => sum + pick(figure), 0) / figures.length).toFixed(2)
  console.log(`${seen.length} sayings of ${styleNames.length} styles, each judged by a fit that has not seen its writer; the styles' mean`)
  console.log(`  precision ${mean(({ precision }) => precision)}, recall ${mean(({ recall }) => recall)}, average precision ${mean(({ average }) => average)}`)
}

function labelledIn(folder: string, exemplars: readonly Exemplar[], encoder: EmbeddedEncoder): Labelled[] {
  const sayings = filesOf(join(folder, 'styles')).map(path => linesOf(path).map(({ given, text }) => ({ styles: given.split(',').map(name => name.trim()), text })))
  const voices = [...sayings, ...filesOf(join(folder, 'preferences')).map(readPreferences)]
  return [
    ...voices.flatMap((said, voice) => said.map(({ styles, text }): Labelled =>
      ({ voice, labels: styleNames.map(name => styles.includes(name)), features: styleFeatures(messageFeatures(text, encoder)) }))),
    ...othersIn(join(folder, 'messages'), exemplars, encoder),
  ]
}

/**
 * Turns in which one preference shows, under a line `= ` and its style, or a name that is none: what others want and do that is no style
 * teaches where a style ends. `! ` begins what only looks like it.
 */
function readPreferences(path: string): { styles: string[]; text: string }[] {
  let styles: string[] = []
  return readFileSync(path, 'utf8').split('\n').flatMap(line => {
    if (line.startsWith('= ')) styles = line.slice(2).split(',')
    if (line.startsWith('= ') || line.trim() === '') return []
    return line.startsWith('! ') ? [{ styles: [], text: line.slice(2) }] : [{ styles, text: line }]
  })
}

/** What shows no habit: messages, and turns with their sentences, for a message is read sentence by sentence too. */
function othersIn(folder: string, exemplars: readonly Exemplar[], encoder: EmbeddedEncoder): Labelled[] {
  const messages = filesOf(folder).flatMap(linesOf).filter(({ given }) => !given.includes('h'))
  const turns = exemplars.filter(({ kind }) => kind !== 'preference' && kind !== 'procedural').flatMap(({ text }) =>
    [text, ...readableSentences(text).filter(sentence => sentence !== text)])
  return [...messages.map(({ text }) => text), ...turns]
    .map(text => ({ voice: -1, labels: styleNames.map(() => false), features: styleFeatures(messageFeatures(text, encoder)) }))
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).sort().map(file => join(folder, file))
}

function linesOf(path: string): { given: string; text: string }[] {
  return readFileSync(path, 'utf8').split('\n').filter(line => line.includes('\t'))
    .map(line => ({ given: line.slice(0, line.indexOf('\t')), text: line.slice(line.indexOf('\t') + 1) }))
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const [exemplars, encoder] = [readExemplars(join(folder, 'exemplars')), await embedded()]
  await refit(() => ({ style: fitStyles(folder, exemplars, encoder) }))
  judgeStyles(folder, exemplars, encoder)
}
