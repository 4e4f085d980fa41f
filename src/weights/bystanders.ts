// Whom an edit must not reach: names half of which is a subject's.

const mostNames = 60

/**
 * Names of nobody, one for each subject and at most 60: half of the subject's and half of a neighbour's. A fact that were found by
 * half of its subject's name would be told of these too. Names of one word have no halves.
 */
export function mixedNames(neighbours: readonly string[], subjects: readonly string[]): string[] {
  const own = [...new Set(subjects)]
  const count = neighbours.length === 0 ? 0 : Math.min(mostNames, own.length)
  const mixed = Array.from({ length: count }, (_, at) => {
    const [first, last] = halves(own[Math.floor(at * own.length / count)]!)
    const [start, end] = halves(neighbours[at % neighbours.length]!)
    return first && last && start && end ? [at % 2 === 0 ? `${first} ${end}` : `${start} ${last}`] : []
  }).flat()
  return [...new Set(mixed)].filter(name => !own.includes(name) && !neighbours.includes(name))
}

function halves(name: string): [string, string] {
  const words = name.split(' ')
  const middle = Math.ceil(words.length / 2)
  return [words.slice(0, middle).join(' '), words.slice(middle).join(' ')]
}
