// Strengths under several half-lives and rehearsal schedules, held against the closed form.
import { defaultConfig, embedded, Mneme, type EmbeddedEncoder, type Kind } from 'mneme'
import { command, UsageError, usageOf, wholeNumber, type Description } from './lab/command.ts'
import { insist, printClaims } from './lab/claims.ts'
import { mean } from './lab/metrics.ts'
import { drawPlot } from './lab/plot.ts'
import { Report, table } from './lab/report.ts'

export const summary = 'Do strengths follow S·λ^t and S + r(1 - S) to the last digit, and what does rehearsal buy when?'

const description: Description = {
  name: 'forgetting',
  summary,
  flags: { days: { value: 'N', about: 'days to follow a trace', default: '90' } },
}

export const usage: string = usageOf(description)

const dayMs = 86_400_000
const origin = Date.UTC(2025, 0, 6, 9)
const statement = 'My sister Ana is allergic to peanuts.'
const halfLives = [1, 7, 30, 180]

/** Five rehearsals within five hours of a day. */
const within = (day: number): number[] => [0, 1, 2, 3, 4].map(hour => day + hour / 24)

/** Days at which the statement is rehearsed: said again, or with `use` recalled. */
const schedules: Readonly<Record<string, { days: readonly number[]; use?: true }>> = {
  never: { days: [] },
  'massed on day 6': { days: within(6) },
  'spaced, days 6 to 30': { days: [6, 12, 18, 24, 30] },
  'the same, by use': { days: [6, 12, 18, 24, 30], use: true },
  'massed on day 30': { days: within(30) },
}

interface Course {
  halfLife: number
  schedule: string
  /** Strength by day, as the memory tells it. */
  points: [day: number, strength: number][]
  /** Largest distance to the closed form. */
  deviation: number
  /** Mean strength over all days. */
  mean: number
  /** First day of the dormancy that lasts, where there is one. */
  dormantOn: number | null
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const days = wholeNumber('days', settings.flags['days'] ?? '90')
    if (days < 31) throw new UsageError(`--days: expected 31 or more, so that every schedule ends, got ${days}`)
    const encoder = await embedded()
    const report = new Report(settings, encoder.id)
    const courses: Course[] = []
    for (const halfLife of halfLives) {
      for (const schedule of Object.keys(schedules)) courses.push(await follow(halfLife, schedule, days, encoder))
    }
    for (const course of courses) report.record(course)
    const byHand = await tickDeviation(encoder)
    const worst = Math.max(byHand, ...courses.map(course => course.deviation))
    printCourses(report, courses, days)
    const left = (halfLife: number, schedule: string): number =>
      courses.find(course => course.halfLife === halfLife && course.schedule === schedule)?.points.at(-1)?.[1] ?? 0
    const spacedWins = halfLives.every(halfLife => left(halfLife, 'spaced, days 6 to 30') > left(halfLife, 'massed on day 6'))
    const claims = [
      {
        claim: 'strengths lie on the closed form',
        pass: worst < 1e-9,
        numbers: `largest distance ${worst.toExponential(1)}, 30 ticks by hand ${byHand.toExponential(1)}`,
      },
      {
        claim: `five spaced rehearsals leave more on day ${days} than five in one go on day 6`,
        pass: spacedWins,
        numbers: 'at every half-life',
      },
    ]
    printClaims(report, claims)
    report.print(
      '',
      'Spacing works by keeping a trace alive: exponential decay knows no spacing effect of its own, so',
      'five rehearsals on day 30 leave more behind than the spaced ones. A rule with a stability of its own',
      '(FSRS) would tell them apart.'
    )
    report.finish(
      { maxDeviation: worst, tickDeviation: byHand, claims, courses: courses.map(withoutPoints) },
      plotOf(courses, days)
    )
    insist(claims)
  })
}

