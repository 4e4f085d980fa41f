// What a question costs in tokens and money: the memory's context beside the whole history and the last turns.
import { createRandom, estimateTokens, type QueryClass } from 'mneme'
import { command, UsageError, usageOf, wholeNumber, type Description } from './lab/command.ts'
import { chooseEncoder, encoderFlags, type Voices } from './lab/encoders.ts'
import { live } from './lab/evaluation.ts'
import { firstTurns, readHistories, type History } from './lab/histories.ts'
import { bootstrap, mean, places, recallAt, type Estimate } from './lab/metrics.ts'
import { interval, Progress, Report, share, table } from './lab/report.ts'

export const summary = 'What does a question cost in tokens, and how much of its evidence is in what is sent?'

const description: Description = {
  name: 'cost', summary, flags: {
    data: { value: 'FILE', about: 'conversations in the format of LoCoMo (default the lives of the package)' },
    price: { value: 'DOLLARS', about: 'of a million tokens of input', default: '2.50' },
    last: { value: 'N', about: 'turns that a host sends who sends the last ones', default: '20' },
    ...encoderFlags,
  },
}

export const usage: string = usageOf(description)

/** Lengths of the conversations, in turns. */
const lengths = [75, 100, 500]

/** What is sent for one question, by one way of choosing it. */
interface Sent {
  tokens: number
  /** Share of the evidence that stands in it. */
  inContext: number
}

/** One question put to a memory. */
interface Asked {
  history: string
  question: string
  class: QueryClass
  /** Layers that the plan read. */
  layers: number
  mneme: Sent
  full: Sent
  last: Sent
  /** As many of the last turns as the memory's context has tokens. */
  lastAsDear: Sent
  /** Evidence among the first ten places of the hits in the context. */
  shownAt10: number
  /** Evidence among the first ten places of recall. */
  recallAt10: number
}

const ways = { mneme: 'Mneme', lastAsDear: 'last turns, as many tokens', last: 'last turns', full: 'full history' } as const
type Way = keyof typeof ways

interface Figures {
  questions: number
  /** Mean tokens of a question, and their share of the full history's. */
  tokens: Record<Way, number>
  shareOfFull: Record<Way, number>
  /** Dollars for a thousand questions. */
  dollars: Record<Way, number>
  inContext: Record<Way, Estimate>
  shownAt10: Estimate
  recallAt10: Estimate
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { data, price = '', last = '' } = settings.flags
    const dollars = Number(price)
    if (!(dollars >= 0) || price.trim() === '') throw new UsageError(`--price: expected dollars for a million tokens, got "${price}"`)
    const histories = readHistories(data)
    const voices = await chooseEncoder(settings.flags)
    const report = new Report(settings, voices.encoder.id)
    const progress = new Progress(lengths.length * histories.length)
    const figures: Record<string, { conversations: number; leftOut: number; all: Figures; classes: Record<string, Figures> }> = {}
    for (const [step, turns] of lengths.entries()) {
      const cut = histories.flatMap(history => firstTurns(history, turns) ?? [])
      const asked: Asked[] = []
      for (const [done, history] of cut.entries()) {
        progress.update(step * histories.length + done, `${turns} turns of ${history.id}`)
        asked.push(...await ask(history, voices, wholeNumber('last', last), settings.seed))
      }
      for (const one of asked) report.record({ turns, ...one })
      const classes = [...new Set(asked.map(one => one.class))].toSorted()
      figures[turns] = {
        conversations: cut.length, leftOut: histories.length - cut.length, all: figuresOf(asked, dollars, settings.seed),
        classes: Object.fromEntries(classes.map(name => [name, figuresOf(asked.filter(one => one.class === name), dollars, settings.seed)])),
      }
    }
    progress.end()
    for (const [turns, { conversations, leftOut, all, classes }] of Object.entries(figures)) {
      report.heading(`${turns} turns: ${conversations} conversations, ${all.questions} questions`)
      if (leftOut > 0) report.print(`${leftOut} shorter conversations are left out.`)
      if (all.questions === 0) continue
      report.print('', table(
        ['sent', 'tokens', 'of the full history', '$ for 1,000 questions', 'evidence in it (95 %)'],
        (Object.keys(ways) as Way[]).map(way => [ways[way] + (way === 'last' ? ` (${last})` : ''), all.tokens[way].toFixed(0), percent(all.shareOfFull[way]), all.dollars[way].toFixed(2), interval(all.inContext[way])]),
      ), '', `Recall@10: ${interval(all.recallAt10)}; of the hits in the context alone: ${interval(all.shownAt10)}.`, '')
      report.print(table(
        ['class of the plan', 'questions', 'tokens', 'of the full history', 'evidence in it', 'last turns, as many tokens', 'R@10 shown'],
        Object.entries(classes).map(([name, own]) => [
          name, String(own.questions), own.tokens.mneme.toFixed(0), percent(own.shareOfFull.mneme), share(own.inContext.mneme.mean), share(own.inContext.lastAsDear.mean), share(own.shownAt10.mean),
        ]),
      ))
    }
    report.finish({ encoder: voices.encoder.id, data: data === undefined ? 'lives' : 'locomo', price: dollars, lengths: figures })
  })
}

