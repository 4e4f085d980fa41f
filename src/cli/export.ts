// mneme export: turns and traces of a memory file as JSON lines.
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type { Writable } from 'node:stream'
import { systemClock } from '../clock.ts'
import { MnemeError } from '../index.ts'
import { relationsOf } from '../mneme/graph-view.ts'
import { viewList } from '../mneme/views.ts'
import { viewProcedure } from '../mneme/procedures-view.ts'
import { viewCluster, viewRule, viewSignals } from '../mneme/views-learned.ts'
import { relationsAt } from '../graph/world.ts'
import type { Keeper } from '../state/keeper.ts'
import type { State } from '../state/state.ts'
import { onlyPositional, type Command } from './command.ts'
import { withStored } from './stored.ts'

export const exportCommand: Command = {
  summary: 'write turns, traces and what was learned as JSON lines',

  usage: () => `usage: mneme export FILE [--out FILE.jsonl]

Writes one JSON object per line, to the standard output unless --out names a file:
  {"type":"turn","id","text","speaker","at","session","action","importance","why","media"}   in the order of arrival
  {"type":"trace","id","text","speaker","at","kind","strength","importance","status","sourceIds","uses","repeats"}
  {"type":"relation","subject","relation","object","inferred","sources"}   {"type":"cluster","id","name","turnIds","since"}
  {"type":"rule","id","speaker","text","confidence","active","enabled","sourceIds","contradictedBy","since"}
  {"type":"procedure","id","name","instruction","when","origin","confidence","active","retired","replacedBy","sourceIds","since"}
  {"type":"signal","signal","level","cause","trigger","at","turnId","traceIds"}
Turns whose text was removed are left out. "media" is there where a turn shows something: hash, type, size, name and caption of each; bytes
are not kept, and vectors of media stay in the file, as does what feedback taught of which turns to keep. mneme import reads the turns back, decides on them anew, and repeats what the host did.

  --out FILE   write there; a file that exists is not touched`,

  async run(argv, { stdout }) {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: { out: { type: 'string' } } })
    const file = onlyPositional(positionals, 'the FILE of a memory')
    const lines = await withStored(file, keeper => [...linesOf(keeper)])
    if (values.out === undefined) await write(stdout, lines)
    else await writeFile(values.out, lines)
  },
}

function* linesOf({ state }: Keeper): Generator<string> {
  for (let ordinal = 0; ordinal < state.log.size; ordinal++) {
    const turn = state.log.at(ordinal)
    if (!turn) continue
    const { id, text, speaker, at, session, outcome, importance, why } = turn
    const shown = mediaOf(state, ordinal)
    yield JSON.stringify({
      type: 'turn',
      id,
      text,
      speaker,
      at: new Date(at).toISOString(),
      session,
      action: outcome,
      importance,
      why,
      ...shown.length > 0 && { media: shown },
    })
  }
  const traces = viewList(state, systemClock(), { kind: undefined, status: undefined, tier: undefined, after: -Infinity, limit: Infinity })
  for (const trace of traces.reverse()) {
    const { id, text, speaker, at, kind, strength, importance, status, sourceIds, uses, repeats } = trace
    yield JSON.stringify({
      type: 'trace',
      id,
      text,
      speaker,
      at: new Date(at).toISOString(),
      kind,
      strength,
      importance,
      status,
      sourceIds,
      uses,
      repeats,
    })
  }
  for (const { proof: _, validFrom: __, ...relation } of relationsOf(state, relationsAt(state.graph))) yield JSON.stringify({ type: 'relation', ...relation })
  for (const rule of state.rules.list()) yield JSON.stringify({ type: 'rule', ...viewRule(state, rule) })
  for (const procedure of state.procedures.list()) yield JSON.stringify({ type: 'procedure', ...viewProcedure(state, procedure) })
  for (const topic of state.topics) yield JSON.stringify({ type: 'cluster', ...viewCluster(state, topic) })
  for (const signal of viewSignals(state).reverse()) yield JSON.stringify({ type: 'signal', ...signal })
}

/** What a turn shows, as an import reads it. */
function mediaOf({ media }: State, turn: number): object[] {
  return media.showingsOf(turn).map(({ hash, type, size, name, caption }) => ({
    hash, type, ...size !== null && { size }, ...name !== null && { name }, ...caption !== null && { caption },
  }))
}

async function writeFile(path: string, lines: readonly string[]): Promise<void> {
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  try {
    await once(stream, 'open')
    await write(stream, lines)
    stream.end()
    await finished(stream)
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause)
    throw new MnemeError(
      'STORAGE_FAILED',
      `--out: expected to write ${path}, got ${got}; name a new file in a writable directory`,
      { cause },
    )
  }
}

async function write(stream: Writable, lines: readonly string[]): Promise<void> {
  for (const line of lines) if (!stream.write(`${line}\n`)) await once(stream, 'drain')
}
