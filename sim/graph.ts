// Who is who: relations read from messages by other hands, as they stand, in lower case, and with every name swapped.
import { createRandom, Mneme, type Random } from 'mneme'
import { command, usageOf, type Description } from './lab/command.ts'
import { Report, table } from './lab/report.ts'
import { proportion, readSuite, told, type Proportion } from './lab/suites.ts'
import { formsOf, isNamed, isTrue, matches, type Triple } from './lab/triples.ts'

export const summary = 'Does the graph learn who is who from messages, and only what they say?'

const description: Description = {
  name: 'graph',
  summary,
  flags: { suite: { value: 'NAME', about: 'graph-dev, graph-dev-2, graph-dev-3, graph-sealed, graph-sealed-2, graph-indirect, graph-hard-dev, graph-hard-sealed, or a file', default: 'graph-dev' } },
}

export const usage: string = usageOf(description)

interface Scenario {
  id: string
  category: string
  turns: { speaker: string; text: string }[]
  names: string[]
  must: Triple[]
  also: Triple[]
  forbidden: Triple[]
}

/** What became of one scenario. */
interface Outcome {
  id: string
  category: string
  missed: Triple[]
  forbidden: Triple[]
  untrue: string[]
  counts: { must: number; found: number; tempted: number; fallen: number; asserted: number; right: number }
  tokens: { summary: number; raw: number }
}

const variants = ['as written', 'lower case', 'names swapped'] as const

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const suite = settings.flags['suite'] ?? 'graph-dev'
    const scenarios = readSuite<Scenario>(suite)
    const report = new Report(settings, 'embedded')
    report.heading(`Who is who: ${scenarios.length} scenarios of ${suite}`)
    const outcomes = new Map<string, Outcome[]>()
    for (const variant of variants) {
      const random = createRandom(settings.seed)
      const found: Outcome[] = []
      for (const scenario of scenarios) found.push(await judge(varied(scenario, variant, random)))
      outcomes.set(variant, found)
      for (const outcome of found) report.record({ variant, ...outcome })
    }
    const written = outcomes.get('as written')!
    const categories = [...new Set(written.map(({ category }) => category))]
    const rows = [...categories, 'all'].map(category => {
      const own = written.filter(outcome => category === 'all' || outcome.category === category)
      const { recall, forbidden, precision } = figuresOf(own)
      return [category.replaceAll('_', ' '), told(recall), told(forbidden), told(precision), String(recall.of)]
    })
    report.print(table(['category', 'must-relations found', 'forbidden ones asserted', 'asserted ones true', 'of'], rows), '')
    report.print(table(['variant', 'must-relations found', 'forbidden ones asserted', 'asserted ones true'], variants.map(variant => {
      const { recall, forbidden, precision } = figuresOf(outcomes.get(variant)!)
      return [variant, told(recall), told(forbidden), told(precision)]
    })))
    const saved = written.filter(({ tokens }) => tokens.summary > 0)
    const tokens = { summary: sum(saved, ({ tokens: { summary: own } }) => own) / saved.length, raw: sum(saved, ({ tokens: { raw } }) => raw) / saved.length }
    report.print('', `A summary of who is who takes ${tokens.summary.toFixed(0)} tokens where its turns take ${tokens.raw.toFixed(0)}.`)
    report.finish({
      suite,
      variants: Object.fromEntries(variants.map(variant => [variant, figuresOf(outcomes.get(variant)!)])),
      categories: Object.fromEntries(categories.map(category => [category, figuresOf(written.filter(outcome => outcome.category === category))])),
      tokens,
    })
  })
}

async function judge(scenario: Scenario): Promise<Outcome> {
  const memory = await Mneme.open({ timeZone: 'UTC' })
  for (const turn of scenario.turns) await memory.observe(turn)
  const forms = formsOf(memory.graph.people())
  const relations = memory.graph.relations()
  const gold = [...scenario.must, ...scenario.also]
  const named = relations.filter(isNamed)
  const missed = scenario.must.filter(triple => !relations.some(relation => matches(relation, triple, forms)))
  const forbidden = scenario.forbidden.filter(triple => relations.some(relation => matches(relation, triple, forms)))
  const untrue = named.filter(relation => !isTrue(relation, gold, forms))
  const summaryText = memory.graph.worldSummary({ budgetTokens: 1000 })
  return {
    id: scenario.id, category: scenario.category, missed, forbidden,
    untrue: untrue.map(({ subject, relation, object }) => `${subject} ${relation} ${object}`),
    counts: {
      must: scenario.must.length, found: scenario.must.length - missed.length, tempted: scenario.forbidden.length,
      fallen: forbidden.length, asserted: named.length, right: named.length - untrue.length,
    },
    tokens: { summary: Math.ceil(summaryText.length / 4), raw: Math.ceil(sum(scenario.turns, ({ text }) => text.length) / 4) },
  }
}

function figuresOf(outcomes: readonly Outcome[]): { recall: Proportion; forbidden: Proportion; precision: Proportion } {
  const total = (name: keyof Outcome['counts']): number => sum(outcomes, ({ counts }) => counts[name])
  return {
    recall: proportion(total('found'), total('must')),
    forbidden: proportion(total('fallen'), total('tempted')),
    precision: proportion(total('right'), total('asserted')),
  }
}

function sum<T>(list: readonly T[], value: (item: T) => number): number {
  return list.reduce((total, item) => total + value(item), 0)
}

function varied(scenario: Scenario, variant: (typeof variants)[number], random: Random): Scenario {
  if (variant === 'as written') return scenario
  const change = variant === 'lower case' ? (text: string): string => text.toLowerCase() : swapper(scenario.names, random)
  const triples = (list: Triple[]): Triple[] => variant === 'lower case' ? list
    : list.map(([subject, relation, object]): Triple => [change(subject), relation, change(object)])
  return {
    ...scenario, turns: scenario.turns.map(({ speaker, text }) => ({ speaker, text: change(text) })),
    must: triples(scenario.must), also: triples(scenario.also), forbidden: triples(scenario.forbidden),
  }
}

// Names that no writer of a scenario would choose twice, of many shapes.
const others = (
  'Wanjala Brunhild Itzel Oddvar Sunniva Temperance Xochitl Yevgenia Zoltan Anselma Borislav Citlali Dagmara Eilidh Fintan Gudmund Hedvika ' +
  'Ikaika Jadwiga Kalani Ludmila Mbali Nikolina Okoro Piotr Quillon Radomir Svetlana Thorvald Ursel Vasilisa Wilhelmina Ximeno Yadira Zbigniew'
).split(' ')

/** Every name in a text for another, the same for the same. */
function swapper(names: readonly string[], random: Random): (text: string) => string {
  const words = [...new Set(names.flatMap(name => name.split(/[\s.]+/)).filter(word => word.length > 1 && /^\p{Lu}/u.test(word)))]
  const start = random.integer(others.length)
  const swaps = new Map(words.map((word, index) => [word.toLowerCase(), others[(start + index) % others.length]!]))
  if (swaps.size === 0) return text => text
  const escaped = [...swaps.keys()].map(word => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${escaped.join('|')})(?![\p{L}\p{N}])`, 'giu')
  return text => text.replace(pattern, word => {
    const swap = swaps.get(word.toLowerCase())!
    // A name that is written small, or that is an ordinary word here ("will", "may"), stays small.
    return word === word.toLowerCase() ? swap.toLowerCase() : swap
  })
}
