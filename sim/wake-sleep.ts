// A model that learns one fact after another: what it still knows and what else it lost, with sleep, without, and by the known recipe.
import { command, UsageError, usageOf, wholeNumber, type Description } from './lab/command.ts'
import { KnownRecipe } from './lab/known-recipe.ts'
import type { LinePanel } from './lab/lines.ts'
import { drawPlot } from './lab/plot.ts'
import { Progress, Report, share, table, type Telling } from './lab/report.ts'
import { changed, type Changes } from './lab/weights-changes.ts'
import {
  changeAndWorst, drawOf, ledgerFiles, meanAndWorst, measure, measuredLine, modelFlags, nameOf, openMemory, openWeightsBench, requestOf, summarise,
  type Measured, type WeightsBench, type Wanted,
} from './lab/weights-bench.ts'

export const summary = 'What is left of facts that came one by one, with and without sleep?'

const description: Description = {
  name: 'wake-sleep', summary, flags: {
    ...modelFlags,
    facts: { value: 'N', about: 'facts before the first sleep; as many come after it', default: '60' },
    step: { value: 'N', about: 'facts from one measurement to the next', default: '20' },
    nights: { value: 'N', about: 'further sleeps with nothing new', default: '10' },
  },
}

export const usage: string = usageOf(description)

const ways = ['awake only', 'with sleep', 'known recipe'] as const
type Way = (typeof ways)[number] | 'consolidated'

interface Point extends Measured {
  way: Way
  draw: number
  facts: number
  /** Sleeps so far. */
  sleeps: number
}

interface Night {
  draw: number
  /** Recall after each further sleep with nothing new. */
  recall: number[]
}

/** What the sleep's own audit finds once the facts are in an adapter, whether it is then accepted or not. */
interface Trained {
  /** 1 where it was. */
  accepted: number
  recall: number
  paraphrase: number
  specificity: number
  /** Over what it was before. */
  perplexity: number
}

interface Lived {
  trained: Trained | undefined
  points: Point[]
  night: Night
  changes: Changes
}

interface Plan {
  facts: number
  step: number
  nights: number
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { model = '', draws = '', facts = '', step = '', nights = '' } = settings.flags
    const plan = { facts: wholeNumber('facts', facts), step: Math.max(1, wholeNumber('step', step)), nights: wholeNumber('nights', nights) }
    const bench = await openWeightsBench(model)
    const room = drawOf(bench.known, settings.seed).facts.length
    if (2 * plan.facts > room) throw new UsageError(`--facts: expected at most ${Math.floor(room / 2)} for this model, got ${facts}`)
    const report = new Report(settings, 'none')
    const count = wholeNumber('draws', draws)
    const [points, quiet, changes, trained]: [Point[], Night[], Changes[], Trained[]] = [[], [], [], []]
    const progress = new Progress(count)
    for (let number = settings.seed; number < settings.seed + count; number++) {
      const lived = await live(bench, number, plan, report)
      points.push(...lived.points)
      quiet.push(lived.night)
      changes.push(lived.changes)
      if (lived.trained) trained.push(lived.trained)
      report.print(drawLine(number, lived))
      progress.update(number - settings.seed + 1, `draw ${number}`)
    }
    progress.end()
    report.heading(`Facts one by one: ${nameOf(model)}, ${count} draws, site ${bench.site.layers.join(' and ')}, ${bench.site.position} token`)
    report.print(tableOf(points))
    const moved = quiet.map(({ recall }) => Math.max(0, ...recall.map(value => Math.abs(value - recall[0]!))))
    report.print('', `${plan.nights} further sleeps with nothing new move recall by ${summarise(moved, 'most').mean.toFixed(3)} (${Math.max(...moved).toFixed(3)}).`)
    report.print('', changesTable(changes))
    if (trained.length > 0) report.print('', trainedLine(trained))
    report.finish({ model: nameOf(model), points: summaries(points), moved: summarise(moved, 'most'), changes, trained }, picture(points))
    bench.model.dispose()
  })
}

// One arm never sleeps; the other branches off where the first half is written.
async function live(bench: WeightsBench, number: number, { facts: half, step, nights }: Plan, report: Telling): Promise<Lived> {
  const draw = drawOf(bench.known, number)
  const wanted = draw.facts.slice(0, 2 * half).map((fact): Wanted => ({ fact, target: fact.alternatives[0]! }))
  const files = ledgerFiles(bench)
  const awake = await openMemory(bench, draw, files)
  const before = measure(bench, [], draw).perplexity
  const points: Point[] = []
  const look = (way: Way, facts: number, sleeps: number): void => {
    const point = { way, draw: number, facts, sleeps, ...measure(bench, wanted.slice(0, facts), draw, before) }
    points.push(point)
    report.record(point)
  }
  const learn = async (memory: typeof awake, way: Way, from: number, to: number, sleeps: number): Promise<void> => {
    for (let at = from; at < to; at++) {
      memory.remember(requestOf(wanted[at]!.fact))
      await memory.write()
      if ((at + 1) % step === 0 || at + 1 === to) look(way, at + 1, sleeps)
    }
  }
  await learn(awake, 'awake only', 0, half, 0)
  await awake.save()
  await learn(awake, 'awake only', half, 2 * half, 0)

  const sleeper = await openMemory(bench, draw, files)
  for (let sleeps = 1; sleeps <= 2; sleeps++) {
    await sleeper.sleep()
    look('with sleep', half, sleeps)
  }
  await sleeper.save()
  const night: Night = { draw: number, recall: [points.at(-1)!.recall] }
  for (let extra = 0; extra < nights; extra++) {
    await sleeper.sleep()
    night.recall.push(measure(bench, wanted.slice(0, half), draw, before).recall)
  }
  report.record(night)
  await learn(sleeper, 'with sleep', half, 2 * half, 2)
  await sleeper.sleep()
  look('with sleep', 2 * half, 3)

  const proven = await openMemory(bench, draw, files)
  const { consolidation, before: { perplexity } } = await proven.sleep({ consolidate: { proven: 2 } })
  const trained = consolidation && {
    accepted: Number(consolidation.accepted), recall: consolidation.audit.recall, paraphrase: consolidation.audit.paraphrase,
    specificity: consolidation.audit.specificity, perplexity: consolidation.audit.perplexity / perplexity,
  }
  report.record({ draw: number, trained: trained ?? 'nothing was proven' })
  look('consolidated', half, 3)

  const recipe = new KnownRecipe(bench)
  for (let at = 0; at < 2 * half; at++) {
    await recipe.write([wanted[at]!])
    if ((at + 1) % step === 0 || at + 1 === half) look('known recipe', at + 1, 0)
  }
  const changes = await changed(bench, wanted.slice(0, half), await openMemory(bench, draw, files))
  report.record({ draw: number, ...changes })
  return { points, night, changes, trained }
}

