// The story as a reader sees it: each session with what was done with its turns, and the strengths as a plot.
import { defaultConfig } from 'mneme'
import { before, dayOf, returnDay, timeZone, type StorySession } from './mira.ts'
import { drawPlot } from './plot.ts'
import { share, short, type Telling } from './report.ts'
import type { Tale } from './tale.ts'

const signs = { ltm: '+', stm: '~', reinforce: '=', ignore: '.' } as const

/** Lives a session, printing each turn with the decision on it, and sleeps. */
export async function live(tale: Tale, report: Telling, session: StorySession): Promise<void> {
  tale.passTo(dayOf(session.day, session.hour))
  report.print('', when(tale.now))
  for (const turn of session.turns) {
    const decision = await tale.observe(turn)
    report.print(
      `  ${signs[decision.action]} ${share(decision.importance)}  ${turn.speaker.padEnd(9)}  ${short(turn.text, 78)}`
    )
    if (turn.thread) report.print(`${' '.repeat(21)}${short(decision.why, 78)}`)
    report.record({ at: tale.now, ...turn, ...decision })
  }
  await tale.memory.endSession()
}

function when(at: number): string {
  return new Date(at).toLocaleString('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
}

/** Strengths over the whole story. */
export function plotOf(tale: Tale): string {
  const end = tale.day
  return drawPlot({
    title: 'Eight weeks of one memory',
    subtitle: 'Strength of each trace: said again or used it rises, left alone it fades, a mood within days',
    panels: [
      {
        type: 'lines',
        title: '',
        height: 380,
        x: { label: 'days since the first message', max: Math.ceil(end) },
        y: { label: 'strength', min: 0, max: 1 },
        bands: [{ from: (before.at(-1)?.day ?? 0) + 1, to: returnDay, label: 'six weeks of silence' }],
        levels: [{ value: defaultConfig.dormantBelow, label: 'dormant below' }],
        lines: [...tale.courses].map(([name, points]) => ({ name, points, ends: (points.at(-1)?.[0] ?? end) < end })),
      },
    ],
  })
}