/** Lives a history and asks its questions after its end. */
async function ask(history: History, voices: Voices, last: number, seed: number): Promise<Asked[]> {
  const { memory } = await live(history, voices, { seed })
  const turns = history.sessions.flatMap(session => session.turns).map(({ id, speaker, text }) => ({ id, tokens: estimateTokens(`${speaker}: ${text}\n`) }))
  const asked: Asked[] = []
  for (const { question, evidence } of history.questions) {
    const ranked = places(await memory.recall(question, { k: 10 }))
    const { memories, tokens, plan } = await memory.process(question)
    const shown = places(memories)
    const sentOf = (some: typeof turns): Sent => ({
      tokens: some.reduce((sum, turn) => sum + turn.tokens, 0), inContext: recallAt(some.map(turn => turn.id), evidence, some.length),
    })
    asked.push({
      history: history.id, question, class: plan.class, layers: plan.layers.length,
      mneme: { tokens: tokens.context, inContext: recallAt(shown, evidence, shown.length) },
      full: { tokens: tokens.fullHistory, inContext: 1 },
      last: sentOf(turns.slice(Math.max(0, turns.length - last))), lastAsDear: sentOf(lastWithin(turns, tokens.context)),
      shownAt10: recallAt(shown, evidence, 10), recallAt10: recallAt(ranked, evidence, 10),
    })
  }
  await memory.close()
  return asked
}

/** The last turns that fit a budget. */
function lastWithin<T extends { tokens: number }>(turns: readonly T[], budget: number): T[] {
  let left = budget
  let start = turns.length
  while (start > 0 && turns[start - 1]!.tokens <= left) left -= turns[--start]!.tokens
  return turns.slice(start)
}

function each<T>(figure: (way: Way) => T): Record<Way, T> {
  return { mneme: figure('mneme'), lastAsDear: figure('lastAsDear'), last: figure('last'), full: figure('full') }
}

function figuresOf(asked: readonly Asked[], price: number, seed: number): Figures {
  const estimate = (values: readonly number[]): Estimate => bootstrap(values, createRandom(seed))
  const tokens = each(way => mean(asked.map(one => one[way].tokens)))
  return {
    questions: asked.length, tokens, shareOfFull: each(way => (asked.length === 0 ? 0 : tokens[way] / tokens.full)),
    dollars: each(way => (tokens[way] * 1000 * price) / 1e6), inContext: each(way => estimate(asked.map(one => one[way].inContext))),
    shownAt10: estimate(asked.map(one => one.shownAt10)), recallAt10: estimate(asked.map(one => one.recallAt10)),
  }
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`
}
