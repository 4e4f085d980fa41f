// Ways of working that a user teaches or shows: are they found, do later messages that call for one bring it back, and do others not?
import { createRandom, Mneme } from 'mneme'
import { command, usageOf, type Description } from './lab/command.ts'
import type { Variant } from './lab/evaluation.ts'
import { Report, table } from './lab/report.ts'
import { proportion, readSuite, told } from './lab/suites.ts'

export const summary = 'Is a way of working that was taught or shown told when a message calls for it, and only then?'

const description: Description = {
  name: 'procedures', summary,
  flags: { suite: { value: 'NAME', about: 'procedures-dev, procedures-sealed, or a file', default: 'procedures-dev' } },
}

export const usage: string = usageOf(description)

export interface ProcedureScenario {
  id: string
  /** Said outright once; else shown three times over two sessions. */
  taught: boolean
  turns: { session: number; speaker: 'user' | 'assistant'; text: string }[]
  instruction: string
  /** Pieces of the turns that state it. */
  anchor: string[]
  fires: string[]
  silent: string[]
}

interface ProcedureOutcome {
  id: string
  taught: boolean
  /** A procedure in the words of a turn that states it. */
  found: boolean
  /** Procedures of other turns. */
  wrong: string[]
  /** Messages that brought back the right procedure, or another; of those that only look near, and of other scenarios, those that brought back any. */
  fires: boolean[]
  silent: boolean[]
  foreign: boolean[]
}

const start = Date.UTC(2026, 0, 5, 9)
const weekMs = 7 * 86_400_000
const minuteMs = 60_000
/** Messages of other scenarios for each. */
const foreignMessages = 3

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { suite = 'procedures-dev' } = settings.flags
    const report = new Report(settings, 'embedded')
    const scenarios = readSuite<ProcedureScenario>(suite)
    report.heading(`Procedures: ${scenarios.length} scenarios of ${suite}`)
    const random = createRandom(settings.seed)
    const outcomes: ProcedureOutcome[] = []
    for (const scenario of scenarios) {
      const others = scenarios.filter(other => other !== scenario)
      const foreign = Array.from({ length: foreignMessages }, () => random.pick(random.pick(others).fires))
      outcomes.push(await judgeProcedure(scenario, foreign))
    }
    for (const outcome of outcomes) report.record(outcome)
    const figures = Object.fromEntries(['all', 'taught', 'shown'].map(kind => {
      const some = outcomes.filter(({ taught }) => kind === 'all' || taught === (kind === 'taught'))
      const share = (of: (outcome: ProcedureOutcome) => readonly boolean[]) => {
        const each = some.flatMap(of)
        return proportion(each.filter(Boolean).length, each.length)
      }
      return [kind, {
        found: share(({ found }) => [found]), fires: share(({ fires }) => fires), firesWhereFound: share(({ found, fires }) => (found ? fires : [])),
        false: share(({ silent }) => silent), foreign: share(({ foreign }) => foreign), withoutWrong: share(({ wrong }) => [wrong.length === 0]),
      }]
    }))
    const rows = Object.keys(Object.values(figures)[0]!) as (keyof (typeof figures)[string])[]
    const names = {
      found: 'procedures found', fires: 'messages that call and get it', firesWhereFound: 'the same where it was found', false: 'messages that look near and get it',
      foreign: "other procedures' messages that get it", withoutWrong: 'conversations without a false procedure',
    }
    report.print(table(['', ...Object.keys(figures)], rows.map(row => [names[row], ...Object.values(figures).map(of => told(of[row]))])))
    report.finish({ suite, ...figures })
  })
}

/** What a memory makes of a scenario; `foreign`: messages of others. */
export async function judgeProcedure(
  { id, taught, turns, anchor, fires, silent }: ProcedureScenario, foreign: readonly string[], variant: Variant = {},
): Promise<ProcedureOutcome> {
  let now = start
  const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC', ...variant })
  const own = new Set<string>()
  for (const [index, { session, speaker, text }] of turns.entries()) {
    now = start + session * weekMs + index * minuteMs
    const { decisions } = await memory.observe({ text, speaker })
    if (speaker === 'user' && anchor.some(piece => text.toLowerCase().includes(piece))) own.add(decisions[0]!.turnId)
    if (turns[index + 1]?.session !== session) await memory.endSession()
  }
  now += weekMs
  const isRight = ({ sourceIds }: { sourceIds: string[] }): boolean => 2 * sourceIds.filter(source => own.has(source)).length > sourceIds.length
  const known = memory.procedures.list()
  const right = new Set(known.filter(isRight).map(procedure => procedure.id))
  const firesFor = async (text: string, wanted: (id: string) => boolean): Promise<boolean> =>
    (await memory.process(text)).procedures.some(procedure => wanted(procedure.id))
  const all = async (texts: readonly string[], wanted: (id: string) => boolean): Promise<boolean[]> => {
    const found: boolean[] = []
    for (const text of texts) found.push(await firesFor(text, wanted))
    return found
  }
  return {
    id, taught, found: right.size > 0, wrong: known.filter(procedure => !right.has(procedure.id)).map(({ instruction }) => instruction),
    fires: await all(fires, name => right.has(name)), silent: await all(silent, () => true), foreign: await all(foreign, () => true),
  }
}
