// mneme inspect: figures, the strongest traces and the last decisions of a memory file.
import { parseArgs } from 'node:util'
import { systemClock } from '../clock.ts'
import { viewLayers } from '../mneme/layers.ts'
import { viewList, viewStats } from '../mneme/views.ts'
import type { Memory, Stats } from '../index.ts'
import type { State } from '../state/state.ts'
import { countOption, onlyPositional, type Command } from './command.ts'
import { withStored } from './stored.ts'
import { dayOf, oneLine } from './text.ts'

interface Decided {
  turnId: string
  action: string
  importance: number
  why: string
  text: string | null
}

interface Report {
  stats: Stats
  strongest: Memory[]
  decisions: Decided[]
}

export const inspect: Command = {
  summary: 'show what a memory file holds',

  usage: () => `usage: mneme inspect FILE [--top N] [--json]

Shows the figures of a memory, its strongest traces and its last decisions. Needs no encoder and no owner's name.

  --top N   traces and decisions to show (10)
  --json    the same as one JSON object`,

  async run(argv, { stdout }) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { top: { type: 'string', default: '10' }, json: { type: 'boolean', default: false } },
    })
    const file = onlyPositional(positionals, 'the FILE of a memory')
    const top = countOption('top', values.top)
    const report = await withStored(file, ({ state, identity }): Report => {
      const now = systemClock()
      const all = viewList(state, now, { kind: undefined, status: undefined, tier: undefined, after: -Infinity, limit: Infinity })
      return {
        stats: { ...viewStats(state, identity, now), layers: viewLayers(state, now, {}) },
        strongest: all.sort((a, b) => b.strength - a.strength || b.at - a.at).slice(0, top),
        decisions: lastDecisions(state, top),
      }
    })
    stdout.write(`${values.json ? JSON.stringify(report) : readable(file, report)}\n`)
  },
}

function lastDecisions(state: State, count: number): Decided[] {
  const decided: Decided[] = []
  for (let ordinal = state.log.size - 1; ordinal >= 0 && decided.length < count; ordinal--) {
    const turn = state.log.at(ordinal)
    decided.push(
      turn
        ? { turnId: turn.id, action: turn.outcome, importance: turn.importance, why: turn.why, text: turn.text }
        : { turnId: state.log.idAt(ordinal), action: 'removed', importance: 0, why: state.log.whyAt(ordinal), text: null },
    )
  }
  return decided
}

function readable(file: string, { stats, strongest, decisions }: Report): string {
  return [
    file,
    ...statLines(stats),
    '',
    strongest.length > 0 ? 'strongest traces' : 'no traces yet',
    ...strongest.map(
      trace =>
        `  ${trace.strength.toFixed(2)}  ${trace.id.padEnd(5)} ${trace.kind.padEnd(10)} ` +
        `${dayOf(trace.at)}  ${trace.speaker}: ${oneLine(trace.text)}${trace.status === 'current' ? '' : ` (${trace.status})`}`,
    ),
    '',
    decisions.length > 0 ? 'last decisions' : 'no decisions yet',
    ...decisions.map(
      turn =>
        `  ${turn.action.padEnd(9)}  ${turn.turnId.padEnd(5)} ${turn.text === null ? '(text removed)' : oneLine(turn.text)}\n` +
        `             ${turn.why}`,
    ),
  ].join('\n')
}

/** The figures of a memory, one line each. */
export function statLines(stats: Stats): string[] {
  const statuses = Object.entries(stats.statuses)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
  return [
    `  owner ${stats.user}, encoder ${stats.encoder}`,
    `  ${stats.turns} turns in the log, ${stats.ltm} traces in long-term and ${stats.stm} in short-term memory` +
      (statuses.length > 0 ? ` (${statuses.join(', ')})` : ''),
    ...(stats.media > 0 ? [`  ${stats.media} ${stats.media === 1 ? 'medium' : 'media'} shown`] : []),
    ...(stats.scan ? [`  searched by ${stats.scan.candidates} candidates, which find ${(100 * stats.scan.recall).toFixed(1)} % of the best`] : []),
    `  session ${stats.session}, memory time ${stats.tick.toFixed(2)} ticks`,
  ]
}
