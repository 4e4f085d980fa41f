// Shared patterns: what is released of what many users have in common, and what a release tells of one of them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Catalogue, createRandom, type Random, type SharedPattern } from 'mneme'
import { coinOf, countUsers, marginOf, noiseRate, shownOf, type Coin, type NoiseRate } from 'mneme/research'
import { command, usageOf, wholeNumber, type Description } from './lab/command.ts'
import { advantageBound, advantageOf } from './lab/membership.ts'
import { mean } from './lab/metrics.ts'
import { drawPlot } from './lab/plot.ts'
import { contributionOf, holders, inHub, outcomesOf, populate, type Outcome, type Person, type TaughtWay } from './lab/population.ts'
import { Progress, Report, share, table } from './lab/report.ts'
import { root } from './lab/repository.ts'
import { proportion, readSuite, told, type Proportion } from './lab/suites.ts'

export const summary = 'What is found of the ways of working that users have in common, at which epsilon, and what does a release tell of one user?'

const description: Description = {
  name: 'shared', summary, flags: {
    real: { value: 'N', about: 'users who live in a hub', default: '60' }, most: { value: 'N', about: 'ways of working that one user adds at most', default: '2' },
    releases: { value: 'N', about: 'releases behind each mean', default: '200' }, trials: { value: 'N', about: 'trials of each attack', default: '10000' },
  },
}

export const usage: string = usageOf(description)

const epsilons = [0.1, 0.3, 1, 3, 10, Infinity]
const sizes = [50, 200, 1000]
const mosts = [1, 2, 3, 5]
const compositions = [1, 2, 4, 8]
const certainty = 0.95
/** Users that must have one in common: a twentieth of all, five at least. */
const wanted = (users: number): number => Math.max(5, users / 20)

/** Means over releases. */
interface Utility {
  users: number
  epsilon: number
  most: number
  /** Shown ones that as many users have in truth as was asked, and those among all such. */
  precision: number
  recall: number
  shown: number
  margin: number
  common: number
}

interface World {
  catalogue: Catalogue
  ways: TaughtWay[]
  /** Messages that teach ways of working of other hands. */
  own: string[]
  outcomes: Map<string, Outcome | null>
}

interface Scenario {
  taught: boolean
  anchor: string[]
  turns: { speaker: string; text: string }[]
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { seed, flags } = settings
    const [real, most, releases, trials] = ['real', 'most', 'releases', 'trials'].map(flag => wholeNumber(flag, flags[flag]!)) as [number, number, number, number]
    const report = new Report(settings, 'embedded')
    const progress = new Progress(4)
    const random = createRandom(seed)
    const coin = coinOf(() => random.next() * 2 ** 32)
    const world = await makeWorld()
    report.heading(`Shared patterns: ${world.catalogue.patterns.length} entries, ${world.ways.length} of them held by users, ${world.ways.filter(({ common }) => common).length} by many`)
    progress.update(1, 'users in a hub')
    const found = findings(world)
    const hub = await liveInHub(world, populate(world.ways, world.own, real, createRandom(seed)), most, seed)
    progress.update(2, 'releases')
    const utility = sizes.flatMap(users => epsilons.map(epsilon => utilityOf(world, { users, epsilon, most }, releases, seed, coin)))
    const byMost = mosts.map(own => utilityOf(world, { users: 200, epsilon: 1, most: own }, releases, seed, coin))
    progress.update(3, 'attacks')
    const attacks = attacksOf(world, most, trials, coin, createRandom(seed))
    progress.end()
    for (const one of [...utility, ...byMost, ...attacks.single, ...attacks.composed]) report.record(one)
    print(report, { found, hub, real, utility, byMost, attacks })
    report.finish({ found, hub, utility, byMost, attacks }, plotOf(utility, attacks, most))
  })
}

async function makeWorld(): Promise<World> {
  const catalogue = new Catalogue(readFileSync(join(root, 'checkpoints', 'patterns-en.tsv'), 'utf8'))
  const ways = readSuite<TaughtWay>('shared-ways')
  const own = readSuite<Scenario>('procedures-dev').filter(({ taught }) => taught)
    .flatMap(({ turns, anchor }) => turns.find(({ speaker, text }) => speaker === 'user' && anchor.some(piece => text.toLowerCase().includes(piece)))?.text ?? [])
  return { catalogue, ways, own, outcomes: await outcomesOf([...ways.flatMap(({ taught }) => taught), ...own], catalogue) }
}

