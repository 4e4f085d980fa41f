import { describe, expect, it } from 'vitest'
import { TurnLog } from '../../src/log/log.ts'
import { workingTurns } from '../../src/log/working.ts'

const minute = 60_000
const span = { turns: 3, maxAgeMinutes: 30 }

function logOf(...turns: readonly (readonly [minutes: number, session: string])[]): TurnLog {
  const log = new TurnLog()
  turns.forEach(([minutes, session], at) => log.append({
    id: `t${at}`, text: `turn ${at}`, speaker: 'user', at: minutes * minute, receivedAt: minutes * minute, session, outcome: 'ltm', kind: 'episodic', importance: 0.5, why: '', tick: 0,
  }))
  return log
}

describe('workingTurns', () => {
  it('is the last turns of the running conversation, the oldest first', () => {
    expect(workingTurns(logOf([0, 'a'], [1, 'a'], [2, 'a'], [3, 'a']), 4 * minute, 0, span)).toEqual([1, 2, 3])
    expect(workingTurns(logOf([0, 'a'], [1, 'b'], [2, 'b']), 3 * minute, 0, span)).toEqual([1, 2])
  })

  it('slides with the clock', () => {
    const log = logOf([0, 'a'], [10, 'a'], [20, 'a'])
    expect(workingTurns(log, 25 * minute, 0, span)).toEqual([0, 1, 2])
    expect(workingTurns(log, 35 * minute, 0, span)).toEqual([1, 2])
    expect(workingTurns(log, 51 * minute, 0, span)).toEqual([])
  })

  it('holds nothing of a conversation that has ended, nor what was forgotten', () => {
    const log = logOf([0, 'a'], [1, 'a'], [2, 'a'])
    expect(workingTurns(log, 3 * minute, 2, span)).toEqual([2])
    log.erase(1)
    expect(workingTurns(log, 3 * minute, 0, span)).toEqual([2])
  })
})
