// Fits what tells turns that teach a way of working, and turns that say how the request at hand is to be done.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EmbeddedEncoder } from '../src/encode/embedded.ts'
import { wordsOf } from '../src/encode/prose.ts'
import { messageFeatures, type ClassifierParams } from '../src/signals/classifier.ts'
import { instructionIn, teachingNames, teachingPhraseRows, type Teaching } from '../src/signals/teaching.ts'
import { fitClassifier, heldOut, judged, type ClassifierFit, type Labelled } from './classifier-fit.ts'
import { states, type Scenario } from './scenario.ts'

const settings: ClassifierFit = { phraseRows: teachingPhraseRows, epochs: 16, densePenalty: 6e-4, phrasePenalty: 6e-4, positiveWeight: 3 }

/** Letters of labelled messages that are near to teaching: a habit, "remember", a correction. */
const near = /[hrc]/

/** Every so many of the other messages is one that teaches nothing. */
const otherShare = 3

/** Fits on the turns of scenarios, and on messages and queries that teach nothing; prints figures on files that a fit has not seen. */
export function fitTeaching(scenarios: readonly Scenario[], messages: string, queries: string, encoder: EmbeddedEncoder): ClassifierParams {
  const own = scenarios.flatMap(scenario => [
    ...scenario.turns.filter(({ speaker }) => speaker === 'user').map(turn => {
      const stated = states(scenario, turn)
      return labelled(turn.text, scenario.voice, { teaches: stated && scenario.taught, instructs: stated && !scenario.taught }, encoder)
    }),
    ...[...scenario.fires, ...scenario.silent].map(text => labelled(text, scenario.voice, { teaches: false, instructs: false }, encoder)),
  ])
  const others = [...linesOf(messages, label => !near.test(label)), ...linesOf(queries, label => !label.startsWith('procedural'))]
    .filter((_, at) => at % otherShare === 0).map(text => labelled(text, -1, { teaches: false, instructs: false }, encoder))
  const all = [...own, ...others]
  const scores = heldOut(all, settings).slice(0, own.length)
  console.log(`${own.length} turns of ${scenarios.length} scenarios and ${others.length} other messages, judged by files: precision / recall / average precision`)
  teachingNames.forEach((name, label) => {
    const { precision, recall, average } = judged(scores, own, label)
    console.log(`  ${name.padEnd(12)} ${precision.toFixed(2)} / ${recall.toFixed(2)} / ${average.toFixed(2)}`)
  })
  const params = fitClassifier(all, settings)
  printInstructions(scenarios, encoder, params)
  return params
}

function labelled(text: string, voice: number, labels: Readonly<Record<keyof Teaching, boolean>>, encoder: EmbeddedEncoder): Labelled {
  return { voice, labels: teachingNames.map(name => labels[name]), features: messageFeatures(text, encoder) }
}

/** Texts of a folder's labelled lines. */
export function linesOf(folder: string, wanted: (label: string) => boolean): string[] {
  return readdirSync(folder).sort().flatMap(file => readFileSync(join(folder, file), 'utf8').split('\n')).flatMap(line => {
    const tab = line.indexOf('\t')
    return tab < 0 || !wanted(line.slice(0, tab)) ? [] : [line.slice(tab + 1)]
  })
}

/** How much of what states a way of working is in the sentences that are taken for it, and how many of the words those are. */
function printInstructions(scenarios: readonly Scenario[], encoder: EmbeddedEncoder, params: ClassifierParams): void {
  let [kept, pieces, words, all] = [0, 0, 0, 0]
  for (const scenario of scenarios) {
    for (const turn of scenario.turns.filter(each => states(scenario, each))) {
      const instruction = instructionIn(turn.text, scenario.taught ? 'teaches' : 'instructs', encoder, params)
      const own = scenario.anchor.filter(piece => turn.text.toLowerCase().includes(piece))
      kept += own.filter(piece => instruction.toLowerCase().includes(piece)).length
      pieces += own.length
      words += wordsOf(instruction).length
      all += wordsOf(turn.text).length
    }
  }
  console.log(`  instructions hold ${(kept / pieces).toFixed(3)} of what is said of them, in ${(words / all).toFixed(2)} of the words`)
}
