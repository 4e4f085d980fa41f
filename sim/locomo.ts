// Evidence retrieval on real conversations in the format of LoCoMo (Maharana et al. 2024).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPolicy } from 'mneme'
import { command, UsageError, usageOf, type Description } from './lab/command.ts'
import { judgeBy } from './lab/confidence.ts'
import { encoderFlags } from './lab/encoders.ts'
import { readLocomo } from './lab/histories.ts'
import { drawPlot } from './lab/plot.ts'
import { root } from './lab/repository.ts'
import { measureRetrieval } from './lab/retrieval.ts'

export const summary = 'How often does recall find the turns that answer questions about real conversations?'

const description: Description = {
  name: 'locomo',
  summary,
  flags: { data: { value: 'FILE', about: 'conversations in the format of LoCoMo' }, ...encoderFlags },
}

export const usage: string = usageOf(description)

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const { data } = settings.flags
    if (data === undefined)
      throw new UsageError('--data: expected a file in the format of LoCoMo; the README says where its owners publish one')
    const histories = readLocomo(data)
    const { confidence } = loadPolicy(readFileSync(join(root, 'checkpoints', 'policy-en.msgpack')))
    const { report, figures, panel, subject } = await measureRetrieval('Evidence retrieval on LoCoMo', histories, settings, {
      judge: (posed, library) => judgeBy(posed, confidence, library), about: "By the package's weights: no conversation of LoCoMo was in what they were fitted on.",
    })
    report.finish(
      figures,
      drawPlot({
        title: 'Recall on LoCoMo, without a language model',
        subtitle: subject,
        panels: [panel],
      })
    )
  })
}