/** What memories make of single messages. */
function findings({ catalogue, ways, own, outcomes }: World) {
  const taught = ways.flatMap(({ pattern, taught: texts }) => texts.map(text => ({ pattern, outcome: outcomes.get(text) })))
  const matched = taught.filter(({ outcome }) => outcome)
  const right = matched.filter(({ pattern, outcome }) => catalogue.patterns[outcome!.index]!.key === pattern)
  return { found: proportion(right.length, taught.length), right: proportion(right.length, matched.length), others: proportion(own.filter(text => outcomes.get(text)).length, own.length) }
}

/** People in a hub: that it counts what they hold, and whom the suggestions suit. */
async function liveInHub({ catalogue, outcomes }: World, people: readonly Person[], most: number, seed: number) {
  const random = createRandom(seed)
  // So little noise that the counts can be read off: what is looked at here is the way from a message to a count.
  const shared = { epsilon: 100, budget: 100, users: 5, most, random: () => random.next() * 2 ** 32 }
  return inHub(people, shared, async (hub, users) => {
    const { patterns } = await hub.shared.release()
    const alone = countUsers(people.map(person => contributionOf(person, outcomes, most)), catalogue.patterns.length, most)
    const counted = new Uint32Array(catalogue.patterns.length)
    for (const { key, users: count } of patterns) counted[catalogue.indexOf(key)!] = count
    const least = alone.map(count => (count < shared.users ? 0 : count))
    const suits: Record<'nearest' | 'commonest' | 'any', boolean[]> = { nearest: [], commonest: [], any: [] }
    for (const [index, { tasks }] of people.entries()) {
      const suggestions = await hub.shared.suggestions(users[index]!)
      const asked = new Set(tasks.map(({ pattern }) => catalogue.patterns[catalogue.indexOf(pattern)!]!.when))
      const fits = ({ when }: SharedPattern): boolean => asked.has(when)
      const had = new Set(suggestions.map(({ key }) => key))
      suits.nearest.push(...suggestions.slice(0, 2).map(fits))
      suits.commonest.push(...suggestions.toSorted((a, b) => b.users - a.users).slice(0, 2).map(fits))
      suits.any.push(...patterns.filter(({ key }) => had.has(key)).map(fits))
    }
    return {
      held: sum(holders(people, catalogue).map(count => (count < shared.users ? 0 : count))), counted: sum(counted), alone: sum(least), apart: counted.reduce((total, count, at) => total + Math.abs(count - least[at]!), 0),
      nearest: proportionOf(suits.nearest), commonest: proportionOf(suits.commonest), any: proportionOf(suits.any),
    }
  })
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0)
}

function proportionOf(flags: readonly boolean[]): Proportion {
  return proportion(flags.filter(Boolean).length, flags.length)
}

function utilityOf({ catalogue, ways, own, outcomes }: World, { users, epsilon, most }: { users: number; epsilon: number; most: number }, releases: number, seed: number, coin: Coin): Utility {
  const size = catalogue.patterns.length
  const rate = rateOf(epsilon, most)
  const least = wanted(users)
  const margin = rate ? marginOf(rate, size, certainty) : 0
  const rounds = Array.from({ length: releases }, (_, round) => {
    const people = populate(ways, own, users, createRandom(seed * 1000 + (round % 20)))
    const counts = countUsers(people.map(person => contributionOf(person, outcomes, most)), size, most)
    const shown = rate ? shownOf(counts, rate, least + margin, coin).map(({ index }) => index) : [...counts.keys()].filter(at => counts[at]! >= least)
    const truth = holders(people, catalogue)
    const right = shown.filter(index => truth[index]! >= least).length
    const common = truth.filter(count => count >= least).length
    return { precision: shown.length === 0 ? null : right / shown.length, recall: right / common, shown: shown.length, common }
  })
  return {
    users, epsilon, most, margin, precision: mean(rounds.flatMap(({ precision }) => precision ?? [])), recall: mean(rounds.map(({ recall }) => recall)),
    shown: mean(rounds.map(({ shown }) => shown)), common: mean(rounds.map(({ common }) => common)),
  }
}

function rateOf(epsilon: number, most: number): NoiseRate | null {
  return Number.isFinite(epsilon) ? noiseRate(Math.round(epsilon * 1000), most) : null
}

