// How strong a turn begins: kept in the log beside its importance, also of turns that older files and journals have without.
import { describe, expect, it } from 'vitest'
import { TurnLog, type TurnToLog } from '../../src/log/log.ts'

const turn = (at: number, more: Partial<TurnToLog>): TurnToLog => ({
  id: `t${at}`, text: `turn ${at}`, speaker: 'user', at, receivedAt: at, session: 's', outcome: 'ignore', kind: 'episodic', importance: 0.25, why: '', tick: 0, ...more,
})

describe('a logged turn', () => {
  it('keeps its strength apart from its importance, also packed', () => {
    const log = new TurnLog()
    for (let at = 0; at < 40; at++) log.append(turn(at, { strength: at / 64 }))
    for (const one of [log, TurnLog.unpack(log.pack())]) expect(one.at(39)).toMatchObject({ importance: 0.25, strength: 39 / 64 })
  })

  it('without one has its importance for it, from a journal and from a file', () => {
    const log = new TurnLog()
    log.append(turn(0, {}))
    expect(log.at(0)!.strength).toBe(0.25)
    const { strength: _, ...older } = log.pack()
    const read = TurnLog.unpack(older)
    expect(read.at(0)!.strength).toBe(0.25)
    read.append(turn(1, { strength: 0.75 }))
    expect([read.at(0)!.strength, read.at(1)!.strength]).toEqual([0.25, 0.75])
  })
})
