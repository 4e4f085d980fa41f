// The world as an environment: rewards are what the ledger says, and come for decisions that were taken before.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actions, standardPrices, WorldEnvironment, type Action, type Observation, type Step } from '../../sim/world/environment.ts'
import type { WorldTurn } from '../../sim/world/session.ts'

const options = { half: 'taught', sessions: 12 } as const

/** Runs an episode; `choose` sees what no policy sees as well. */
function play(seed: number, choose: (turn: WorldTurn, observation: Observation) => Action): { environment: WorldEnvironment; steps: Step[] } {
  const environment = new WorldEnvironment(options)
  let seen: Observation | undefined = environment.reset(seed)
  const turns = new Map(environment.world.sessions.flatMap(session => session.turns.map(turn => [turn.id, turn])))
  const steps: Step[] = []
  while (seen) {
    const step = environment.step(choose(turns.get(seen.turn.id)!, seen))
    steps.push(step)
    seen = step.observation
  }
  return { environment, steps }
}

const total = (steps: readonly Step[]): number => steps.reduce((sum, { reward }) => sum + reward, 0)

/** What answers alone brought. */
function answers(steps: readonly Step[]): number {
  return steps.flatMap(({ ledger }) => ledger).filter(({ cause }) => cause === 'answer').reduce((sum, { amount }) => sum + amount, 0)
}

const tells = (turn: WorldTurn): boolean => turn.tells.length > 0

describe('the environment', () => {
  it('gives the same rewards for the same seed and actions, each the sum of its ledger, for decisions taken before', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), fc.array(fc.constantFrom(...actions), { minLength: 7, maxLength: 7 }), (seed, cycle) => {
      const choose = (_: WorldTurn, { step }: Observation): Action => cycle[step % cycle.length]!
      const { steps } = play(seed, choose)
      expect(play(seed, choose).steps).toEqual(steps)
      for (const [at, { reward, ledger, done }] of steps.entries()) {
        expect(ledger.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(reward, 12)
        expect(done).toBe(at === steps.length - 1)
        for (const { decisions, cause, amount } of ledger) {
          expect(decisions.length).toBeGreaterThan(0)
          expect(decisions.every(decision => decision <= at && cycle[decision % cycle.length] !== 'ignore')).toBe(true)
          expect(amount > 0).toBe(cause === 'answer')
        }
      }
    }), { numRuns: 10 })
  })

  it('pays nothing for nothing', () => {
    const { steps } = play(3, () => 'ignore')
    expect(total(steps)).toBe(0)
  })

  it('pays every question in full to who keeps the evidence for good, less its storage', () => {
    const environment = new WorldEnvironment(options)
    environment.reset(5)
    const evidence = new Set(environment.world.questions.flatMap(question => question.evidence))
    const { steps } = play(5, ({ id }) => (evidence.has(id) ? 'LTM' : 'ignore'))
    expect(total(steps)).toBeCloseTo(environment.world.questions.length - standardPrices.LTM * evidence.size, 9)
    const answered = steps.flatMap(({ ledger }) => ledger).filter(({ cause }) => cause === 'answer')
    expect(new Set(answered.flatMap(({ decisions }) => decisions)).size).toBe(evidence.size)
  })

  it('takes storage for all and pollution for chatter from who keeps everything', () => {
    const { environment, steps } = play(7, () => 'LTM')
    const turns = environment.world.sessions.flatMap(session => session.turns)
    const chatter = turns.filter(({ keep }) => keep === 0).length
    expect(total(steps)).toBeCloseTo(environment.world.questions.length - standardPrices.LTM * turns.length - standardPrices.pollution * chatter, 9)
  })

  it('forgets what is kept for a while, unless a later turn about it makes it last', () => {
    let [short, revived, all] = [0, 0, 0]
    for (let seed = 0; seed < 8; seed++) {
      short += answers(play(seed, turn => (tells(turn) ? 'STM' : 'ignore')).steps)
      revived += answers(play(seed, turn => (tells(turn) ? 'STM' : turn.recalls.length > 0 ? 'reinforce' : 'ignore')).steps)
      all += answers(play(seed, turn => (tells(turn) ? 'LTM' : 'ignore')).steps)
    }
    expect(short).toBeGreaterThan(0.2 * all)
    expect(short).toBeLessThan(0.8 * all)
    expect(revived).toBeGreaterThan(short)
    expect(revived).toBeLessThan(all)
  })

  it('is over when it is over', () => {
    const environment = new WorldEnvironment(options)
    expect(() => environment.step('LTM')).toThrow(/call reset/)
    expect(() => environment.world).toThrow(/call reset/)
  })
})