/** Attacks on a user of two hundred who has as many common ways as are counted: the worst case. */
function attacksOf({ catalogue, ways, own, outcomes }: World, most: number, trials: number, coin: Coin, random: Random) {
  const users = 200
  const counts = countUsers(populate(ways, own, users - 1, random).map(person => contributionOf(person, outcomes, most)), catalogue.patterns.length, most)
  const others = [...counts].sort((a, b) => b - a).slice(0, most)
  const attack = (epsilon: number, releases: number, sees: 'all' | 'shown', entries = most): number => {
    const rate = rateOf(epsilon, entries)
    const least = wanted(users) + (rate ? marginOf(rate, catalogue.patterns.length, certainty) : 0)
    return advantageOf({ others: others.slice(0, entries), rate, least, releases, sees }, trials, coin)
  }
  const single = epsilons.map(epsilon => ({ epsilon, releases: 1, bound: advantageBound(epsilon), all: attack(epsilon, 1, 'all'), shown: attack(epsilon, 1, 'shown'), one: attack(epsilon, 1, 'all', 1) }))
  const composed = compositions.map(releases => ({ epsilon: 0.3, releases, bound: advantageBound(0.3 * releases), all: attack(0.3, releases, 'all'), shown: attack(0.3, releases, 'shown'), one: attack(0.3, releases, 'all', 1) }))
  return { single, composed }
}

/** Without noise there is no epsilon. */
function toldEpsilon(epsilon: number): string {
  return Number.isFinite(epsilon) ? String(epsilon) : 'no noise'
}

interface Figures {
  found: ReturnType<typeof findings>
  hub: Awaited<ReturnType<typeof liveInHub>>
  real: number
  utility: readonly Utility[]
  byMost: readonly Utility[]
  attacks: ReturnType<typeof attacksOf>
}

/** Precision is a figure where one is shown in ten releases at least. */
function cell({ precision, recall, shown }: Utility): string {
  return `${shown < 0.1 ? '   -' : share(precision)} / ${share(recall)}`
}

function print(report: Report, { found, hub, real, utility, byMost, attacks }: Figures): void {
  report.print(table(['single messages that teach', 'share'], [
    ['counted for their own entry', told(found.found)], ['counted for the right entry where counted', told(found.right)], ['of ways by another hand, counted for any entry', told(found.others)],
  ]))
  report.print('', `Ways that five of ${real} users in a hub have: ${hub.held} held in truth,`)
  report.print(`${hub.counted} counted, ${hub.alone} by their messages one by one (${hub.apart} apart).`)
  report.print(`The two nearest suggestions are for a task that the user asks for in ${told(hub.nearest)},`)
  report.print(`the two commonest in ${told(hub.commonest)}, all in ${told(hub.any)}.`)
  report.heading('Precision / recall of what is released')
  report.print(table(['epsilon', ...sizes.map(users => `${users} users`), 'margin'], epsilons.map(epsilon => {
    const row = utility.filter(one => one.epsilon === epsilon)
    return [toldEpsilon(epsilon), ...row.map(cell), String(row[0]!.margin)]
  })))
  report.print('', table(['200 users, epsilon 1: entries of one user', 'precision / recall', 'margin'], byMost.map(one => [String(one.most), cell(one), String(one.margin)])))
  report.heading('Membership attack: true less false positives')
  const row = ({ bound, one, all, shown }: (typeof attacks.single)[number]): string[] => [bound, one, all, shown].map(share)
  const sees = ['bound', 'all counts, one entry', 'all counts', 'what is shown']
  report.print(table(['epsilon of one release', ...sees], attacks.single.map(one => [toldEpsilon(one.epsilon), ...row(one)])))
  report.print('', table(['releases of epsilon 0.3', ...sees], attacks.composed.map(one => [String(one.releases), ...row(one)])))
}

function finite<T extends { epsilon: number }>(rows: readonly T[]): T[] {
  return rows.filter(({ epsilon }) => Number.isFinite(epsilon))
}

function plotOf(utility: readonly Utility[], { single }: Figures['attacks'], most: number): string {
  const epsilon = { label: 'ε of a release', log: true, min: 0.1, max: 10 }
  const line = (name: string, value: (one: (typeof single)[number]) => number, dashed = false) =>
    ({ name, dashed, points: finite(single).map(one => [one.epsilon, value(one)] as const) })
  return drawPlot({
    title: 'Shared patterns', subtitle: `Ways of working that users have in common, ${most} of each user counted at most`, panels: [
      {
        type: 'lines', title: 'Share of the common ones that are released', x: epsilon, names: 'key', y: { label: 'recall', min: 0, max: 1 },
        lines: sizes.map(users => ({ name: `${users} users`, points: finite(utility).filter(one => one.users === users).map(one => [one.epsilon, one.recall] as const) })),
      },
      {
        type: 'lines', title: 'What an attacker gains who knows all but whether one user took part', x: epsilon, names: 'key',
        y: { label: 'true less false positives', min: 0, max: 1 },
        lines: [
          line('bound', ({ bound }) => bound, true), line('all counts, one entry', ({ one }) => one), line('all counts', ({ all }) => all), line('what is shown', ({ shown }) => shown),
        ],
      },
    ],
  })
}
