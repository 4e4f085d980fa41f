// How full the two memories are.
import type { State } from './state.ts'

/** Shares of short- and long-term memory in use, in [0, 1]; a short-term memory without room is full. */
export function fillsOf({ config, stm, ltm }: Pick<State, 'config' | 'stm' | 'ltm'>): { stmFill: number; ltmFill: number } {
  return { stmFill: config.stm.capacity === 0 ? 1 : stm.size / config.stm.capacity, ltmFill: ltm.size / config.ltm.capacity }
}
