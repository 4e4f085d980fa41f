// A state that holds nothing yet.
import { IdSet } from '../checkpoint/id-set.ts'
import { MemberBook } from '../classes/member-book.ts'
import type { Config } from '../config.ts'
import { Experience } from '../controller/experience.ts'
import { Graph } from '../graph/graph.ts'
import { LexicalIndex } from '../lexical/lexical.ts'
import { PassageKeys } from '../log/keys.ts'
import { TurnLog } from '../log/log.ts'
import { LongTermMemory } from '../ltm/ltm.ts'
import { MediaStore } from '../media/store.ts'
import { ProcedureBook } from '../procedures/book.ts'
import { RuleBook } from '../rules/book.ts'
import { ShortTermMemory } from '../stm/stm.ts'
import { Agenda } from './agenda.ts'
import { SourceIndex } from './sources.ts'
import type { State } from './state.ts'

/** An empty memory for keys of `dim` values whose memory time starts at `origin` (milliseconds). */
export function emptyState(config: Config, dim: number, origin: number): State {
  return {
    config,
    time: { origin, latest: origin, manual: 0 },
    session: 1,
    sessionFrom: 0,
    traces: 0,
    log: new TurnLog(),
    lexical: new LexicalIndex(),
    keys: new PassageKeys(dim),
    stm: new ShortTermMemory(config.stm.capacity),
    ltm: new LongTermMemory(dim),
    tombstones: [],
    sources: new SourceIndex(),
    graph: new Graph(),
    signals: [],
    rules: new RuleBook(),
    procedures: new ProcedureBook(),
    topics: [],
    shown: new Map(),
    slept: 0,
    sleep: { at: origin, load: 0, touched: new IdSet(), night: null },
    agenda: new Agenda(),
    doubts: new Map(),
    media: new MediaStore(),
    members: new MemberBook(),
    experience: new Experience(),
  }
}
