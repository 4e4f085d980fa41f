// A seeded world of conversations: what it is made of, and how hard its questions are beside those of the written lives.
import { createRandom, embedded } from 'mneme'
import { command, UsageError, usageOf, wholeNumber, type Description } from './lab/command.ts'
import { readLives } from './lab/histories.ts'
import { Report, share, short, table } from './lab/report.ts'
import { livesFolder } from './lab/repository.ts'
import { statisticsOf, type Statistics } from './world/statistics.ts'
import { generateWorlds, type World } from './world/world.ts'

export const summary = 'What are generated lives made of, and how hard are their questions?'

const description: Description = {
  name: 'world',
  summary,
  flags: {
    worlds: { value: 'N', about: 'lives to generate of each half', default: '12' },
    sessions: { value: 'N', about: 'conversations of a life', default: '22' },
    start: { value: 'DATE', about: 'first day', default: '2025-02-01' },
    turns: { value: 'N', about: 'turns to show of one life', default: '14' },
  },
}

export const usage: string = usageOf(description)

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { worlds = '', sessions = '', start = '', turns = '' } = settings.flags
    const first = Date.parse(`${start}T00:00Z`)
    if (Number.isNaN(first)) throw new UsageError(`--start: expected a date like 2025-02-01, got "${start}"`)
    const make = (half: World['half']): World[] =>
      generateWorlds(wholeNumber('worlds', worlds), { half, seed: settings.seed, start: first, sessions: wholeNumber('sessions', sessions) })
    const sets = { taught: make('taught'), held: make('held'), 'written lives': readLives(livesFolder) }
    const encoder = await embedded()
    const report = new Report(settings, encoder.id)
    const figures: Record<string, Statistics> = {}
    for (const [name, histories] of Object.entries(sets)) {
      figures[name] = await statisticsOf(histories, encoder, createRandom(settings.seed))
      report.record({ set: name, ...figures[name] })
    }
    report.heading('Generated lives beside the written ones')
    report.print(tableOf(figures))
    report.heading('BM25 recall@10 by category')
    report.print(categoriesOf(figures))
    for (const world of [sets.taught[0], sets.held[1] ?? sets.held[0]]) if (world) show(world, wholeNumber('turns', turns), report)
    report.finish({ sets: figures })
  })
}

function tableOf(figures: Readonly<Record<string, Statistics>>): string {
  const all = Object.values(figures)
  const row = (title: string, value: (statistics: Statistics) => string): string[] => [title, ...all.map(value)]
  const scores = Object.keys(all[0]?.precision ?? {})
  return table(['', ...Object.keys(figures)], [
    row('histories', ({ histories }) => String(histories)),
    row('turns', ({ turns }) => String(turns)),
    row('questions', ({ questions }) => String(questions)),
    row('share of turns that are evidence', ({ evidence }) => share(evidence)),
    ...[0, 1, 2, 3].flatMap(keep => [
      row(`keep ${keep}: share of turns`, ({ labels }) => share(labels[keep]!.share)),
      row(`keep ${keep}: mean characters`, ({ labels }) => labels[keep]!.length.toFixed(0)),
    ]),
    ...scores.map(score => row(`average precision for evidence: ${score}`, ({ precision }) => share(precision[score]!))),
    ...scores.map(score => row(`evidence that 25 % of the turns keep: ${score}`, ({ kept }) => share(kept[score]!))),
    row('BM25 recall@10', ({ recall }) => share(recall)),
  ])
}

function categoriesOf(figures: Readonly<Record<string, Statistics>>): string {
  const names = [...new Set(Object.values(figures).flatMap(({ categories }) => Object.keys(categories)))].sort()
  return table(['category', ...Object.keys(figures)], names.map(name => [
    name,
    ...Object.values(figures).map(({ categories }) => {
      const own = categories[name]
      return own ? `${share(own.recall)} (${own.questions})` : ''
    }),
  ]))
}

function show({ id, mode, sessions, questions, unanswerable }: World, turns: number, report: Report): void {
  report.heading(`From ${id} (${mode})`)
  const said = sessions.flatMap(session => session.turns)
  for (const { keep, speaker, text, id: turn } of said.slice(0, turns)) report.print(`${turn.padEnd(6)} ${keep}  ${speaker}: ${short(text, 150)}`)
  report.print('')
  for (const { category, question, evidence } of questions.slice(0, turns / 2)) report.print(`${category}: ${question}  [${evidence.join(' ')}]`)
  if (unanswerable[0] !== undefined) report.print(`no answer: ${unanswerable[0]}`)
}
