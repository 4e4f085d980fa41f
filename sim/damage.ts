// An edited layer is damaged: does the audit find the facts that broke, and does a sleep bring them back?
import { createRandom, type Random } from 'mneme'
import type { WeightMemory } from 'mneme/weights'
import { command, UsageError, usageOf, wholeNumber, type Description } from './lab/command.ts'
import { Progress, Report, share, table } from './lab/report.ts'
import { answered, drawOf, measure, modelFlags, nameOf, openMemory, openWeightsBench, requestOf, summarise, type WeightsBench, type Wanted } from './lab/weights-bench.ts'

export const summary = 'Does a sleep find and repair facts in damaged weights?'

const description: Description = {
  name: 'damage', summary, flags: { ...modelFlags, facts: { value: 'N', about: 'facts in the weights', default: '20' } },
}

export const usage: string = usageOf(description)

/** What is done to weights [outputs, inputs], row-major. */
const damages: Readonly<Record<string, (values: Float32Array, width: number, random: Random) => Float32Array>> = {
  'noise, twice their deviation': (values, _, random) => noisy(values, 2, random),
  'noise, four times their deviation': (values, _, random) => noisy(values, 4, random),
  'a quarter of the rows zeroed': (values, width, random) => zeroed(values, width, 0.25, random),
}

interface Repair {
  damage: string
  draw: number
  /** Facts that are no longer answered in most of their forms. */
  broken: number
  /** Shares of those that the audit named, and that are answered after the sleep. */
  found: number
  restored: number
  specificityBroken: number
  specificity: number
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { model = '', draws = '', facts = '' } = settings.flags
    const bench = await openWeightsBench(model)
    const [room, wanted] = [drawOf(bench.known, settings.seed).facts.length, wholeNumber('facts', facts)]
    if (wanted < 1 || wanted > room) throw new UsageError(`--facts: expected 1 to ${room} for this model, got ${facts}`)
    const report = new Report(settings, 'none')
    const count = wholeNumber('draws', draws)
    const progress = new Progress(count * Object.keys(damages).length)
    const repairs: Repair[] = []
    for (let draw = settings.seed; draw < settings.seed + count; draw++) {
      for (const damage of Object.keys(damages)) {
        const repair = await harm(bench, draw, damage, wanted)
        repairs.push(repair)
        report.record(repair)
        report.print(`draw ${draw}, ${damage}: broken ${repair.broken}, found ${share(repair.found)}, restored ${share(repair.restored)}, specificity ${share(repair.specificityBroken)} -> ${share(repair.specificity)}`)
        progress.update(repairs.length, damage)
      }
    }
    progress.end()
    report.heading(`${wanted} facts in damaged weights: ${nameOf(model)}, ${count} draws`)
    const rows = Object.keys(damages).map(damage => {
      const own = repairs.filter(repair => repair.damage === damage)
      const of = (kind: Exclude<keyof Repair, 'damage'>): { mean: number, worst: number } => summarise(own.map(repair => repair[kind]))
      return { damage, broken: of('broken'), found: of('found'), restored: of('restored'), specificityBroken: of('specificityBroken'), specificity: of('specificity') }
    })
    report.print(table(['damage', 'broken', 'found (worst)', 'restored', 'specificity, damaged', 'after the sleep'], rows.map(row =>
      [row.damage, row.broken.mean.toFixed(1), told(row.found), told(row.restored), told(row.specificityBroken), told(row.specificity)])))
    report.finish({ model: nameOf(model), damages: rows })
    bench.model.dispose()
  })
}

async function harm(bench: WeightsBench, number: number, damage: string, count: number): Promise<Repair> {
  const draw = drawOf(bench.known, number)
  const wanted = draw.facts.slice(0, count).map((fact): Wanted => ({ fact, target: fact.alternatives[0]! }))
  const memory: WeightMemory = await openMemory(bench, draw)
  for (const { fact } of wanted) memory.remember(requestOf(fact))
  await memory.sleep()
  const known = wanted.filter(one => answered(bench, [one]) > 0.5)
  const random = createRandom(number)
  for (const [name, values] of Object.entries(memory.edited.weights())) bench.model.replace(name, damages[damage]!(values, bench.model.config.innerDim, random))
  const broken = known.filter(one => answered(bench, [one]) <= 0.5)
  const specificityBroken = measure(bench, [], draw).specificity
  const { degraded } = await memory.sleep()
  const named = new Set(memory.facts.filter(({ id }) => degraded.includes(id)).map(({ subject, relation }) => `${subject} ${relation}`))
  const shareOf = (test: (one: Wanted) => boolean): number => broken.length === 0 ? 1 : broken.filter(test).length / broken.length
  return {
    damage, draw: number, broken: broken.length, specificityBroken,
    found: shareOf(({ fact }) => named.has(`${fact.subject} ${fact.relation}`)),
    restored: shareOf(one => answered(bench, [one]) > 0.5),
    specificity: measure(bench, [], draw).specificity,
  }
}

function told({ mean, worst }: { mean: number, worst: number }): string {
  return `${share(mean)} (${share(worst)})`
}

function noisy(values: Float32Array, size: number, random: Random): Float32Array {
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
  return values.map(value => value + size * deviation * random.normal())
}

function zeroed(values: Float32Array, width: number, part: number, random: Random): Float32Array {
  const rows = random.shuffle(Array.from({ length: values.length / width }, (_, row) => row)).slice(0, Math.round(part * values.length / width))
  const gone = new Set(rows)
  return values.map((value, at) => gone.has(Math.floor(at / width)) ? 0 : value)
}
