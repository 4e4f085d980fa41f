// Laws of generated worlds: what a seed gives, what evidence is, and that the two halves of the grammar share nothing.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { families } from '../../sim/world/families.ts'
import { grammarOf, type Grammar, type Half } from '../../sim/world/grammar.ts'
import { framesOf, parseTemplate } from '../../sim/world/template.ts'
import { generateWorld, type World } from '../../sim/world/world.ts'

const options = fc.record({
  seed: fc.integer({ min: 0, max: 0xffffffff }),
  half: fc.constantFrom<Half>('taught', 'held'),
  mode: fc.constantFrom<World['mode']>('friends', 'assistant'),
})
const runs = { numRuns: 12 }
const turnsOf = (world: World): World['sessions'][number]['turns'] => world.sessions.flatMap(session => session.turns)

describe('a world', () => {
  it('is the same for the same seed, to the byte', () => {
    fc.assert(fc.property(options, given => {
      expect(JSON.stringify(generateWorld(given))).toBe(JSON.stringify(generateWorld(given)))
    }), runs)
    expect(generateWorld({ seed: 1, half: 'taught' })).not.toEqual(generateWorld({ seed: 2, half: 'taught' }))
  })

  it('begins on the day it is told to, and time goes on, with absences', () => {
    fc.assert(fc.property(options, given => {
      const start = Date.UTC(2031, 6, 4)
      const times = generateWorld({ ...given, start, sessions: 40 }).sessions.map(({ at }) => at)
      expect(times[0]).toBeGreaterThanOrEqual(start)
      expect(times.slice(1).every((at, index) => at > times[index]!)).toBe(true)
      expect(Math.max(...times.slice(1).map((at, index) => at - times[index]!))).toBeGreaterThan(7 * 86_400_000)
    }), runs)
  })

  it('tells every fact in one turn, which is worth keeping, and nothing else is', () => {
    fc.assert(fc.property(options, given => {
      const world = generateWorld(given)
      const turns = turnsOf(world)
      expect(new Set(turns.map(({ id }) => id)).size).toBe(turns.length)
      expect(turns.flatMap(({ tells }) => tells).sort()).toEqual(world.facts.map(({ id }) => id).sort())
      for (const { keep, tells, text } of turns) {
        expect(keep >= 2).toBe(tells.length > 0)
        expect(text).not.toMatch(/(?<!\$)\{[a-z]\w*(:\d+\.\.\d+)?~?\}|^\s*$/i)
      }
    }), runs)
  })

  it('asks with evidence that exists and tells what is asked for', () => {
    fc.assert(fc.property(options, given => {
      const world = generateWorld(given)
      const byId = new Map(turnsOf(world).map(turn => [turn.id, turn]))
      expect(world.questions.length).toBeGreaterThan(10)
      for (const { evidence, facts, question } of world.questions) {
        expect(question).not.toMatch(/[{}]/)
        expect(new Set(evidence).size).toBe(evidence.length)
        expect(evidence.flatMap(id => byId.get(id)!.tells)).toEqual(expect.arrayContaining(facts))
      }
    }), runs)
  })

  it('answers a corrected fact by its newest telling alone', () => {
    let updates = 0
    fc.assert(fc.property(options, given => {
      const { facts, questions } = generateWorld(given)
      const replaced = new Set(facts.flatMap(({ replaces }) => replaces ?? []))
      const sessions = new Map(facts.map(({ id, session }) => [id, session]))
      for (const { id, replaces } of facts) if (replaces !== undefined) expect(sessions.get(replaces)).toBeLessThan(sessions.get(id)!)
      for (const question of questions) for (const fact of question.facts) expect(replaced.has(fact)).toBe(false)
      updates += questions.filter(({ category }) => category === 'update').length
    }), runs)
    expect(updates).toBeGreaterThan(12)
  })

  it('is refused with too few conversations or too many facts', () => {
    expect(() => generateWorld({ seed: 1, half: 'taught', sessions: 1 })).toThrow(/expected 2 to 200 sessions, got 1/)
    expect(() => generateWorld({ seed: 1, half: 'taught', facts: 7 })).toThrow(/expected 1 to 6 facts a session, got 7/)
  })
})

/** Every template of a half. */
function templates({ families: texts, friends, assistant, corrections, threads, stories, tasks }: Grammar): string[] {
  const lines = [...Object.values(texts), friends, assistant, ...tasks].flatMap(block => Object.values(block).flat())
  return [...lines, ...corrections, ...stories, ...threads.flat().map(({ text }) => text)].map(line => line.replace(/^\d> /, ''))
}

/** Every frame of a half; what is pasted counts as it stands. */
function frames(grammar: Grammar): Set<string> {
  return new Set([...templates(grammar).flatMap(line => [...framesOf(parseTemplate(line))]), ...grammar.pastes.flatMap(({ say, reply }) => [say, reply])])
}

describe('the grammar', () => {
  const [taught, held] = [grammarOf('taught'), grammarOf('held')]

  it('has no sentence frame in both halves', () => {
    const known = frames(taught)
    expect([...frames(held)].filter(frame => known.has(frame))).toEqual([])
    expect(known.size).toBeGreaterThan(1500)
  })

  it('fills slots from lists of at least thirty that the halves do not share, numbers and the calendar aside', () => {
    const shared = new Set(['month', 'day', 'date', 'hour', 'small', 'minutes', 'number', 'dose', 'amount'])
    expect(Object.keys(held.fillers).sort()).toEqual(Object.keys(taught.fillers).sort())
    for (const [list, items] of Object.entries(taught.fillers)) {
      if (shared.has(list)) continue
      const values = new Set(items.map(({ value }) => value))
      expect(held.fillers[list]!.filter(({ value }) => values.has(value)).map(({ value }) => value)).toEqual([])
      expect(new Set([...values, ...held.fillers[list]!.map(({ value }) => value)]).size, list).toBeGreaterThanOrEqual(30)
    }
  })

  it('says every family in at least twelve ways and asks in eight, half of them in each half', () => {
    expect(families.length).toBeGreaterThanOrEqual(40)
    for (const { name } of families) {
      for (const { families: texts } of [taught, held]) {
        const { say = [], terse = [], change = [], ask = [], heard = [], later = [], list = [], count = [] } = texts[name] ?? {}
        expect(say.length + terse.length + change.length, name).toBeGreaterThanOrEqual(6)
        expect(ask.length + list.length + count.length, name).toBeGreaterThanOrEqual(4)
        expect(Math.min(heard.length, later.length), name).toBeGreaterThan(0)
      }
    }
  })
})

describe('a template', () => {
  it('has the frames of all its choices', () => {
    expect(framesOf(parseTemplate('[So, ](I|we) moved to {city}. {city}!'))).toEqual(new Set(['i moved to _', 'we moved to _', 'so i moved to _', 'so we moved to _']))
  })

  it('is refused where a bracket stays open', () => {
    expect(() => parseTemplate('we (moved|stayed')).toThrow(/expected "\)" in/)
    expect(() => parseTemplate('we [moved')).toThrow(/expected "\]" in/)
    expect(() => parseTemplate('we {city')).toThrow(/expected "}" in/)
  })
})
