// A list of strings as columns: one long string of the distinct ones, their lengths, and which is where.

/** Strings in a form that packs and unpacks without a look at each character. */
export interface PackedStrings {
  /** Distinct strings in the order of first use, joined without a separator. */
  text: string
  /** Lengths of the distinct strings in UTF-16 code units. */
  lengths: Uint32Array
  /** For each element the number of its distinct string. */
  index: Uint32Array
}

export function packStrings(list: readonly string[]): PackedStrings {
  const numbers = new Map<string, number>()
  const index = new Uint32Array(list.length)
  for (let at = 0; at < list.length; at++) {
    const value = list[at]!
    let number = numbers.get(value)
    if (number === undefined) numbers.set(value, number = numbers.size)
    index[at] = number
  }
  const distinct = [...numbers.keys()]
  return { text: distinct.join(''), lengths: Uint32Array.from(distinct, value => value.length), index }
}

export function unpackStrings({ text, lengths, index }: PackedStrings): string[] {
  const distinct: string[] = []
  let start = 0
  for (const length of lengths) {
    distinct.push(text.slice(start, start + length))
    start += length
  }
  return Array.from(index, number => distinct[number] ?? '')
}

/** Lists of numbers, one after the other, with their lengths. */
export interface PackedLists {
  values: Uint32Array
  lengths: Uint32Array
}

export function packLists(lists: readonly (readonly number[])[]): PackedLists {
  return { values: Uint32Array.from(lists.flat()), lengths: Uint32Array.from(lists, list => list.length) }
}

export function unpackLists({ values, lengths }: PackedLists): number[][] {
  let start = 0
  return Array.from(lengths, length => {
    const list = [...values.subarray(start, start + length)]
    start += length
    return list
  })
}
