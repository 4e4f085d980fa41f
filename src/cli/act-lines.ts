// What a host did to a memory, from the lines that mneme export writes: an import does it again after the turns.
import type { Mneme, SignalName } from '../index.ts'

/** What a host did. */
export type Act =
  | { type: 'suppress'; turnIds: readonly string[] }
  | { type: 'fire'; signal: SignalName; turnId: string; level: number; why: string }
  | { type: 'switch off'; rule: string }
  | { type: 'add procedure'; when: string; do: string; name: string }
  | { type: 'remove procedure'; turnIds: readonly string[] }

/** Acts in a JSONL text whose lines have been checked. */
export function readActs(text: string): Act[] {
  return text.replace(/^\uFEFF/, '').split('\n').filter(line => line.trim() !== '')
    .flatMap(line => actOf(new Map(Object.entries(JSON.parse(line) as object))))
}

function actOf(line: ReadonlyMap<string, unknown>): Act[] {
  const type = line.get('type')
  if (type === 'trace' && line.get('status') === 'suppressed') return [{ type: 'suppress', turnIds: strings(line.get('sourceIds')) }]
  if (type === 'rule' && line.get('enabled') === false) return [{ type: 'switch off', rule: String(line.get('text')) }]
  if (type === 'procedure') return procedureActs(line)
  if (type !== 'signal' || line.get('trigger') !== 'host' || typeof line.get('turnId') !== 'string') return []
  const level = line.get('level')
  return [{
    type: 'fire', signal: line.get('signal') as SignalName, turnId: String(line.get('turnId')), level: typeof level === 'number' ? level : 1,
    why: String(line.get('cause')),
  }]
}

function procedureActs(line: ReadonlyMap<string, unknown>): Act[] {
  const instruction = String(line.get('instruction'))
  if (line.get('origin') === 'host') return [{ type: 'add procedure', when: String(line.get('when')), do: instruction, name: String(line.get('name')) }]
  return line.get('retired') === 'removed' ? [{ type: 'remove procedure', turnIds: strings(line.get('sourceIds')) }] : []
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : []
}

/** Does an act again; what it was done to may have left the memory since, and then there is nothing to do. */
export async function repeatAct(memory: Mneme, act: Act): Promise<void> {
  if (act.type === 'suppress') {
    for (const id of act.turnIds) if (memory.get(id)?.tier) await memory.suppress(id)
  } else if (act.type === 'fire') {
    if (memory.get(act.turnId)) await memory.fire(act.signal, { id: act.turnId, level: act.level, why: act.why })
  } else if (act.type === 'add procedure') {
    await memory.procedures.add({ when: act.when, do: act.do, name: act.name })
  } else if (act.type === 'remove procedure') {
    const same = memory.procedures.list().filter(({ sourceIds }) => sourceIds.some(id => act.turnIds.includes(id)))
    for (const { id } of same) await memory.procedures.remove(id)
  } else {
    for (const { id } of memory.rules().filter(({ text }) => text === act.rule)) await memory.setRule(id, { enabled: false })
  }
}
