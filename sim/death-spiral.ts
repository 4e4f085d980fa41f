// Past the cap: the recipe that destroyed a known system, in which refreshed copies push healthy edits out, beside sleep as it is here.
import { command, UsageError, usageOf, wholeNumber, type Description } from './lab/command.ts'
import { KnownRecipe } from './lab/known-recipe.ts'
import { drawPlot } from './lab/plot.ts'
import { Progress, Report, share, table, type Telling } from './lab/report.ts'
import { drawOf, measure, measuredLine, modelFlags, nameOf, openMemory, openWeightsBench, requestOf, summarise, type Measured, type WeightsBench, type Wanted } from './lab/weights-bench.ts'

export const summary = 'Does sleep after sleep ever lose what is in the weights?'

const description: Description = {
  name: 'death-spiral', summary, flags: {
    ...modelFlags,
    cap: { value: 'N', about: 'edits that the known system holds', default: '30' },
    facts: { value: 'N', about: 'facts that are told, past the cap', default: '35' },
    nights: { value: 'N', about: 'sleeps with nothing new', default: '10' },
  },
}

export const usage: string = usageOf(description)

const ways = ['mneme', 'known recipe'] as const

interface Night extends Measured {
  way: (typeof ways)[number]
  draw: number
  night: number
}

interface Plan {
  cap: number
  facts: number
  nights: number
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { model = '', draws = '', cap = '', facts = '', nights = '' } = settings.flags
    const plan = { cap: wholeNumber('cap', cap), facts: wholeNumber('facts', facts), nights: wholeNumber('nights', nights) }
    const bench = await openWeightsBench(model)
    const room = drawOf(bench.known, settings.seed).facts.length
    if (plan.facts < 1 || plan.facts > room) throw new UsageError(`--facts: expected 1 to ${room} for this model, got ${facts}`)
    const report = new Report(settings, 'none')
    const count = wholeNumber('draws', draws)
    const progress = new Progress(count)
    const lived: Night[] = []
    for (let draw = settings.seed; draw < settings.seed + count; draw++) {
      lived.push(...await live(bench, draw, plan, report))
      progress.update(draw - settings.seed + 1, `draw ${draw}`)
    }
    progress.end()
    const of = (way: Night['way'], night: number): Night[] => lived.filter(one => one.way === way && one.night === night)
    const mean = (own: readonly Night[], kind: keyof Measured): string => share(summarise(own.map(one => one[kind])).mean)
    report.heading(`${plan.facts} facts, a cap of ${plan.cap} in the known recipe: ${nameOf(model)}, ${count} draws`)
    const shown = [0, 1, 2, 5, plan.nights].filter((night, index, all) => night <= plan.nights && all.indexOf(night) === index)
    report.print(table([{ title: 'way', align: 'left' }, 'sleeps', 'recall', 'worst', 'paraphrase', 'specificity'], ways.flatMap(way => shown.map(night => {
      const own = of(way, night)
      return [way, String(night), mean(own, 'recall'), share(summarise(own.map(({ recall }) => recall)).worst), mean(own, 'paraphrase'), mean(own, 'specificity')]
    }))))
    const figures = ways.flatMap(way => shown.map(night => ({ way, night, recall: summarise(of(way, night).map(({ recall }) => recall)), specificity: summarise(of(way, night).map(({ specificity }) => specificity)) })))
    report.finish({ model: nameOf(model), nights: figures }, drawPlot({
      title: 'Sleep after sleep, with nothing new', subtitle: `Mean over draws; ${plan.facts} facts, of which the known recipe holds ${plan.cap} edits`,
      panels: [{
        type: 'lines', title: '', x: { label: 'sleeps', min: 0 }, y: { label: 'share', min: 0, max: 1 }, names: 'key',
        lines: ways.flatMap(way => (['recall', 'specificity'] as const).map(kind => ({
          name: `${kind}, ${way}`, dashed: way !== 'mneme',
          points: Array.from({ length: plan.nights + 1 }, (_, night) => [night, summarise(of(way, night).map(one => one[kind])).mean] as const),
        }))),
      }],
    }))
    bench.model.dispose()
  })
}

async function live(bench: WeightsBench, number: number, { cap, facts, nights }: Plan, report: Telling): Promise<Night[]> {
  const draw = drawOf(bench.known, number)
  const wanted = draw.facts.slice(0, facts).map((fact): Wanted => ({ fact, target: fact.alternatives[0]! }))
  const found: Night[] = []
  const memory = await openMemory(bench, draw)
  const before = measure(bench, [], draw).perplexity
  const look = (way: Night['way'], night: number): void => {
    const one = { way, draw: number, night, ...measure(bench, wanted, draw, before) }
    found.push(one)
    report.record(one)
    if (night === 0 || night === nights) report.print(`draw ${number}, ${way}, ${night} sleeps: ${measuredLine(one)}`)
  }
  for (const { fact } of wanted) {
    memory.remember(requestOf(fact))
    await memory.write()
  }
  look('mneme', 0)
  for (let night = 1; night <= nights; night++) {
    await memory.sleep()
    look('mneme', night)
  }
  const recipe = new KnownRecipe(bench, cap)
  for (const one of wanted) await recipe.write([one])
  look('known recipe', 0)
  for (let night = 1; night <= nights; night++) {
    await recipe.sleep()
    look('known recipe', night)
  }
  return found
}
