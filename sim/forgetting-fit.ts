// Which model of forgetting fits recall histories: constant λ, λ by kind and FSRS-6, by log-loss and calibration on items not seen.
import { createRandom } from 'mneme'
import { command, UsageError, usageOf, wholeNumber, type Description } from './lab/command.ts'
import { calibrationError, fitModel, forgettingModels, logLoss, type ForgettingModel } from './lab/forgetting-models.ts'
import { acrossSeeds, type Estimate } from './lab/metrics.ts'
import { drawPlot } from './lab/plot.ts'
import { drawRehearsals, generators, type Rehearsal } from './lab/rehearsals.ts'
import { interval, Progress, Report, table } from './lab/report.ts'

export const summary = 'Which model of forgetting fits histories of recall that none of them made?'

const description: Description = {
  name: 'forgetting-fit', summary, flags: {
    seeds: { value: 'N', about: 'worlds behind each figure', default: '5' },
    items: { value: 'N', about: 'items of a world, of which three in five are fitted to', default: '2000' },
    steps: { value: 'N', about: 'steps of each fit', default: '200' },
  },
}

export const usage: string = usageOf(description)

const fitting = { batch: 128, rate: 0.08 }
const truth = 'the world itself'

/** One cell: a world's kind and a model. */
interface Cell {
  world: string
  model: string
  logLoss: Estimate
  ece: Estimate
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const [seeds, items, steps] = (['seeds', 'items', 'steps'] as const).map(flag =>
      wholeNumber(flag, settings.flags[flag] ?? description.flags[flag]!.default!)) as [number, number, number]
    if (seeds === 0 || items < 10) throw new UsageError(`--seeds, --items: expected 1 and 10 or more, got ${seeds} and ${items}`)
    // TensorFlow.js comes with it: only simulations that need it pay for that.
    const models = forgettingModels(await import('mneme/research'))
    const report = new Report(settings, 'none')
    const progress = new Progress(Object.keys(generators).length * seeds)
    const cells: Cell[] = []
    let done = 0
    for (const world of Object.keys(generators)) {
      const rounds = Array.from({ length: seeds }, (_, round) => {
        progress.update(done++, `${world}, world ${round + 1}`)
        return measure(world, models, items, steps, settings.seed * 1000 + round)
      })
      for (const model of [...models.map(({ name }) => name), truth]) {
        const of = (figure: keyof Figures): Estimate => acrossSeeds(rounds.map(round => round.get(model)![figure]))
        cells.push({ world, model, logLoss: of('logLoss'), ece: of('ece') })
      }
    }
    progress.end()
    for (const cell of cells) report.record(cell)
    printCells(report, cells)
    report.print('', `Means of ${seeds} worlds with intervals of 95 %, ${items} items each, fitted to three in five, judged on the others.`)
    report.finish({ seeds, items, steps, cells }, plotOf(cells))
  })
}

interface Figures {
  logLoss: number
  ece: number
}

function measure(world: string, models: readonly ForgettingModel[], items: number, steps: number, seed: number): Map<string, Figures> {
  const random = createRandom(seed)
  const all = drawRehearsals(world, items, random)
  const split = Math.round(0.6 * items)
  const [seen, unseen] = [all.slice(0, split), all.slice(split)]
  const judged = (predict: (item: Rehearsal) => readonly number[]): Figures =>
    ({ logLoss: logLoss(unseen, predict), ece: calibrationError(unseen, predict) })
  const figures = models.map((model): [string, Figures] => {
    const params = fitModel(model, seen, random, { ...fitting, steps })
    return [model.name, judged(item => model.predict(item, params))]
  })
  return new Map([...figures, [truth, judged(({ attempts }) => attempts.map(({ chance }) => chance))]])
}

function printCells(report: Report, cells: readonly Cell[]): void {
  for (const world of Object.keys(generators)) {
    report.heading(`${world}: chance of recall, on items not seen`)
    report.print('', table(['model', 'log-loss (95 %)', 'calibration error (95 %)'],
      cells.filter(cell => cell.world === world).map(({ model, logLoss: loss, ece }) => [model, interval(loss), interval(ece)])))
  }
}

function plotOf(cells: readonly Cell[]): string {
  const names = [...new Set(cells.map(({ model }) => model))]
  const worlds = Object.keys(generators)
  const panel = (title: string, label: string, of: (cell: Cell) => Estimate) => ({
    type: 'bars' as const, title, axis: { label }, series: worlds,
    groups: names.map(name => ({
      name,
      bars: worlds.map(world => {
        const { mean: value, low, high } = of(cells.find(cell => cell.world === world && cell.model === name)!)
        return { value, low, high, label: value.toFixed(3) }
      }),
    })),
  })
  return drawPlot({
    title: 'Which forgetting fits',
    subtitle: 'Chance of recall told for items not seen, in worlds that none of the models made; whiskers: 95 % over worlds',
    panels: [panel('Log-loss', 'mean of -log p(what happened); less is better', cell => cell.logLoss), panel('Calibration', 'expected calibration error; less is better', cell => cell.ece)],
  })
}
