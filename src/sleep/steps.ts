// The steps of a night in order, and the phase that each belongs to.
import type { ClassTable } from '../classes/class-table.ts'
import type { TriggerReader } from '../signals/trigger-text.ts'
import { aggregateBy } from './aggregate.ts'
import { archive } from './archive.ts'
import { erase, expire, fade } from './fade.ts'
import { links } from './links.ts'
import { merge } from './merge.ts'
import { proceduresBy } from './procedures.ts'
import { replay } from './replay.ts'
import { scan } from './scan.ts'
import { score } from './score.ts'
import { stale } from './stale.ts'
import type { Step } from './step.ts'
import { topics } from './topics.ts'

/** Every step; `statements` takes statements out of turns, for which it needs an encoder and perhaps a language model. */
export function stepsWith(statements: Step, { classes, triggers }: { classes: ClassTable; triggers: TriggerReader }): readonly Step[] {
  return [
    scan,
    score,
    statements, links, aggregateBy(classes),
    replay, merge, archive,
    topics, proceduresBy(triggers),
    stale, fade, expire, erase,
  ]
}
