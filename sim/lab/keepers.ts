// What is learned about keeping, run by run: the worth, its controls, and a controller taught by worlds.
import { createRandom, type EmbeddedEncoder, type Policy } from 'mneme'
import type * as Research from 'mneme/research'
import { actions } from '../world/environment.ts'
import { generateWorlds } from '../world/world.ts'
import { readEpisode, seenTurns, teach } from './decisions.ts'
import { readLives, type History } from './histories.ts'
import { friendsFolder, livesFolder } from './repository.ts'
import { fitHead, lessonOf, readWorth, untrained, weighted, worldCount, type Lesson, type WorthHistory } from './worth.ts'
import type { Scores } from './keeping.ts'

/** Worlds that a controller learns from. */
const taughtWorlds = 12

/** What keepers are made with. */
export interface Workshop {
  encoder: EmbeddedEncoder
  policy: Policy
  research: typeof Research
}

/** Keepers of one run: what they learned from is drawn by its seed. Scores of every turn of a history, never fitted on that history itself. */
export type Keepers = (history: History) => Scores

/** Makes the keepers of each run; what runs share is read once. */
export function keepersOf({ encoder, policy, research }: Workshop): (seed: number) => Keepers {
  const read = new Map<string, WorthHistory>()
  const readOnce = (history: History): WorthHistory => {
    const known = read.get(history.id) ?? readWorth(history, encoder, policy, research)
    read.set(history.id, known)
    return known
  }
  const written = [...readLives(livesFolder), ...readLives(friendsFolder)].map(history => readOnce(history))
  const lesson = ({ chosen, worth }: WorthHistory): Lesson => lessonOf(chosen, worth, research)
  const lessons = written.map(lesson)
  return seed => {
    const random = createRandom(seed)
    const worlds = generateWorlds(worldCount, { half: 'taught', seed: 1000 * seed }).map(world => readWorth(world, encoder, policy, research))
    const shuffled = ({ chosen, worth }: WorthHistory): Lesson => lessonOf(chosen, random.shuffle(worth), research)
    const taught = { own: worlds.map(lesson), shuffled: worlds.map(shuffled), writtenShuffled: written.map(shuffled) }
    const controller = controllerOf(seed, { encoder, policy, research })
    const without = (id: string, all: readonly Lesson[]): Lesson[] => all.filter((_, at) => written[at]!.id !== id)
    return history => {
      const { chosen, written: asWritten } = readOnce(history)
      const head = fitHead(weighted(without(history.id, lessons), taught.own, seed), research)
      const control = fitHead(weighted(without(history.id, taught.writtenShuffled), taught.shuffled, seed), research)
      return {
        'the gate and a controller': controller(history),
        'learned worth': research.worthScores(chosen, head),
        'learned worth, as written': asWritten.map(row => research.worthOf(row, head)),
        'untrained worth': research.worthScores(chosen, untrained(head, createRandom(seed), research)),
        'worth of shuffled evidence': research.worthScores(chosen, control),
      }
    }
  }
}

/** What LinUCB, taught by worlds of the run, thinks that keeping each turn for good brings beyond leaving it. */
function controllerOf(seed: number, { encoder, policy, research }: Workshop): (history: History) => number[] {
  const episodes = Array.from({ length: taughtWorlds }, (_, at) => readEpisode('taught', 1000 * seed + at, encoder, policy, research))
  const learner = new research.LinUcb({ actions: actions.length, features: episodes[0]!.turns[0]!.features.length })
  teach(learner, episodes, research, createRandom(seed))
  const [kept, left] = [learner.arms[actions.indexOf('LTM')]!, learner.arms[actions.indexOf('ignore')]!]
  return ({ sessions }) => seenTurns(sessions.flatMap(({ turns }) => turns), new Set(), encoder, policy, research)
    .map(({ features }) => kept.value(features) - left.value(features))
}
