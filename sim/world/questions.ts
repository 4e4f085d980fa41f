// What is asked of a world afterwards, each question with the turns that answer it.
import type { Random } from 'mneme'
import type { HistoryQuestion } from '../lab/histories.ts'
import type { Fact } from './facts.ts'
import { categoryOf, families, type Family } from './families.ts'
import type { Grammar } from './grammar.ts'
import type { Person } from './person.ts'
import type { Told } from './session.ts'
import { parseTemplate, slotsOf } from './template.ts'
import type { Voice } from './voice.ts'

export interface WorldQuestion extends HistoryQuestion {
  /** Ids of the facts that it asks for. */
  facts: string[]
}

/** What questions are made from. */
export interface Asking {
  grammar: Grammar
  voice: Voice
  random: Random
  people: readonly Person[]
  tellers: readonly number[]
  assistant: boolean
  facts: readonly Fact[]
  told: Told
  /** Turn that tells a fact, by the fact's id. */
  turns: ReadonlyMap<string, string>
}

/** Chances that a fact is asked for by itself, and that the repetitions of an event are listed and counted. */
const shares = { state: 0.75, event: 0.65, list: 0.7, count: 0.2, joined: 0.25 }

/** Questions about what holds at the end; evidence in the order of telling. */
export function drawQuestions(asking: Asking): WorldQuestion[] {
  const { random, facts } = asking
  const replaced = new Set(facts.flatMap(({ replaces }) => replaces ?? []))
  const standing = facts.filter(({ id }) => !replaced.has(id))
  const singles = standing.flatMap(fact => (random.next() < (fact.family.shape === 'event' ? shares.event : shares.state) ? (single(asking, fact, standing) ?? []) : []))
  return random.shuffle([...joined(asking, singles), ...gathered(asking, standing)])
}

/** Questions that nothing in the world answers: about what a person never told, or about somebody else in their life. */
export function drawUnanswerable(asking: Asking, count: number): string[] {
  const { grammar, voice, random, tellers, facts, assistant } = asking
  const untold = tellers.flatMap(teller =>
    families
      .filter(family => !family.assistant && family.name !== 'met' && !facts.some(fact => fact.teller === teller && fact.family === family))
      .map(family => ({ teller, family })))
  return random.shuffle(untold).slice(0, count).flatMap(({ teller, family }) => {
    const asks = (grammar.families[family.name]?.['ask'] ?? []).filter(ask => slotsOf(parseTemplate(ask)).every(slot => !family.slots.includes(slot.replace('~', '')) || slot === 'kin'))
    if (asks.length === 0) return []
    const fact: Fact = { id: '', family, teller, values: {}, kin: random.pick(asking.people[teller]!.relations), session: 0, replaces: undefined }
    return [voice.ask(random.pick(asks), fact, assistant, () => false)]
  })
}

function single(asking: Asking, fact: Fact, standing: readonly Fact[]): WorldQuestion | undefined {
  const { grammar, voice, random, told, turns, assistant } = asking
  const { family } = fact
  const others = standing.filter(other => other !== fact && other.family === family && other.teller === fact.teller)
  const known = told.get(fact.id) ?? new Set()
  const tell = family.shape === 'event' ? family.slots : family.anchors
  const asks = (grammar.families[family.name]?.['ask'] ?? []).filter(ask => {
    const slots = slotsOf(parseTemplate(ask)).map(slot => slot.replace('~', ''))
    // What tells it from others of its kind must stand in the question, and what it speaks of must have been told.
    const distinct = others.length === 0 || tell.some(slot => slots.includes(slot))
    return distinct && slots.every(slot => !family.slots.includes(slot) || known.has(slot)) && asksFor(family, ask).every(slot => known.has(slot))
  })
  if (asks.length === 0) return undefined
  const ask = random.pick(asks)
  const unlike = (slot: string): boolean => random.next() < 0.6 && !others.some(other => other.values[slot]?.alias === fact.values[slot]?.alias)
  const question = voice.ask(ask, fact, assistant, unlike)
  return { category: categoryOf(family, ask, fact.replaces !== undefined), question, evidence: [turns.get(fact.id)!], facts: [fact.id] }
}

function asksFor({ answers }: Family, ask: string): string[] {
  return Object.entries(answers).filter(([, pattern]) => pattern.test(ask)).map(([slot]) => slot)
}

/** Lists and counts of what happened more than once. */
function gathered({ grammar, voice, random, tellers, assistant, turns }: Asking, standing: readonly Fact[]): WorldQuestion[] {
  return tellers.flatMap(teller => families.filter(({ shape }) => shape === 'event').flatMap(family => {
    const facts = standing.filter(fact => fact.teller === teller && fact.family === family)
    if (facts.length < 2) return []
    return (['list', 'count'] as const).flatMap(category => {
      const asks = grammar.families[family.name]?.[category] ?? []
      if (asks.length === 0 || random.next() >= shares[category]) return []
      const question = voice.ask(random.pick(asks), facts[0]!, assistant, () => false)
      return [{ category, question, evidence: [...new Set(facts.map(({ id }) => turns.get(id)!))], facts: facts.map(({ id }) => id) }]
    })
  }))
}

/** Some of the questions two by two, where they are about the same person: both halves need their evidence. */
function joined({ random, facts }: Asking, singles: readonly WorldQuestion[]): WorldQuestion[] {
  const tellerOf = new Map(facts.map(({ id, teller }) => [id, teller]))
  const made: WorldQuestion[] = []
  for (const question of singles) {
    const before = made.at(-1)
    if (before?.category === 'single' && question.category === 'single' && tellerOf.get(before.facts[0]!) === tellerOf.get(question.facts[0]!) && random.next() < shares.joined) {
      made[made.length - 1] = {
        category: 'multi',
        question: `${before.question.replace(/[.?]$/, '')}, and ${question.question.charAt(0).toLowerCase()}${question.question.slice(1)}`,
        evidence: [...new Set([...before.evidence, ...question.evidence])],
        facts: [...before.facts, ...question.facts],
      }
    } else made.push(question)
  }
  return made
}
