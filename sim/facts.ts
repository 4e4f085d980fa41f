// What the graph holds of twelve written lives at their end, against the facts that their authors list.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Mneme } from 'mneme'
import { command, usageOf, type Description } from './lab/command.ts'
import { Report, table } from './lab/report.ts'
import { livesFolder } from './lab/repository.ts'
import { proportion, told, type Proportion } from './lab/suites.ts'
import { formsOf, matches, type Triple } from './lab/triples.ts'

export const summary = 'Does the graph hold what the authors of twelve lives say is so, and no longer what is over?'

const description: Description = { name: 'facts', summary, flags: {} }

export const usage: string = usageOf(description)

interface Life {
  id: string
  sessions: { at: string; turns: { id: string; speaker: string; text: string }[] }[]
  facts: { subject: string; relation: string; object: string; endedBy: string[] }[]
  changes: { old: string[]; new: string[] }[]
  procedures: { sources: string[] }[]
}

/** What a memory made of a life. */
interface Judged {
  id: string
  held: Proportion
  over: Proportion
  linked: Proportion
  /** Standing instructions of which a turn is pinned, or kept as a preference or an instruction. */
  kept: Proportion
  /** Rules that formed of what was shown again and again. */
  rules: number
}

/** Relations of the lives that have another word in the graph; what is in neither has no place there. */
const words: Readonly<Record<string, string>> = {
  has_sister: 'sister', has_brother: 'brother', girlfriend: 'partner', boyfriend: 'partner', fiancee: 'partner', 'fiancée': 'partner',
  fiance: 'partner', spouse: 'partner', 'mother-in-law': 'mother_in_law', half_brother: 'brother',
}
const known = new Set((
  'mother father parent sister brother sibling wife husband partner son daughter child friend colleague boss pet uncle aunt cousin grandmother ' +
  'grandfather mother_in_law father_in_law brother_in_law sister_in_law niece nephew works_at lives_in born_in studies_at allergic_to likes ' +
  'dislikes owns has_job speaks'
).split(' '))

const minuteMs = 60_000

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const report = new Report(settings, 'embedded')
    report.heading('What the graph holds of the written lives')
    const lives = readdirSync(livesFolder).filter(file => file.endsWith('.json')).sort()
      .map(file => JSON.parse(readFileSync(join(livesFolder, file), 'utf8')) as Life)
    const found: Judged[] = []
    for (const life of lives) found.push(await judge(life, report))
    const all = (name: 'held' | 'over' | 'linked' | 'kept'): Proportion =>
      proportion(found.reduce((sum, life) => sum + life[name].found, 0), found.reduce((sum, life) => sum + life[name].of, 0))
    const total = {
      id: 'all', held: all('held'), over: all('over'), linked: all('linked'), kept: all('kept'), rules: found.reduce((sum, { rules }) => sum + rules, 0),
    }
    report.print(table(
      ['life', 'facts held', 'ended ones held', 'changes linked', 'instructions kept', 'rules'],
      [...found, total].map(({ id, held, over, linked, kept, rules }) =>
        [id, ...[held, over, linked, kept].map(share => `${told(share)} of ${share.of}`), String(rules)]),
    ))
    report.finish({ lives: found, all: total })
  })
}

async function judge({ id, sessions, facts, changes, procedures }: Life, report: Report): Promise<Judged> {
  let now = 0
  const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC' })
  const replaced = new Map<string, Set<string>>()
  for (const { at, turns } of sessions) {
    for (const [index, { id: turn, speaker, text }] of turns.entries()) {
      now = Date.parse(`${at}Z`) + index * minuteMs
      const { supersedes } = (await memory.observe({ text, speaker, id: turn })).decisions[0]!
      if (supersedes !== undefined) replaced.set(supersedes, (replaced.get(supersedes) ?? new Set()).add(turn))
    }
    await memory.endSession()
  }
  const forms = formsOf(memory.graph.people())
  const relations = memory.graph.relations()
  const holds = ({ subject, relation, object }: Life['facts'][number]): boolean => {
    const triple: Triple = [subject, words[relation] ?? relation, object.replace(/\s*\(.*\)$| the \w+$/, '')]
    return relations.some(own => matches(own, triple, forms))
  }
  const listed = facts.filter(({ relation }) => known.has(words[relation] ?? relation))
  const current = listed.filter(({ endedBy }) => endedBy.length === 0)
  const ended = listed.filter(({ endedBy }) => endedBy.length > 0)
  for (const fact of current) if (!holds(fact)) report.record({ life: id, missed: fact })
  const isKept = (turn: string): boolean => {
    const found = memory.get(turn)
    return found?.tier === 'priority' || (found?.tier != null && (found.kind === 'preference' || found.kind === 'procedural'))
  }
  const linked = changes.filter(({ old, new: later }) => old.some(turn => later.some(by => replaced.get(turn)?.has(by))))
  return {
    id, held: proportion(current.filter(holds).length, current.length), over: proportion(ended.filter(holds).length, ended.length),
    linked: proportion(linked.length, changes.length), kept: proportion(procedures.filter(({ sources }) => sources.some(isKept)).length, procedures.length),
    rules: memory.rules().filter(({ active }) => active).length,
  }
}
