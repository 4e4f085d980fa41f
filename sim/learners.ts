// Which learner takes the best decisions after so many: a bandit, an actor-critic and REINFORCE beside simple rules.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom, embedded, loadPolicy, type Random } from 'mneme'
import type * as Research from 'mneme/research'
import type { Learner } from 'mneme/research'
import { command, UsageError, usageOf, wholeNumber, type Description } from './lab/command.ts'
import { readEpisode, returnPerStep, teach, type Episode, type SeenTurn } from './lab/decisions.ts'
import { acrossSeeds, type Estimate } from './lab/metrics.ts'
import { drawPlot } from './lab/plot.ts'
import { interval, Progress, Report, share, table } from './lab/report.ts'
import { root } from './lab/repository.ts'
import { actions, type Action } from './world/environment.ts'

export const summary = 'Which learner decides best on what to keep, after how many decisions, beside simple rules?'

const description: Description = {
  name: 'learners',
  summary,
  flags: {
    seeds: { value: 'N', about: 'runs behind each figure', default: '5' },
    decisions: { value: 'N', about: 'decisions to learn from', default: '10000' },
    held: { value: 'N', about: 'worlds of the other half that each run is judged on', default: '8' },
  },
}

export const usage: string = usageOf(description)

/** Shares of the decisions after which a learner is judged. */
const stations = [0.1, 0.3, 1]
/** Rewards among which those of the control are shuffled. */
const poolSize = 256

type Learners = Record<string, (features: number) => Learner>

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const [seeds, decisions, held] = (['seeds', 'decisions', 'held'] as const).map(flag => wholeNumber(flag, settings.flags[flag] ?? '')) as [number, number, number]
    if (seeds === 0 || held === 0 || decisions < 100) throw new UsageError(`--seeds, --held, --decisions: expected 1, 1 and 100 or more, got ${seeds}, ${held} and ${decisions}`)
    // TensorFlow.js comes with it: only simulations that need it pay for that.
    const research = await import('mneme/research')
    const encoder = await embedded()
    const policy = loadPolicy(readFileSync(join(root, 'checkpoints', 'policy-en.msgpack')))
    const report = new Report(settings, encoder.id)
    const progress = new Progress(seeds)
    const rounds: Record<string, number[]>[] = []
    for (let round = 0; round < seeds; round++) {
      progress.update(round, `run ${round + 1}`)
      const seed = (settings.seed + round) * 10_000
      const read = (half: Episode['half'], at: number): Episode => readEpisode(half, seed + at, encoder, policy, research)
      const taught: Episode[] = []
      for (let steps = 0; steps < decisions; steps += taught.at(-1)!.turns.length) taught.push(read('taught', taught.length))
      const judged = Array.from({ length: held }, (_, at) => read('held', at))
      rounds.push({ ...learned(taught, judged, decisions, seed, research), ...controls(taught, judged, seed) })
    }
    progress.end()
    const figures = Object.fromEntries(Object.keys(rounds[0]!).map(name => [name, stations.map((_, at) => acrossSeeds(rounds.map(figure => figure[name]!.at(at) ?? figure[name]!.at(-1)!)))]))
    for (const [name, estimates] of Object.entries(figures)) report.record({ policy: name, decisions: stations.map(part => part * decisions), estimates })
    report.heading('Return per step on worlds of the half that nothing was learned on')
    report.print('', table(['policy', ...stations.map(part => `${part * decisions} decisions`)], Object.entries(figures).map(([name, estimates]) => [name, ...estimates.map(interval)])))
    const gains = gainsOf(rounds)
    report.heading('What each brings beyond the threshold on the sum of idf, run by run')
    report.print('', table(['policy', `${decisions} decisions`], Object.entries(gains).map(([name, estimate]) => [name, interval(estimate)])))
    report.print('', `Means of ${seeds} runs with intervals of 95 %; each learns from ${decisions} decisions and is judged on ${held} worlds. A question answered in full is 1.`)
    report.finish({ seeds, decisions, held, stations, figures, gains }, plotOf(figures, decisions))
  })
}

const rival = 'threshold on the sum of idf'

