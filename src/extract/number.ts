// Numbers, in words and in digits.
const words = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(' ')
const tens = 'thirty forty fifty sixty seventy eighty ninety'.split(' ')
const values = new Map([...words.map((word, value) => [word, value] as const), ...tens.map((word, ten) => [word, (ten + 3) * 10] as const)])

/** The number that a word tells. */
export function numberOf(norm: string): number | undefined {
  return values.get(norm) ?? (/^\d+$/.test(norm) ? Number(norm) : undefined)
}

/** The number of some who are told one by one: two to seven. */
export function countOf(norm: string): number | undefined {
  const count = numberOf(norm)
  return count !== undefined && count > 1 && count < 8 ? count : undefined
}
