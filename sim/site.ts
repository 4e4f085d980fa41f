// Where a model keeps its facts: what comes back of a covered answer when one clean state is put back, by place and layer.
import { createRandom } from 'mneme'
import { encodeForm, patchingEffects, type FactPrompt } from 'mneme/weights'
import { command, usageOf, wholeNumber, type Description } from './lab/command.ts'
import { drawPlot } from './lab/plot.ts'
import { Report, table } from './lab/report.ts'
import { formsOf, modelFlags, nameOf, openWeightsBench, summarise, tokens, type WeightsBench } from './lab/weights-bench.ts'

export const summary = 'At which token and layer does a model hold its facts?'

const description: Description = {
  name: 'site', summary, flags: { ...modelFlags, cases: { value: 'N', about: 'facts of a draw', default: '24' } },
}

export const usage: string = usageOf(description)

/** Places that every prompt has; a subject of one token has its first and last in one. */
const places: Readonly<Record<string, (prompt: FactPrompt) => number>> = {
  'first token of the subject': ({ subject }) => subject.start,
  'last token of the subject': ({ subject }) => subject.end - 1,
  'token after the subject': ({ ids, subject }) => Math.min(subject.end, ids.length - 1),
  'last token but one': ({ ids }) => ids.length - 2,
  'last token': ({ ids }) => ids.length - 1,
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { model = '', draws = '', cases = '' } = settings.flags
    const bench = await openWeightsBench(model)
    const report = new Report(settings, 'none')
    const numbers = Array.from({ length: wholeNumber('draws', draws) }, (_, index) => settings.seed + index)
    const found = numbers.map(number => effectsOf(bench, number, wholeNumber('cases', cases)))
    const layers = Array.from({ length: bench.model.config.layers }, (_, layer) => layer)
    const rows = Object.keys(places).map(name => {
      const spread = layers.map(layer => summarise(found.map(effects => effects[name]![layer]!)))
      report.record({ place: name, spread })
      return { name, values: spread.map(({ mean }) => mean) }
    })
    const { site, success } = bench.located
    report.heading(`What comes back of a covered answer: ${nameOf(model)}, ${numbers.length} draws of ${cases} questions`)
    report.print(table(['place', ...layers.map(layer => `layer ${layer}`)], rows.map(({ name, values }) => [name, ...values.map(value => value.toFixed(2))])))
    report.print('', `Edits go to layer ${site.layers.join(' and ')}, ${site.position} token, where ${(success * 100).toFixed(0)} % of trial facts can be changed.`)
    report.finish({ model: nameOf(model), site, success, effects: rows }, drawPlot({
      title: 'Where a model holds its facts', subtitle: 'Share of a covered answer\'s log-probability that one clean state brings back; mean over draws',
      panels: [{ type: 'heat', title: '', columns: layers.map(String), rows, label: 'layer' }],
    }))
    bench.model.dispose()
  })
}

// In a question with a place for its answer, what follows the subject is not the end of the prompt.
function effectsOf({ model, tokenizer, known }: WeightsBench, number: number, count: number): Record<string, number[]> {
  const facts = createRandom(number).shuffle(known.facts).slice(0, count)
  const cases = facts.map(fact => ({
    prompts: [encodeForm(tokenizer, formsOf(known, fact, false).find(({ kind }) => kind === 'question')!, fact.subject)], target: tokens(tokenizer, fact.target),
  }))
  return Object.fromEntries(Object.entries(places).map(([name, placeOf]) => [name, patchingEffects(model, cases, placeOf, number)]))
}
