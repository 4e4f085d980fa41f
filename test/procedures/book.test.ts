import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ProcedureBook, type Instruction } from '../../src/procedures/book.ts'
import { isActive, rewarded, trustIn, unused, type Procedure } from '../../src/procedures/procedure.ts'

function procedure(fields: Partial<Procedure> = {}): Procedure {
  return {
    ...unused, id: 'p1', speaker: 'user', name: 'receipts', origin: 'taught', instruction: 'put receipts in the table', quotes: 0, when: null, turns: [0], requests: [],
    since: 0, ...fields,
  }
}

function instruction(turn: number, request: number | null = null): Instruction {
  return { turn, session: 'one', speaker: 'user', request, probability: 0.8, from: 0, to: 5 }
}

describe('trust', () => {
  test('is larger in what was said outright than in what was learned', () => {
    expect(trustIn(procedure())).toBeGreaterThan(trustIn(procedure({ origin: 'learned' })))
    expect(trustIn(procedure({ origin: 'host' }))).toBe(trustIn(procedure()))
  })

  test('rises with every reward, falls with every punishment, and stays within (0, 1)', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }).filter(value => Math.abs(value) > 1e-6)), rewards => {
      let one = procedure()
      for (const reward of rewards) {
        const next = rewarded(one, reward, 7)
        if (reward > 0) expect(trustIn(next)).toBeGreaterThan(trustIn(one))
        else expect(trustIn(next)).toBeLessThan(trustIn(one))
        expect(trustIn(next)).toBeLessThan(1)
        expect(trustIn(next)).toBeGreaterThan(0)
        one = next
      }
    }), { seed: 1 })
  })

  test('ends with one that keeps failing, not with one that failed once', () => {
    let one = procedure()
    one = rewarded(one, -1, 1)
    expect(isActive(one)).toBe(true)
    for (let time = 2; time < 6; time++) one = rewarded(one, -1, time)
    expect(one).toMatchObject({ retired: 'failed', lastSuccess: null })
    expect(isActive(one)).toBe(false)
  })

  test('remembers when it last went well', () => {
    expect(rewarded(rewarded(procedure(), 1, 5), -0.5, 9)).toMatchObject({ lastSuccess: 5, worked: 1, failed: 0.5 })
  })
})

describe('the book', () => {
  test('never gives an id twice, also after a load', () => {
    const book = new ProcedureBook()
    book.put(procedure({ id: book.nextId }))
    book.drop('p1')
    expect(ProcedureBook.unpack(book.pack()).nextId).toBe('p2')
  })

  test('takes out a procedure with the turn whose words it has, and one that nothing else states', () => {
    const book = new ProcedureBook()
    book.put(procedure())
    book.put(procedure({ id: 'p2', origin: 'learned', quotes: 4, turns: [0, 2, 4], requests: [1, 3] }))
    book.put(procedure({ id: 'p3', origin: 'host', quotes: null, when: 'a receipt', turns: [] }))
    book.forget(0)
    expect(book.list().map(({ id, turns }) => [id, turns])).toEqual([['p2', [2, 4]], ['p3', []]])
    book.forget(3)
    expect(book.get('p2')!.requests).toEqual([1])
    book.forget(4)
    expect(book.list().map(({ id }) => id)).toEqual(['p3'])
  })

  test('takes a turn out of what may still be learned, and keeps the latest two hundred', () => {
    const book = new ProcedureBook()
    book.note(instruction(1, 0))
    book.note(instruction(3, 2))
    book.forget(1)
    book.forget(2)
    expect(book.instructions.map(({ turn, request }) => [turn, request])).toEqual([[3, null]])
    for (let turn = 10; turn < 300; turn++) book.note(instruction(turn))
    expect(book.instructions).toHaveLength(200)
    expect(book.instructions.at(-1)!.turn).toBe(299)
  })

  test('is the same after a load', () => {
    fc.assert(fc.property(fc.array(fc.nat(9), { maxLength: 6 }), forgotten => {
      const book = new ProcedureBook()
      book.put(procedure({ id: 'p4', origin: 'learned', quotes: 9, turns: [5, 7, 9], requests: [4] }))
      for (let turn = 0; turn < 6; turn++) book.note(instruction(turn))
      for (const turn of forgotten) book.forget(turn)
      expect(ProcedureBook.unpack(book.pack()).pack()).toEqual(book.pack())
      expect(book.list().every(({ turns }) => turns.every(turn => !forgotten.includes(turn)))).toBe(true)
    }), { seed: 1 })
  })
})
