// Confidence as a host sees it: it compares between questions, and tells what memory holds from what was never said.
import { beforeAll, describe, expect, it } from 'vitest'
import { answerability, Mneme } from 'mneme'

const said: readonly (readonly [speaker: string, text: string])[] = [
  ['Ines', 'My bakery in Faro opens at six, and I bake sixty rye loaves before the first customer comes in'],
  ['Tom', 'I finally sold the old sailing boat to a dentist from Bergen who wants to restore it'],
  ['Ines', 'The oven broke on Friday, the repair will cost four hundred and the man comes on Tuesday'],
  ['Tom', 'Ok'],
  ['Ines', 'Haha yes'],
  ['Tom', 'My knee is better since I swim three mornings a week in the lake behind the station'],
]

let memory: Mneme
beforeAll(async () => {
  let now = Date.UTC(2026, 1, 2, 9)
  memory = await Mneme.open({ clock: () => now, timeZone: 'UTC', user: 'Ines' })
  for (const [at, [speaker, text]] of said.entries()) {
    now += 60_000
    await memory.observe({ id: `t${at}`, speaker, text })
  }
  for (let at = 0; at < 130; at++) await memory.observe({ id: `o${at}`, speaker: at % 2 ? 'Tom' : 'Ines', text: `The bread of day ${at} was fine and the lake was cold` })
})

const sureOf = async (question: string): Promise<number> => answerability(await memory.recall(question))

describe('confidence', () => {
  it('is higher where memory holds the answer than where nothing of it was said', async () => {
    const held = await Promise.all(['Who bought the old sailing boat?', 'How much will the repair of the oven cost?', 'How often does Tom swim in the lake?'].map(sureOf))
    const never = await Promise.all(['Which orchestra does Zoltan conduct?', 'What salary does Ludmila earn?', 'Which passport has Igor got?'].map(sureOf))
    expect(Math.min(...held)).toBeGreaterThan(Math.max(...never))
  })

  it('is lower for what somebody else said than for what the one who is named said', async () => {
    const [own] = await memory.recall('To whom did Tom sell the sailing boat?')
    const [foreign] = await memory.recall('To whom did Ines sell the sailing boat?')
    expect([own!.sourceIds, foreign!.sourceIds]).toEqual([['t1'], ['t1']])
    expect([own!.evidence!.other, foreign!.evidence!.other]).toEqual([0, 1])
    const [odds, oddsOfOther] = [own!, foreign!].map(({ confidence }) => confidence / (1 - confidence))
    expect(oddsOfOther!).toBeLessThan(odds! / 10)
  })

  it('stands at every hit with what it is made of, but for those past the best 48', async () => {
    const hits = await memory.recall('Was the bread fine and the lake cold?', { k: 130 })
    expect(hits.length).toBeGreaterThan(100)
    expect(hits.every(({ confidence, evidence }) => (evidence ? confidence > 0 && confidence < 1 : confidence === 0))).toBe(true)
    expect(hits.filter(({ evidence }) => evidence)).toHaveLength(48)
    const { covered, cosine, words, named } = hits[0]!.evidence!
    expect(covered).toBeGreaterThan(0.9)
    expect(Math.abs(cosine)).toBeLessThanOrEqual(1.01)
    expect([words, named]).toEqual([4, 1])
  })

  it('does not hang on how many hits are asked for', async () => {
    const question = 'Who bought the old sailing boat?'
    const [few, many] = [await memory.recall(question, { k: 3 }), await memory.recall(question, { k: 20 })]
    expect(few.map(({ confidence }) => confidence)).toEqual(many.slice(0, 3).map(({ confidence }) => confidence))
  })

  it('tells a name that a hit does not have', async () => {
    const [hit] = await memory.recall('When does the bakery of Ludmila open?')
    expect(hit!.sourceIds).toEqual(['t0'])
    expect(hit!.evidence!.named).toBeLessThan(0.7)
  })

  it('is told for a message, and is 0 for one that needs nothing', async () => {
    const { confidence } = await memory.process('Who bought the old sailing boat?')
    expect(confidence).toBeGreaterThan(0.5)
    expect(confidence).toBeLessThan(1)
    expect((await memory.process('Thanks!')).confidence).toBe(0)
  })
})
