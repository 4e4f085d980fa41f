// What `mneme weights` shows of facts, audits and sleeps.
import type { Audit, FactRecord, SleepReport, WeightStatus } from '../weights.ts'

/** The list of /help. */
export const slashCommands = `  /remember SUBJECT | RELATION | VALUE   write a fact into the weights
  /facts                                 facts in the weights, by id
  /forget ID                             take a fact out of the ledger now, out of the weights at the next sleep
  /status                                facts by stage, pressure to sleep, last audit
  /nap                                   check and refresh the newest facts
  /sleep                                 audit all facts, repair, prune
  /new                                   start over with an empty context
  /help                                  this list
  /quit                                  leave (or Ctrl-D)`

/** One line for each fact; of those that leave nothing is left to tell. */
export function factLines(facts: readonly FactRecord[]): string {
  if (facts.length === 0) return '  no facts'
  return facts.map(({ id, stage, subject, relation, target, audits, supersededBy }) => {
    const last = audits.at(-1)
    const score = last ? `, answered in ${percent(last.edited)} of its forms, ${percent(last.held)} of others` : ''
    const text = stage === 'leaving' ? 'forgotten, until the next sleep in the weights' : `${subject} | ${relation} | ${target}`
    return `  ${id.padEnd(5)} ${text} (${stage}${supersededBy === undefined ? '' : ` by ${supersededBy}`}${score})`
  }).join('\n')
}

/** Stages, pressure, the last audit. */
export function statusLines({ facts, waiting, pressure, lastAudit }: WeightStatus): string {
  const stages = Object.entries(facts).filter(([, count]) => count > 0).map(([stage, count]) => `${count} ${stage}`)
  return [
    `  facts: ${stages.join(', ') || 'none'}${waiting > 0 ? `, ${waiting} waiting` : ''}`,
    `  pressure: ${pressure.toFixed(2)}${pressure >= 1 ? ', a sleep is due' : ''}`,
    ...lastAudit ? [`  last audit: ${auditLine(lastAudit)}`] : [],
  ].join('\n')
}

/** An audit's figures in one line. */
export function auditLine({ recall, paraphrase, specificity, perplexity }: Audit): string {
  return `recall ${percent(recall)}, in other words ${percent(paraphrase)}, bystanders kept ${percent(specificity)}, perplexity ${perplexity.toFixed(2)}`
}

/** What a sleep did, with the table of facts that changed. */
export function sleepLines({ accepted, forced, degraded, pruned, tried, before, after, consolidation, facts }: SleepReport): string {
  const changed = facts.filter(fact => fact.before.edited !== fact.after.edited || fact.before.held !== fact.after.held)
  return [
    `  before: ${auditLine(before)}`,
    `  after:  ${auditLine(after)}`,
    `  degraded: ${degraded.join(' ') || 'none'}; pruned: ${pruned.join(' ') || 'none'}`,
    `  tried: ${tried.map(({ way }) => way).join(', ') || 'nothing'}; stands: ${accepted}${forced ? ', at a cost, since something was to be forgotten' : ''}`,
    ...consolidation ? [`  trained in: ${consolidation.accepted ? consolidation.facts.join(' ') : 'nothing, for it would have harmed the rest'}`] : [],
    ...changed.map(fact => `  ${fact.id.padEnd(5)} ${percent(fact.before.edited)} -> ${percent(fact.after.edited)}, in other words ${percent(fact.before.held)} -> ${percent(fact.after.held)}`),
  ].join('\n')
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
