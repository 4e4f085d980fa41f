// What each layer of memory puts into a context: evidence, recall and tokens with one left out.
import { createRandom, type Layer } from 'mneme'
import { command, usageOf, type Description } from './lab/command.ts'
import { chooseEncoder, encoderFlags, type Voices } from './lab/encoders.ts'
import { live } from './lab/evaluation.ts'
import { readLives, readLocomo, type History } from './lab/histories.ts'
import { bootstrap, mean, pairedDifference, places, recallAt, type Estimate } from './lab/metrics.ts'
import { interval, Progress, Report, share, table } from './lab/report.ts'
import { livesFolder } from './lab/repository.ts'
import { readWorkflows } from './lab/workflows.ts'

export const summary = 'What does each layer of memory put into a context?'

const description: Description = {
  name: 'layers', summary, flags: {
    data: { value: 'FILE', about: 'conversations in the format of LoCoMo: measured too' },
    workflows: { value: 'NAME', about: 'suite of ways of working, or a file', default: 'procedures-dev' },
    ...encoderFlags,
  },
}

export const usage: string = usageOf(description)

const variants: Readonly<Record<string, readonly Layer[]>> = {
  'all layers': ['working', 'semantic', 'episodic', 'procedural'],
  'without procedural': ['working', 'semantic', 'episodic'],
  'without episodic': ['working', 'semantic', 'procedural'],
  'without semantic': ['working', 'episodic', 'procedural'],
  'working only': ['working'],
}

/** One figure for each question, in order. */
interface Asked {
  inContext: number[]
  shownAt10: number[]
  tokens: number[]
}

interface Row {
  inContext: Estimate
  /** Difference to all layers, question by question. */
  change: Estimate
  shownAt10: Estimate
  tokens: number
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { data, workflows = '' } = settings.flags
    const sets: Record<string, History[]> = {
      lives: readLives(livesFolder), ...data !== undefined && { LoCoMo: readLocomo(data) }, workflows: readWorkflows(workflows),
    }
    const voices = await chooseEncoder(settings.flags)
    const report = new Report(settings, voices.encoder.id)
    const figures: Record<string, { questions: number; variants: Record<string, Row> }> = {}
    for (const [name, histories] of Object.entries(sets)) {
      const asked = await measure(histories, voices, settings.seed)
      const full = asked['all layers']!
      const rows = Object.fromEntries(Object.entries(asked).map(([variant, own]) => [variant, rowOf(own, full, settings.seed)]))
      figures[name] = { questions: full.tokens.length, variants: rows }
      for (const [variant, row] of Object.entries(rows)) report.record({ set: name, variant, ...row })
      report.heading(`${name}: ${histories.length} histories, ${full.tokens.length} questions`)
      report.print('', table(
        ['layers', 'evidence in context (95 %)', 'change (95 %)', 'R@10 shown', 'tokens'],
        Object.entries(rows).map(([variant, row]) => [
          variant, interval(row.inContext), variant === 'all layers' ? '' : interval(row.change), share(row.shownAt10.mean), row.tokens.toFixed(0),
        ]),
      ))
    }
    report.print('', 'Questions are asked after the last session has ended: no conversation runs that working memory could hold.')
    report.finish({ encoder: voices.encoder.id, sets: figures })
  })
}

async function measure(histories: readonly History[], voices: Voices, seed: number): Promise<Record<string, Asked>> {
  const asked = Object.fromEntries(Object.keys(variants).map((name): [string, Asked] => [name, { inContext: [], shownAt10: [], tokens: [] }]))
  const progress = new Progress(histories.length)
  for (const [done, history] of histories.entries()) {
    progress.update(done, history.id)
    const { memory } = await live(history, voices, { seed })
    for (const { question, evidence } of history.questions) {
      for (const [name, layers] of Object.entries(variants)) {
        const { memories, tokens } = await memory.process(question, { layers })
        const shown = places(memories)
        asked[name]!.inContext.push(recallAt(shown, evidence, shown.length))
        asked[name]!.shownAt10.push(recallAt(shown, evidence, 10))
        asked[name]!.tokens.push(tokens.context)
      }
    }
    await memory.close()
  }
  progress.end()
  return asked
}

function rowOf(own: Asked, full: Asked, seed: number): Row {
  return {
    inContext: bootstrap(own.inContext, createRandom(seed)), change: pairedDifference(own.inContext, full.inContext, createRandom(seed)),
    shownAt10: bootstrap(own.shownAt10, createRandom(seed)), tokens: mean(own.tokens),
  }
}