/** Lives one course, reading the strength every quarter of a day. Reading writes nothing. */
async function follow(halfLife: number, schedule: string, days: number, encoder: EmbeddedEncoder): Promise<Course> {
  let now = origin
  const memory = await openWith(halfLife, encoder, () => now)
  const {
    decisions: [first],
  } = await memory.observe(statement)
  const id = first?.traceId ?? (await memory.remember(statement)).traceId ?? ''
  const { days: rehearsals, use } = schedules[schedule]!
  const rate = defaultConfig.ltm.reinforcement
  const course: Course = { halfLife, schedule, points: [], deviation: 0, mean: 0, dormantOn: null }
  let [strength, since] = [memory.get(id)!.strength, 0]
  const moments = [...Array.from({ length: days * 4 + 1 }, (_, quarter) => quarter / 4), ...rehearsals].sort((a, b) => a - b)
  for (const day of new Set(moments)) {
    now = origin + day * dayMs
    if (rehearsals.includes(day)) {
      if (use) await memory.recall('Who is allergic to peanuts?', { k: 1, reinforce: true, include: ['dormant'] })
      else await memory.observe(statement)
      strength = closedForm(strength, day - since, halfLife)
      strength += rate * (1 - strength)
      since = day
    }
    const actual = memory.get(id)!.strength
    course.points.push([day, actual])
    course.deviation = Math.max(course.deviation, Math.abs(actual - closedForm(strength, day - since, halfLife)))
    if (actual < defaultConfig.dormantBelow) course.dormantOn ??= day
    else course.dormantOn = null
  }
  await memory.close()
  course.mean = mean(course.points.filter(([day]) => day % 0.25 === 0).map(([, value]) => value))
  return course
}

function openWith(halfLife: number, encoder: EmbeddedEncoder, clock: () => number): Promise<Mneme> {
  const halfLifeDays = Object.fromEntries(Object.keys(defaultConfig.halfLifeDays).map(kind => [kind, halfLife])) as Record<
    Kind,
    number
  >
  return Mneme.open({ encoder, reader: encoder, clock, timeZone: 'UTC', config: { halfLifeDays } })
}

function closedForm(strength: number, elapsed: number, halfLife: number): number {
  return strength * 2 ** (-elapsed / halfLife)
}

/** Distance between thirty ticks by hand and the closed form. */
async function tickDeviation(encoder: EmbeddedEncoder): Promise<number> {
  const memory = await openWith(7, encoder, () => origin)
  const { traceId } = await memory.remember(statement)
  const before = memory.get(traceId!)!.strength
  await memory.tick(30)
  const after = memory.get(traceId!)!.strength
  await memory.close()
  return Math.abs(after - closedForm(before, 30, 7))
}

function withoutPoints({ points, ...rest }: Course): object {
  return { ...rest, first: points[0]?.[1], last: points.at(-1)?.[1] }
}

function printCourses(report: Report, courses: readonly Course[], days: number): void {
  report.heading('Forgetting: one statement, four half-lives, five rehearsal schedules')
  const at = ({ points }: Course, day: number): string => (points.findLast(([when]) => when <= day)?.[1] ?? 0).toFixed(3)
  const stops = [0, 7, 31, days]
  report.print('λ = 2^(-1 day / half-life); S is the strength on a day.', '')
  report.print(
    table(
      [
        'half-life',
        'λ',
        { title: 'rehearsed', align: 'left' },
        ...stops.map(day => `S(${day})`),
        'mean S',
        'dormant on',
        'distance',
      ],
      courses.map(course => [
        `${course.halfLife} d`,
        (2 ** (-1 / course.halfLife)).toFixed(4),
        course.schedule,
        ...stops.map(day => at(course, day)),
        course.mean.toFixed(3),
        course.dormantOn === null ? '-' : `day ${course.dormantOn}`,
        course.deviation.toExponential(0),
      ])
    )
  )
}

function plotOf(courses: readonly Course[], days: number): string {
  const x = { label: 'days since it was said', max: days }
  const y = { label: 'strength S', min: 0, max: 1 }
  const levels = [{ value: defaultConfig.dormantBelow, label: 'dormant below' }]
  const line = (course: Course, name: string): { name: string; points: [number, number][] } => ({ name, points: course.points })
  return drawPlot({
    title: 'Forgetting and rehearsal',
    subtitle: 'Strength of one statement as the memory reports it; every point lies on the closed form',
    panels: [
      {
        type: 'lines',
        title: 'Never rehearsed: S·λ^t with λ = 2^(-1 / half-life)',
        x,
        y,
        levels,
        lines: courses
          .filter(({ schedule }) => schedule === 'never')
          .map(course => line(course, course.halfLife === 1 ? '1 day' : `${course.halfLife} days`)),
      },
      {
        type: 'lines',
        title: 'Half-life 30 days: each rehearsal adds r(1 - S), r = 0.3',
        x,
        y,
        levels,
        lines: courses
          .filter(({ halfLife, schedule }) => halfLife === 30 && schedule !== 'the same, by use')
          .map(course => line(course, course.schedule)),
      },
    ],
  })
}