/** After all decisions, paired by run: equal runs have equal worlds. */
function gainsOf(rounds: readonly Record<string, number[]>[]): Record<string, Estimate> {
  const names = Object.keys(rounds[0]!).filter(name => name !== rival)
  return Object.fromEntries(names.map(name => [name, acrossSeeds(rounds.map(figure => figure[name]!.at(-1)! - figure[rival]!.at(-1)!))]))
}

function makers({ LinUcb, ActorCritic, Reinforce }: typeof Research): Learners {
  const count = actions.length
  return {
    LinUCB: features => new LinUcb({ actions: count, features }),
    'actor-critic': features => new ActorCritic({ actions: count, features }),
    REINFORCE: features => new Reinforce({ actions: count, features }),
  }
}

function learned(taught: readonly Episode[], judged: readonly Episode[], decisions: number, seed: number, research: typeof Research): Record<string, number[]> {
  return Object.fromEntries(Object.entries(makers(research)).flatMap(([name, make]) => [false, true].map(shuffled => {
    const random = createRandom(seed + (shuffled ? 1 : 0))
    const learner = make(taught[0]!.turns[0]!.features.length)
    const marks = stations.map(part => Math.round(part * decisions))
    const figures: number[] = []
    let steps = 0
    teach(shuffled ? withShuffledRewards(learner, random) : learner, taught, research, random, () => {
      if (++steps === marks[figures.length]) figures.push(returnPerStep(judged, ({ features }) => actions[learner.best(features)]!))
    })
    return [shuffled ? `${name}, shuffled rewards` : name, figures]
  })))
}

/** The learner, but every decision gets the reward of another one. */
function withShuffledRewards(learner: Learner, random: Random): Learner {
  const pool: number[] = []
  const update: Learner['update'] = (decision, reward) => {
    if (pool.length < poolSize) {
      pool.push(reward)
      return
    }
    const at = random.integer(pool.length)
    learner.update(decision, pool[at]!)
    pool[at] = reward
  }
  return { choose: (features, draws) => learner.choose(features, draws), best: features => learner.best(features), update }
}

/** Rules that learn nothing, or a threshold: the best one on the taught worlds. */
function controls(taught: readonly Episode[], judged: readonly Episode[], seed: number): Record<string, number[]> {
  const random = createRandom(seed + 2)
  const of = (decide: (turn: SeenTurn) => Action): number[] => [returnPerStep(judged, decide)]
  const threshold = (score: (turn: SeenTurn) => number): number[] => {
    const scores = taught.flatMap(({ turns }) => turns.map(score)).sort((a, b) => a - b)
    const levels = Array.from({ length: 19 }, (_, at) => scores[Math.floor(((at + 1) / 20) * scores.length)]!)
    const from = (level: number) => (turn: SeenTurn): Action => (score(turn) >= level ? 'LTM' : 'ignore')
    const returns = levels.map(level => returnPerStep(taught, from(level)))
    return of(from(levels[returns.indexOf(Math.max(...returns))]!))
  }
  return {
    'untrained (each action as likely)': of(() => random.pick(actions)),
    'always STM': of(() => 'STM'),
    'always LTM': of(() => 'LTM'),
    'threshold on the gate': threshold(({ logit }) => logit),
    [rival]: threshold(({ idf }) => idf),
    'oracle (LTM for evidence)': of(({ evidence }) => (evidence ? 'LTM' : 'ignore')),
  }
}

function plotOf(figures: Readonly<Record<string, readonly Estimate[]>>, decisions: number): string {
  const groups = Object.entries(figures).map(([name, estimates]) => ({
    name, bars: estimates.map(({ mean: value, low, high }) => ({ value: Math.max(0, value), low: Math.max(0, low), high: Math.max(0, high), label: share(value) })),
  }))
  return drawPlot({
    title: 'What a decision on a turn brings',
    subtitle: 'Worlds of the half that nothing was learned on; whiskers: 95 % over runs; below 0 drawn as 0',
    panels: [{ type: 'bars', title: 'Return per step', axis: { label: 'rewards per decision; a question answered in full is 1' }, series: stations.map(part => `${part * decisions} decisions`), groups }],
  })
}
