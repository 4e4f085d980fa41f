// How the confidence is fitted and judged, on questions made by hand.
import { createRandom, type Evidence, type Hit } from 'mneme'
import * as research from 'mneme/research'
import { describe, expect, it } from 'vitest'
import { answerabilityOf, fitConfidence, judgeBy, judgeHeldOut } from '../../sim/lab/confidence.ts'
import type { HistoryQuestion } from '../../sim/lab/histories.ts'
import { pose, renamed, type Posed, type Situation } from '../../sim/lab/posed.ts'

const evidence = (cosine: number): Evidence => ({
  cosine, covered: 0, rarest: 0, named: 1, other: 0, person: 0, member: 0, time: 0, content: 0, length: 0, strength: 0, words: 0,
})

/** Questions whose evidence has a higher cosine than other hits; `sign` -1 turns that round. */
function made(history: string, sign = 1): Posed[] {
  const random = createRandom(7)
  return Array.from({ length: 40 }, (_, at): Posed => {
    const situation: Situation = at % 2 === 0 ? 'answerable' : 'unanswerable'
    const hits = Array.from({ length: 4 }, (__, place) => {
      const relevant = situation === 'answerable' && place === 0
      return { score: 4 - place, evidence: evidence(sign * ((relevant ? 0.7 : 0.3) + 0.05 * random.normal())), lexical: 0, confidence: 0, relevant }
    })
    return { history, situation, question: `${history} ${at}`, hits }
  })
}

describe('fitConfidence', () => {
  it('tells evidence by what tells it, and questions by their hits', () => {
    const posed = made('a')
    const params = fitConfidence(posed, research)
    expect(params.weight.data[research.evidenceNames.indexOf('cosine')]!).toBeGreaterThan(5)
    const { told, reliability, mean } = answerabilityOf(judgeBy(posed, params, research))
    expect(told.unanswerable!.averagePrecision['confidence']).toBeGreaterThan(0.99)
    expect(told.unanswerable!.chance).toBe(0.5)
    expect(mean.answerable! - mean.unanswerable!).toBeGreaterThan(0.5)
    expect(reliability.brier).toBeLessThan(0.25)
  })

  it('does not judge a history by what was fitted on it', () => {
    // What tells in the first two is turned round in the third: fitted on itself it would be right, by the others it is wrong.
    const sure = judgeHeldOut([...made('a'), ...made('b'), ...made('c', -1)], research)
    const { told } = answerabilityOf(sure.filter(({ history }) => history === 'c'))
    expect(told.unanswerable!.areaUnderCurve['confidence']).toBeLessThan(0.1)
    const own = judgeBy(made('c', -1), fitConfidence(made('c', -1), research), research)
    expect(answerabilityOf(own).told.unanswerable!.areaUnderCurve['confidence']).toBeGreaterThan(0.9)
  })
})

function of(...some: string[]): HistoryQuestion[] {
  return some.map(question => ({ category: 'single', question, evidence: ['1'] }))
}

describe('pose', () => {
  const questions = [
    { category: 'single', question: 'What did Ada bake?', evidence: ['1'] },
    { category: 'adversarial', question: 'What did Ben bake?', evidence: ['1'] },
  ]
  const hits = ['1', '2'].map(id => ({ id, sourceIds: [id], score: 1, parts: { lexical: 2 }, confidence: 0.5, evidence: evidence(0.1) }) as unknown as Hit)

  it('asks what is there, what is not, what is left out and what is about somebody else', async () => {
    const asked: string[] = []
    const posed = await pose({ id: 'h', speakers: ['Ada', 'Ben'], sessions: [], questions, unanswerable: ['Which car does Ada drive?'] }, question => {
      asked.push(question)
      return Promise.resolve(hits)
    })
    expect(posed.map(({ situation, hits: found }) => [situation, found.map(({ relevant }) => relevant)])).toEqual([
      ['unanswerable', [false, false]], ['answerable', [true, false]], ['withheld', [false]], ['adversarial', [true, false]], ['renamed', [false, false]],
    ])
    expect(asked).toEqual(['Which car does Ada drive?', 'What did Ada bake?', 'What did Ben bake?', 'What did Ben bake?'])
  })

  it('renames with names that other questions have, and leaves the calendar alone', () => {
    expect(renamed(of('What did Ada do in May?', 'When did Ben leave in May?', 'Who left in May?'), ['Ada', 'Ben', 'assistant'])).toEqual([
      'What did Ben do in May?', 'When did Ada leave in May?',
    ])
    expect(renamed(of('What did Ada do?'), ['user', 'assistant'])).toEqual([])
  })
})
