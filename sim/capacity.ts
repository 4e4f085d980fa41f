// How many pairs a memory gives back: slots against fast weights on associative recall, also where keys get new values.
import { createRandom } from 'mneme'
import type * as Research from 'mneme/research'
import type * as TensorFlow from '@tensorflow/tfjs-core'
import { accuracyOf, drawRecallTask, type RecallTask } from './lab/associative.ts'
import { command, UsageError, usageOf, wholeNumber, type Description } from './lab/command.ts'
import type { LinePanel } from './lab/lines.ts'
import { acrossSeeds, mean, type Estimate } from './lab/metrics.ts'
import { drawPlot } from './lab/plot.ts'
import { Progress, Report, share, table } from './lab/report.ts'
import { floatsHeld, rivalsOf, type Rival } from './lab/rivals.ts'

export const summary = 'How many pairs does a memory of slots or of weights give back, and the last of several values?'

const description: Description = {
  name: 'capacity', summary, flags: {
    seeds: { value: 'N', about: 'worlds behind each figure', default: '5' },
    most: { value: 'N', about: 'largest number of pairs', default: '512' },
  },
}

export const usage: string = usageOf(description)

const dims = [32, 64, 128]
const sizes = [16, 32, 64, 128, 256, 512]
const noise = 0.5
const words = 256
/** The form in which keys get new values: as many further writes as there are keys, so that about two in three change. */
const forms = { 'each key once': 0, 'keys written again': 1 } as const
type Form = keyof typeof forms

/** One cell: a memory, a dimension, a form, a number of pairs. */
interface Cell {
  form: Form
  dim: number
  memory: string
  pairs: number
  clean: Estimate
  noisy: Estimate
}

interface Lab {
  tf: typeof TensorFlow
  research: typeof Research
  seed: number
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const seeds = wholeNumber('seeds', settings.flags['seeds'] ?? '5')
    const most = wholeNumber('most', settings.flags['most'] ?? '512')
    const counts = sizes.filter(size => size <= most)
    if (seeds === 0 || counts.length === 0) throw new UsageError(`--seeds, --most: expected 1 or more and ${sizes[0]} or more, got ${seeds} and ${most}`)
    // TensorFlow.js comes with it: only this simulation pays for that.
    const research = await import('mneme/research')
    const lab = { tf: await research.loadBackend(), research, seed: settings.seed }
    const report = new Report(settings, 'none')
    const cells: Cell[] = []
    const chosen: object[] = []
    const progress = new Progress(Object.keys(forms).length * dims.length)
    let done = 0
    for (const form of Object.keys(forms) as Form[]) {
      for (const dim of dims) {
        progress.update(done++, `${form}, dimension ${dim}`)
        const tuned = tune(lab, form, dim, counts)
        chosen.push(...Object.entries(tuned).map(([memory, place]) => ({ form, dim, memory, settings: rivalsOf(research, dim, 0)[memory]![place]!.settings })))
        cells.push(...measure(lab, form, dim, counts, seeds, tuned))
      }
    }
    progress.end()
    for (const choice of chosen) report.record(choice)
    for (const cell of cells) report.record(cell)
    printCells(report, cells, counts)
    report.print('', `Means of ${seeds} seeds; settings of each memory chosen for each dimension on other worlds. Queries: ` +
      `the key / the key with noise of length ${noise}. Chance 1 in ${words}.`)
    report.finish({ backend: research.backendName(), noise, words, seeds, chosen, cells }, plotOf(cells))
  })
}

function taskOf(form: Form, dim: number, pairs: number, seed: number): RecallTask {
  return drawRecallTask({ pairs, dim, rewrites: forms[form] * pairs, noise, words }, createRandom(seed))
}

function accuracies({ tf }: Lab, rival: Rival, task: RecallTask): { clean: number; noisy: number } {
  const { clean, noisy } = rival.answer(tf, task)
  return { clean: accuracyOf(clean, task), noisy: accuracyOf(noisy, task) }
}

/** The place of each memory's best settings in its grid: over few and many pairs, in a world of their own. */
function tune(lab: Lab, form: Form, dim: number, counts: readonly number[]): Record<string, number> {
  const own = lab.seed * 1000 + 999
  const tasks = counts.filter((_, place) => place % 2 === 1).map(pairs => taskOf(form, dim, pairs, own + pairs))
  const best = ([memory, rivals]: [string, Rival[]]): [string, number] => {
    const scores = rivals.map(rival => mean(tasks.flatMap(task => Object.values(accuracies(lab, rival, task)))))
    return [memory, scores.indexOf(Math.max(...scores))]
  }
  return Object.fromEntries(Object.entries(rivalsOf(lab.research, dim, own)).map(best))
}

function measure(lab: Lab, form: Form, dim: number, counts: readonly number[], seeds: number, tuned: Readonly<Record<string, number>>): Cell[] {
  return counts.flatMap(pairs => {
    const rounds = Array.from({ length: seeds }, (_, round) => {
      const seed = lab.seed * 1000 + round
      const [task, rivals] = [taskOf(form, dim, pairs, seed), rivalsOf(lab.research, dim, seed)]
      return Object.entries(tuned).map(([memory, place]) => accuracies(lab, rivals[memory]![place]!, task))
    })
    return Object.keys(tuned).map((memory, place) => ({
      form, dim, memory, pairs,
      clean: acrossSeeds(rounds.map(round => round[place]!.clean)), noisy: acrossSeeds(rounds.map(round => round[place]!.noisy)),
    }))
  })
}

function printCells(report: Report, cells: readonly Cell[], counts: readonly number[]): void {
  for (const form of Object.keys(forms) as Form[]) {
    for (const dim of dims) {
      const own = cells.filter(cell => cell.form === form && cell.dim === dim)
      const held = floatsHeld(dim, counts.at(-1)!)
      report.heading(`${form}, dimension ${dim}: recall by number of pairs`)
      report.print('', table(['memory', 'numbers held', ...counts.map(String)], [...new Set(own.map(({ memory }) => memory))].map(memory => [
        memory, String(held[memory]),
        ...own.filter(cell => cell.memory === memory).map(({ clean, noisy }) => `${share(clean.mean)}/${share(noisy.mean)}`),
      ])))
    }
  }
}

function plotOf(cells: readonly Cell[]): string {
  const panel = (form: Form, dim: number, of: 'clean' | 'noisy'): LinePanel => {
    const own = cells.filter(cell => cell.form === form && cell.dim === dim)
    const lines = [...new Set(own.map(({ memory }) => memory))].map(memory => ({
      name: memory, points: own.filter(cell => cell.memory === memory).map((cell): [number, number] => [cell.pairs, cell[of].mean]),
    }))
    return {
      type: 'lines', title: `${form}, dimension ${dim}, ${of} queries`, lines,
      x: { label: 'pairs', log: true, min: 16, format: String }, y: { label: 'recall', min: 0, max: 1 },
    }
  }
  return drawPlot({
    title: 'How many pairs come back',
    subtitle: 'Associative recall by number of pairs: share of the keys whose value is found, mean over seeds',
    panels: (Object.keys(forms) as Form[]).flatMap(form => [panel(form, 64, 'clean'), panel(form, 64, 'noisy')]),
  })
}
