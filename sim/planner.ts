// Messages of five classes: does the planner know what of memory each needs?
import { Mneme } from 'mneme'
import { command, usageOf, type Description } from './lab/command.ts'
import { Report, table } from './lab/report.ts'
import { proportion, readSuite, told } from './lab/suites.ts'

export const summary = 'Does the planner know what of memory a message needs?'

const description: Description = {
  name: 'planner', summary, flags: { suite: { value: 'NAME', about: 'plan-sealed, or a file', default: 'plan-sealed' } },
}

export const usage: string = usageOf(description)

const classes = ['continuation', 'fact', 'deep', 'procedural', 'complex'] as const

interface PlannedMessage {
  class: (typeof classes)[number]
  /** What makes it hard: words of another class, or what is not wanted. */
  trap: 'red herring' | 'negated' | null
  text: string
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { suite = 'plan-sealed' } = settings.flags
    const report = new Report(settings, 'embedded')
    const messages = readSuite<PlannedMessage>(suite)
    report.heading(`Planner: ${messages.length} messages of ${suite}`)
    const memory = await Mneme.open({ clock: () => Date.UTC(2026, 0, 5, 9), timeZone: 'UTC' })
    const outcomes: { message: PlannedMessage; said: string }[] = []
    for (const message of messages) {
      const { plan } = await memory.process(message.text)
      outcomes.push({ message, said: plan.class })
      report.record({ ...message, said: plan.class, confidence: plan.confidence })
    }
    const share = (wanted: (message: PlannedMessage) => boolean) => {
      const some = outcomes.filter(({ message }) => wanted(message))
      return proportion(some.filter(({ message, said }) => said === message.class).length, some.length)
    }
    const figures = {
      all: share(() => true), plain: share(({ trap }) => trap === null), redHerrings: share(({ trap }) => trap === 'red herring'), negated: share(({ trap }) => trap === 'negated'),
    }
    report.print(table(['class right', 'share', 'of'], Object.entries(figures).map(([name, of]) => [name, told(of), String(of.of)])))
    const confusion = classes.map(own => classes.map(other => outcomes.filter(({ message, said }) => message.class === own && said === other).length))
    report.print(table(['written as \\ read as', ...classes], classes.map((own, at) => [own, ...confusion[at]!.map(String)])))
    report.finish({ suite, ...figures, confusion })
  })
}