function trainedLine(trained: readonly Trained[]): string {
  const of = (kind: keyof Trained): string => summarise(trained.map(each => each[kind])).mean.toFixed(3)
  return `Trained into an adapter, as the sleep's audit finds them: recall ${of('recall')}, paraphrase ${of('paraphrase')}, specificity ${of('specificity')}, ` +
    `perplexity times ${of('perplexity')}; accepted in ${trained.filter(({ accepted }) => accepted === 1).length} of ${trained.length} draws.`
}

function drawLine(number: number, { points, night, changes, trained }: Lived): string {
  return [
    `draw ${number}:`,
    ...points.map(point => `  ${point.way}, ${point.facts} facts, ${point.sleeps} sleeps: ${measuredLine(point)}`),
    `  recall by night: ${night.recall.map(share).join(' ')}`,
    `  ${Object.entries(changes).map(([name, value]) => `${name} ${share(value)}`).join(', ')}`,
    ...trained ? [`  ${trainedLine([trained])}`] : [],
  ].join('\n')
}

function rowsOf(points: readonly Point[]): Point[][] {
  const order = [...new Set(points.map(({ way, facts, sleeps }) => JSON.stringify([way, facts, sleeps])))]
  return order.map(key => points.filter(({ way, facts, sleeps }) => JSON.stringify([way, facts, sleeps]) === key))
}

function tableOf(points: readonly Point[]): string {
  const head = [{ title: 'way', align: 'left' as const }, 'facts', 'sleeps', 'recall (worst)', 'paraphrase', 'asked', 'specificity', 'perplexity']
  return table(head, rowsOf(points).map(own => [
    own[0]!.way, String(own[0]!.facts), String(own[0]!.sleeps),
    ...(['recall', 'paraphrase', 'asked', 'specificity'] as const).map(kind => meanAndWorst(own.map(point => point[kind]))),
    changeAndWorst(own.map(({ perplexity }) => perplexity)),
  ]))
}

function changesTable(changes: readonly Changes[]): string {
  const names: Record<keyof Changes, string> = {
    newAwake: 'superseded: new value, awake', oldAwake: 'superseded: old value, awake', newAsleep: 'superseded: new value, after sleep',
    oldAsleep: 'superseded: old value, after sleep', returned: 'pruned: the model\'s own answer is back', othersMoved: 'pruned: recall of the others moves by',
    restored: 'interrupted sleep: bytes restored',
  }
  return table(['what', 'mean', 'least', 'most'], (Object.keys(names) as (keyof Changes)[]).map(key => {
    const values = changes.map(change => change[key])
    return [names[key], summarise(values).mean.toFixed(3), Math.min(...values).toFixed(3), Math.max(...values).toFixed(3)]
  }))
}

const kinds = ['recall', 'paraphrase', 'asked', 'specificity', 'perplexity'] as const

function summaries(points: readonly Point[]): object[] {
  return rowsOf(points).map(own => ({
    way: own[0]!.way, facts: own[0]!.facts, sleeps: own[0]!.sleeps,
    ...Object.fromEntries(kinds.map(kind => [kind, summarise(own.map(point => point[kind]), kind === 'perplexity' ? 'most' : 'least')])),
  }))
}

function picture(points: readonly Point[]): string {
  const panel = (kind: (typeof kinds)[number]): LinePanel => ({
    type: 'lines', title: kind, height: 220, names: 'key',
    x: { label: 'facts, one by one', min: 0 }, y: { label: kind === 'perplexity' ? 'over what it was' : 'share', ...kind !== 'perplexity' && { min: 0, max: 1 } },
    lines: ways.map(way => ({
      name: way, dashed: way === 'known recipe',
      points: rowsOf(points).filter(own => own[0]!.way === way).map(own => [own[0]!.facts, summarise(own.map(point => point[kind])).mean] as const),
    })),
  })
  return drawPlot({
    title: 'Facts written one by one, awake and asleep', subtitle: 'Mean over draws; known recipe: diagonal covariance, one raw prompt, first token, no constraints',
    panels: [panel('recall'), panel('paraphrase'), panel('specificity'), panel('perplexity')],
  })
}
