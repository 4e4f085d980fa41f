// What was named of each class: noted once, forgotten with its turns, saved as it is.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemberBook } from '../../src/classes/member-book.ts'

const entries = fc.array(fc.record({ turn: fc.nat(9), class: fc.constantFrom('city', 'pet'), member: fc.constantFrom('rome', 'oslo', 'cat') }), { maxLength: 40 })

function bookOf(list: readonly { turn: number; class: string; member: string }[]): MemberBook {
  const book = new MemberBook()
  for (const { turn, ...found } of list) book.put(turn, [found])
  return book
}

const sorted = (packed: ReturnType<MemberBook['pack']>): string[] => packed.flatMap(([key, members]) => members.map(([member, turns]) => `${key} ${member} ${[...turns].toSorted((a, b) => a - b).join(' ')}`)).toSorted((a, b) => a.localeCompare(b))

describe('MemberBook', () => {
  it('notes the same twice as once', () => {
    fc.assert(fc.property(entries, list => {
      expect(bookOf([...list, ...list]).pack()).toEqual(bookOf(list).pack())
    }))
  })

  it('holds nothing of a turn that is forgotten, and all of the others', () => {
    fc.assert(fc.property(entries, fc.nat(9), (list, gone) => {
      const book = bookOf(list)
      book.forget(gone)
      expect(sorted(book.pack())).toEqual(sorted(bookOf(list.filter(({ turn }) => turn !== gone)).pack()))
    }))
  })

  it('comes back from its packed form', () => {
    fc.assert(fc.property(entries, list => {
      const book = bookOf(list)
      expect(MemberBook.unpack(book.pack()).pack()).toEqual(book.pack())
    }))
  })
})
