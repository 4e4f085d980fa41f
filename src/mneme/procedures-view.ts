// What a host sees of the ways of working, and what it may do with them.
import { MnemeError } from '../errors.ts'
import type { Catalogue } from '../procedures/catalogue.ts'
import { isActive, trustIn, unused, type Procedure, type ProcedureOrigin } from '../procedures/procedure.ts'
import type { Change, State } from '../state/state.ts'
import { checkName, checkNames, checkText } from './check.ts'
import type { PatternStanding } from './compare.ts'
import type { Explanation } from './options.ts'

/** A way of working. */
export interface ProcedureView {
  id: string
  /** Whose it is. */
  speaker: string
  name: string
  /** What is to be done, in the user's own words. */
  instruction: string
  /** When it applies, in the host's words; null where turns tell. */
  when: string | null
  origin: ProcedureOrigin
  /** How far it is trusted, in (0, 1). */
  confidence: number
  /** True where it is told when a message calls for it. */
  active: boolean
  /** Why it no longer is, or null. */
  retired: 'failed' | 'removed' | null
  /** The procedure that took its place, or null. */
  replacedBy: string | null
  /** Ids of the turns that state it. */
  sourceIds: string[]
  /** When it was taught or learned, in milliseconds. */
  since: number
  /** Turns that it was told for. */
  uses: number
  /** When it was last rewarded, in milliseconds, or null. */
  lastSuccess: number | null
}

/** A way of working that the host adds. */
export interface ProcedureInput {
  /** What calls for it: "the user sends a receipt". */
  when: string
  /** What is to be done then. */
  do: string
  /** @default a few words of `when` */
  name?: string
}

/** Ways of working: those that hold, and those that are told no more. */
export interface ProceduresView {
  /** All, oldest first. */
  list(): ProcedureView[]
  /** Adds one, as if the user had taught it. */
  add(procedure: ProcedureInput): Promise<ProcedureView>
  /** Tells one no more; what turns show of it is not learned again. Throws NOT_FOUND. */
  remove(id: string): Promise<void>
  /** How the user stands to each entry of a catalogue, in its order: which ones the user has, and which are near. Changes nothing. */
  compare(catalogue: Catalogue): PatternStanding[]
}

const inputNames: Readonly<Record<keyof ProcedureInput, true>> = { when: true, do: true, name: true }

/** What the view needs of a memory. */
interface ProcedureAccess {
  state: () => State
  now: () => number
  nameOf: (text: string) => string
  compare: (catalogue: Catalogue) => PatternStanding[]
  change: (changes: () => Change[]) => Promise<void>
}

/** The view of a memory's procedures. */
export function viewProcedures({ state, now, nameOf, compare, change }: ProcedureAccess): ProceduresView {
  return {
    list: () => state().procedures.list().map(procedure => viewProcedure(state(), procedure)),
    add: async input => {
      const { when, do: instruction, name } = readInput(input, state().config.maxTextLength)
      const since = now()
      let id = ''
      await change(() => {
        id = state().procedures.nextId
        const procedure: Procedure = {
          ...unused, id, speaker: 'user', name: name ?? nameOf(when), origin: 'host', instruction, quotes: null, when, turns: [], requests: [], since,
        }
        return [{ type: 'procedure', procedure }]
      })
      return viewProcedure(state(), state().procedures.get(id)!)
    },
    remove: async id => {
      checkName('id', id)
      await change(() => removed(state(), id))
    },
    compare,
  }
}

function readInput(input: ProcedureInput, maxTextLength: number): ProcedureInput {
  checkNames('procedure', input, inputNames, 'pass { when, do }')
  return {
    when: checkText('when', input.when, maxTextLength), do: checkText('do', input.do, maxTextLength), ...input.name !== undefined && { name: checkName('name', input.name) },
  }
}

function removed({ procedures }: State, id: string): Change[] {
  const procedure = procedures.get(id)
  if (!procedure) throw new MnemeError('NOT_FOUND', `id: expected that of a procedure, got "${id}"; procedures.list() gives ids`)
  // What turns state stays as a mark, or the next sleep would learn it again.
  return procedure.origin === 'host' ? [{ type: 'unprocedure', id }] : [{ type: 'procedure', procedure: { ...procedure, retired: 'removed' } }]
}

export function viewProcedure({ log, config }: State, procedure: Procedure): ProcedureView {
  const { quotes: _, turns, requests: __, worked: ___, failed: ____, ...rest } = procedure
  return {
    ...rest, confidence: trustIn(procedure), active: config.procedures.enabled && isActive(procedure), sourceIds: turns.map(turn => log.idAt(turn)),
  }
}

/** Where a procedure comes from and what became of it; undefined for an id of none. */
export function explainProcedure({ log, procedures }: State, id: string): Explanation | undefined {
  const procedure = procedures.get(id)
  if (!procedure) return undefined
  const { origin, turns, uses, retired, replacedBy } = procedure
  const sources = turns.map(turn => log.idAt(turn)).join(', ')
  const why = { taught: `the user taught it in ${sources}`, learned: `the user asked for it in ${sources}`, host: 'the host added it' }[origin]
  const ended = retired === 'failed' ? 'told no more: it kept failing' : retired === 'removed' ? 'told no more: the host removed it' : replacedBy === null ? 'told when a message calls for it' : `replaced by ${replacedBy}`
  return {
    id, status: retired !== null ? 'suppressed' : replacedBy === null ? 'current' : 'superseded', why,
    now: `a way of working, trusted ${trustIn(procedure).toFixed(2)}, told ${uses} times; ${ended}`,
  }
}
