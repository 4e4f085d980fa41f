// What the gate keeps of messages by somebody who has not seen what it was fitted on: ranking, calibration, and what must not be lost.
import { createRandom, Mneme } from 'mneme'
import { importanceOf } from 'mneme/research'
import { command, usageOf, type Description } from './lab/command.ts'
import { chooseEncoder, encoderFlags, type Voices } from './lab/encoders.ts'
import { averagePrecision, reliability, type Scored } from './lab/metrics.ts'
import { Report, table } from './lab/report.ts'
import { proportion, readSuite, told } from './lab/suites.ts'

export const summary = 'What does the write gate keep, and what does it lose?'

const description: Description = {
  name: 'gate', summary, flags: { suite: { value: 'NAME', about: 'gate-sealed, or a file', default: 'gate-sealed' }, ...encoderFlags },
}

export const usage: string = usageOf(description)

interface Message {
  /** Worth keeping for months. */
  keep: boolean
  /** What is kept: health, plan...; what is not: thanks, code... */
  class: string
  text: string
}

interface Judged extends Message {
  importance: number
  /** What was done with it: ignore, stm, ltm. */
  action: string
}

/** Classes of which nothing may be lost. */
const vital: ReadonlySet<string> = new Set(['health', 'safety', 'identity'])
const rounds = 1000

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { suite = 'gate-sealed' } = settings.flags
    const voices = await chooseEncoder(settings.flags)
    const report = new Report(settings, voices.encoder.id)
    const judged = await judge(readSuite<Message>(suite), voices)
    // A sealed message is told by its number: who tunes on figures must not read it.
    judged.forEach(({ class: of, keep, importance, action }, number) => report.record({ number, class: of, keep, importance, action }))
    report.heading(`The gate: ${judged.length} messages of ${suite}, each alone; ${judged.filter(({ keep }) => keep).length} worth keeping; encoder ${voices.encoder.id}`)
    const rankings: Record<string, (message: Judged) => number> = {
      'the gate': ({ importance }) => importance,
      'published importance': ({ text }) => importanceOf({ text, novelty: 1 }).documented,
      'names and digits': ({ text }) => text.match(/(?<=\p{Ll} )\p{Lu}|\d+/gu)?.length ?? 0,
      length: ({ text }) => text.length,
    }
    const rows = Object.entries(rankings).map(([name, rank]) => ({ name, ...figures(judged.map(message => ({ score: rank(message), positive: message.keep })), settings.seed) }))
    report.print(table(['ranked by', 'average precision (95 %)', 'recall at precision .9'], rows.map(({ name, precision, low, high, recall }) =>
      [name, `${share(precision)} [${share(low)}, ${share(high)}]`, share(recall)])))
    const { brier, ece } = reliability(judged.map(({ importance, keep }) => ({ score: importance, positive: keep })))
    const stored = judged.filter(({ action }) => action === 'ltm')
    const figuresOfStore = {
      precision: proportion(stored.filter(({ keep }) => keep).length, stored.length),
      recall: proportion(stored.filter(({ keep }) => keep).length, judged.filter(({ keep }) => keep).length),
    }
    const lost = judged.filter(message => vital.has(message.class) && message.action === 'ignore')
    report.print(`Stored for long: precision ${told(figuresOfStore.precision)}, recall ${told(figuresOfStore.recall)}. Brier score ${share(brier)}, calibration error ${share(ece)}.`)
    report.print(`Health, safety and identity: ${judged.filter(({ class: of }) => vital.has(of)).length} statements, ${lost.length} lost${lost.length > 0 ? ` (${lost.map(({ class: of }) => of).join(', ')})` : ''}`)
    const classes = [...new Set(judged.map(({ class: of }) => of))].sort()
    report.print(table(['class', 'messages', 'long', 'short', 'ignored'], classes.map(name => {
      const own = judged.filter(({ class: of }) => of === name)
      return [name, String(own.length), ...['ltm', 'stm', 'ignore'].map(action => String(own.filter(message => message.action === action).length))]
    })))
    report.finish({ suite, rankings: Object.fromEntries(rows.map(({ name, ...row }) => [name, row])), ...figuresOfStore, brier, ece, lost: lost.length })
  })
}

/** Each message as the first of an empty memory. */
async function judge(messages: readonly Message[], voices: Voices): Promise<Judged[]> {
  const judged: Judged[] = []
  for (const message of messages) {
    const memory = await Mneme.open({ ...voices, clock: () => Date.UTC(2026, 0, 5, 9), timeZone: 'UTC' })
    const { decisions: [decision] } = await memory.observe({ text: message.text, speaker: 'user' })
    judged.push({ ...message, importance: decision!.importance, action: decision!.action })
    await memory.close()
  }
  return judged
}

function figures(items: readonly Scored[], seed: number): { precision: number; low: number; high: number; recall: number } {
  const random = createRandom(seed)
  const drawn = Array.from({ length: rounds }, () => averagePrecision(items.map(() => items[random.integer(items.length)]!))).sort((a, b) => a - b)
  return { precision: averagePrecision(items), low: drawn[Math.floor(0.025 * rounds)]!, high: drawn[Math.floor(0.975 * rounds)]!, recall: recallAtPrecision(items, 0.9) }
}

/** The largest share of the positives that some border keeps with this precision. */
function recallAtPrecision(items: readonly Scored[], precision: number): number {
  const falling = items.toSorted((a, b) => b.score - a.score)
  const all = items.filter(({ positive }) => positive).length
  let [right, best] = [0, 0]
  falling.forEach(({ positive, score }, at) => {
    if (positive) right++
    // A border stands between different scores.
    if (falling[at + 1]?.score !== score && right / (at + 1) >= precision) best = right
  })
  return best / all
}

function share(value: number): string {
  return value.toFixed(3).replace(/^0\./, '.')
}
