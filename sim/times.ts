// Questions that carry a time: is the window of days the one that was meant?
import { Mneme } from 'mneme'
import { command, usageOf, type Description } from './lab/command.ts'
import { Report, table } from './lab/report.ts'
import { proportion, readSuite, told } from './lab/suites.ts'

export const summary = 'Does a question about a time become the days that were meant?'

const description: Description = {
  name: 'times', summary, flags: { suite: { value: 'NAME', about: 'times-dev, times-sealed, or a file', default: 'times-dev' } },
}

export const usage: string = usageOf(description)

/** A question, when it is asked, and the window meant; null where it carries no time after all. */
interface TimeQuestion {
  id: string
  now: string
  text: string
  start: string | null
  end: string | null
  /** What memory holds, where the question hangs on an event. */
  events?: { text: string; at: string }[]
}

/** A window counts from this overlap on: days in both over days in either. */
const enough = 0.5

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { suite = 'times-dev' } = settings.flags
    const report = new Report(settings, 'embedded')
    const questions = readSuite<TimeQuestion>(suite)
    report.heading(`Times: ${questions.length} questions of ${suite}`)
    const outcomes: { question: TimeQuestion; right: boolean }[] = []
    for (const question of questions) {
      const window = await windowOf(question)
      const right = question.start === null || question.end === null ? window === null : window !== null && overlap(window, { from: question.start, to: question.end }) >= enough
      outcomes.push({ question, right })
      report.record({ id: question.id, text: question.text, window, right })
    }
    const share = (wanted: (question: TimeQuestion) => boolean) => {
      const some = outcomes.filter(({ question }) => wanted(question))
      return proportion(some.filter(({ right }) => right).length, some.length)
    }
    const figures = {
      all: share(() => true), calendar: share(({ events, start }) => !events && start !== null), events: share(({ events }) => events !== undefined),
      none: share(({ start }) => start === null),
    }
    report.print(table(['', 'right', 'of'], [
      ['all', told(figures.all), String(figures.all.of)], ['named by the calendar', told(figures.calendar), String(figures.calendar.of)],
      ['hung on an event', told(figures.events), String(figures.events.of)], ['no time after all', told(figures.none), String(figures.none.of)],
    ]))
    report.finish({ suite, ...figures })
  })
}

async function windowOf({ now, text, events = [] }: TimeQuestion): Promise<{ from: string; to: string } | null> {
  const memory = await Mneme.open({ clock: () => Date.parse(`${now}Z`), timeZone: 'UTC' })
  await memory.observeMany(events.map(event => ({ text: event.text, at: Date.parse(`${event.at}Z`) })))
  return (await memory.process(text)).plan.window
}

const dayMs = 86_400_000

function overlap(a: { from: string; to: string }, b: { from: string; to: string }): number {
  const [starts, ends] = [[a, b].map(({ from }) => Date.parse(from)), [a, b].map(({ to }) => Date.parse(to) + dayMs)]
  return Math.max(0, Math.min(...ends) - Math.max(...starts)) / (Math.max(...ends) - Math.min(...starts))
}
