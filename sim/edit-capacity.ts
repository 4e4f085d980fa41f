// How many facts go into a model's weights in one batch: what is answered, what else changes, how long it takes.
import { command, UsageError, usageOf, wholeNumber, type Description } from './lab/command.ts'
import { KnownRecipe } from './lab/known-recipe.ts'
import { drawPlot } from './lab/plot.ts'
import { Progress, Report, table } from './lab/report.ts'
import {
  changeAndWorst, drawOf, meanAndWorst, measure, modelFlags, nameOf, openMemory, openWeightsBench, requestOf, summarise, timed,
  type Draw, type Measured, type WeightsBench,
} from './lab/weights-bench.ts'

export const summary = 'How many facts can be written into a model\'s weights at once?'

const description: Description = {
  name: 'edit-capacity', summary, flags: { ...modelFlags, counts: { value: 'LIST', about: 'facts of a batch', default: '10,25,50,100,200,400' } },
}

export const usage: string = usageOf(description)

type Way = 'mneme' | 'known recipe'

interface Run extends Measured {
  way: Way
  count: number
  draw: number
  seconds: number
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { model = '', draws = '', counts = '' } = settings.flags
    const wanted = counts.split(',').map(count => wholeNumber('counts', count))
    if (wanted.includes(0)) throw new UsageError('--counts: expected numbers from 1, got 0')
    const bench = await openWeightsBench(model)
    const report = new Report(settings, 'none')
    const runs: Run[] = []
    const numbers = Array.from({ length: wholeNumber('draws', draws) }, (_, index) => settings.seed + index)
    const room = Math.min(...numbers.map(number => drawOf(bench.known, number).facts.length))
    const possible = [...new Set(wanted.map(count => Math.min(count, room)))]
    const progress = new Progress(numbers.length * possible.length)
    for (const number of numbers) {
      const draw = drawOf(bench.known, number)
      for (const count of possible) {
        for (const one of await batch(bench, draw, count)) {
          runs.push({ ...one, draw: number })
          report.record({ ...one, draw: number })
        }
        progress.update(runs.length / 2, `${count} facts`)
      }
    }
    progress.end()
    report.heading(`Facts written in one batch: ${nameOf(model)}, ${numbers.length} draws, site ${bench.site.layers.join(' and ')}, ${bench.site.position} token`)
    if (possible.length < wanted.length || room < Math.max(...wanted)) report.print(`No more than ${room} facts of this model can be changed.`)
    report.print(tableOf(runs, possible))
    report.finish({ model: nameOf(model), runs: summaries(runs, possible) }, picture(runs, possible))
    bench.model.dispose()
  })
}

async function batch(bench: WeightsBench, draw: Draw, count: number): Promise<Omit<Run, 'draw'>[]> {
  const facts = draw.facts.slice(0, count)
  const wanted = facts.map(fact => ({ fact, target: fact.alternatives[0]! }))
  const memory = await openMemory(bench, draw)
  const before = measure(bench, [], draw).perplexity
  for (const fact of facts) memory.remember(requestOf(fact))
  const ours = { way: 'mneme' as const, count, seconds: await timed(() => memory.write()), ...measure(bench, wanted, draw, before) }
  const recipe = new KnownRecipe(bench)
  return [ours, { way: 'known recipe', count, seconds: await timed(() => recipe.write(wanted)), ...measure(bench, wanted, draw, before) }]
}

const kinds = ['recall', 'paraphrase', 'asked', 'raw', 'specificity', 'perplexity', 'seconds'] as const

function runsOf(runs: readonly Run[], way: Way, count: number): Run[] {
  return runs.filter(one => one.way === way && one.count === count)
}

function summaries(runs: readonly Run[], counts: readonly number[]): object[] {
  return (['mneme', 'known recipe'] as const).flatMap(way => counts.map(count => {
    const own = runsOf(runs, way, count)
    return { way, count, ...Object.fromEntries(kinds.map(kind => [kind, summarise(own.map(one => one[kind]), kind === 'perplexity' || kind === 'seconds' ? 'most' : 'least')])) }
  }))
}

function tableOf(runs: readonly Run[], counts: readonly number[]): string {
  const head = ['facts', { title: 'way', align: 'left' as const }, 'efficacy (worst)', 'paraphrase', 'asked', 'specificity', 'perplexity', 'CPU seconds']
  return table(head, counts.flatMap(count => (['mneme', 'known recipe'] as const).map(way => {
    const own = runsOf(runs, way, count)
    const shares = (['recall', 'paraphrase', 'asked', 'specificity'] as const).map(kind => meanAndWorst(own.map(one => one[kind])))
    const { mean, worst } = summarise(own.map(({ seconds }) => seconds), 'most')
    return [String(count), way, ...shares, changeAndWorst(own.map(({ perplexity }) => perplexity)), `${mean.toFixed(1)} (${worst.toFixed(1)})`]
  })))
}

function picture(runs: readonly Run[], counts: readonly number[]): string {
  const line = (way: Way, kind: 'recall' | 'paraphrase' | 'specificity', name: string): { name: string, points: [number, number][], dashed: boolean } => ({
    name, dashed: way !== 'mneme',
    points: counts.map(count => [count, summarise(runsOf(runs, way, count).map(one => one[kind])).mean]),
  })
  return drawPlot({
    title: 'Facts written into weights in one batch', subtitle: 'Mean over draws; dashed: diagonal covariance, one raw prompt, first token',
    panels: [{
      type: 'lines', title: '', x: { label: 'facts in the batch', min: 0 }, y: { label: 'share', min: 0, max: 1 }, names: 'key',
      lines: [
        line('mneme', 'recall', 'efficacy'), line('mneme', 'paraphrase', 'paraphrase'), line('mneme', 'specificity', 'specificity'),
        line('known recipe', 'recall', 'efficacy, known recipe'), line('known recipe', 'paraphrase', 'paraphrase, known recipe'), line('known recipe', 'specificity', 'specificity, known recipe'),
      ],
    }],
  })
}
