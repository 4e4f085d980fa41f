// Procedures that nobody taught: the same kind of request followed by the same kind of instruction, three times over two sessions.
import type { Instruction } from '../procedures/book.ts'
import { isActive, unused, type Procedure } from '../procedures/procedure.ts'
import type { TriggerReader, TriggerText } from '../signals/trigger-text.ts'
import type { Change, State } from '../state/state.ts'
import { dot } from '../vector.ts'
import { example, type Step, type Taken } from './step.ts'

/** Turns, and sessions, that make a procedure. */
const learnedTurns = 3
const learnedSessions = 2
/** Mean likeness from which an instruction belongs to a group. */
const sameFrom = 0.5
/** Sum of probabilities that makes a group sure enough. */
const learnedSum = 0.6

/** An instruction with the texts that are compared. */
interface Shown {
  instruction: Instruction
  said: TriggerText
  request: TriggerText
}

/** Instructions that agree, of a procedure that is known or of none yet. */
interface Group {
  known: Procedure | null
  members: Shown[]
}

/**
 * Makes procedures of instructions that agree, and adds others to the procedure that they agree with. Learning twice is
 * learning once: a turn that a procedure has is looked at no more. `reader` reads the texts that are compared.
 */
export function proceduresBy(reader: TriggerReader): Step {
  return { name: 'procedures', phase: 'patterns', take: state => learned(state, reader) }
}

function learned(state: State, reader: TriggerReader): Taken {
  if (!state.config.procedures.enabled) return { changes: [], counts: { procedures: 0, instructions: 0 }, examples: [] }
  const { procedures } = state
  const all = procedures.list()
  const taken = new Set(all.flatMap(({ turns }) => turns))
  const shown = (wanted: (turn: number) => boolean): Shown[] => procedures.instructions.filter(({ turn }) => wanted(turn)).flatMap(one => read(state, one, reader) ?? [])
  const groups = all.filter(one => one.origin === 'learned' && isActive(one)).map((known): Group => ({ known, members: shown(turn => known.turns.includes(turn)) }))
  const fresh = shown(turn => !taken.has(turn))
  for (const one of fresh) {
    const best = groups.map(group => ({ group, likeness: likenessTo(group, one) })).reduce<{ group: Group | null; likeness: number }>((a, b) => (b.likeness > a.likeness ? b : a), { group: null, likeness: sameFrom })
    if (best.group) best.group.members.push(one)
    else groups.push({ known: null, members: [one] })
  }
  const grown = groups.filter(({ known, members }) => known && members.some(({ instruction }) => !taken.has(instruction.turn)))
    .map(({ known, members }): Procedure => ({ ...known!, ...placesOf(members, known) }))
  const formed = groups.filter(group => !group.known && hasFormed(group)).map((group, at) => procedureOf(state, group, at, reader))
  return {
    changes: [...grown, ...formed].map((procedure): Change => ({ type: 'procedure', procedure })),
    counts: { procedures: formed.length, instructions: fresh.length }, examples: formed.map(({ instruction }) => example(instruction)),
  }
}

function read({ log }: State, instruction: Instruction, reader: TriggerReader): Shown | undefined {
  const turn = log.at(instruction.turn)
  if (!turn) return undefined
  const request = (instruction.request === null ? undefined : log.at(instruction.request)) ?? turn
  return { instruction, said: reader.read(turn.text), request: reader.read(request.text) }
}

/** Mean likeness of an instruction to the members of a group; 0 to those of other speakers. */
function likenessTo({ members }: Group, one: Shown): number {
  if (members.some(({ instruction }) => instruction.speaker !== one.instruction.speaker)) return 0
  return members.reduce((sum, member) => sum + likeness(member, one), 0) / Math.max(1, members.length)
}

/**
 * Probability that two instructions are of one way of working, in (0, 1): a logistic regression over cosines of what was said,
 * of the requests, of one with the other and of both together, and over the words that they share. Fitted on pairs of turns of
 * scripts/procedures.
 */
function likeness(a: Shown, b: Shown): number {
  const said = dot(a.said.vector, b.said.vector)
  const requests = dot(a.request.vector, b.request.vector)
  const across = [dot(a.said.vector, b.request.vector), dot(b.said.vector, a.request.vector)]
  const all = said + requests + across[0]! + across[1]!
  const both = all / Math.sqrt((2 + 2 * dot(a.said.vector, a.request.vector)) * (2 + 2 * dot(b.said.vector, b.request.vector)))
  const words = shared(a.said.words, b.said.words) / Math.max(1, Math.min(a.said.words.length, b.said.words.length))
  const any = Math.min(3, shared([...a.said.words, ...a.request.words], [...b.said.words, ...b.request.words])) / 3
  return 1 / (1 + Math.exp(9.3 - 7.6 * said - 4.7 * requests - 3.4 * Math.max(...across) - 6.4 * both - 3.5 * words - 1.9 * any))
}

/** How many words two lists share. */
function shared(a: TriggerText['words'], b: TriggerText['words']): number {
  const own = new Set(a.map(({ word }) => word))
  return new Set(b.filter(({ word }) => own.has(word)).map(({ word }) => word)).size
}

function hasFormed({ members }: Group): boolean {
  return members.length >= learnedTurns && new Set(members.map(({ instruction }) => instruction.session)).size >= learnedSessions &&
    members.reduce((sum, { instruction }) => sum + instruction.probability, 0) >= learnedSum
}

/** A procedure in the words of the surest instruction. */
function procedureOf(state: State, { members }: Group, made: number, reader: TriggerReader): Procedure {
  const surest = members.map(({ instruction }) => instruction).reduce((a, b) => (b.probability > a.probability ? b : a))
  const turn = state.log.at(surest.turn)!
  const instruction = turn.text.slice(surest.from, surest.to)
  return {
    ...unused, id: `p${Number(state.procedures.nextId.slice(1)) + made}`, speaker: surest.speaker, name: reader.nameOf(instruction), origin: 'learned', instruction,
    quotes: surest.turn, when: null, since: Math.max(...members.map(member => state.log.at(member.instruction.turn)!.at)), ...placesOf(members, null),
  }
}

/** The turns and requests of a group, with those that a procedure has. */
function placesOf(members: readonly Shown[], known: Procedure | null): Pick<Procedure, 'turns' | 'requests'> {
  const turns = inOrder([...known?.turns ?? [], ...members.map(({ instruction }) => instruction.turn)])
  const requests = inOrder([...known?.requests ?? [], ...members.flatMap(({ instruction }) => instruction.request ?? [])])
  return { turns, requests: requests.filter(turn => !turns.includes(turn)) }
}

function inOrder(turns: readonly number[]): number[] {
  return [...new Set(turns)].sort((a, b) => a - b)
}
