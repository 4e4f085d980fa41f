// Whom an edit must not reach: names half of which is a subject's.

const mostNames = 300
/** Of a subject: half of them begin as it does, half of them end so. */
const perSubject = 4

/**
 * Names of nobody, four for each subject and at most 300: half of the subject's and half of a neighbour's. A fact that were found by
 * half of its subject's name would be told of these too. Names of one word have no halves.
 */
export function mixedNames(neighbours: readonly string[], subjects: readonly string[]): string[] {
  const own = [...new Set(subjects)]
  const count = neighbours.length === 0 ? 0 : Math.min(mostNames, perSubject * own.length)
  const mixed = Array.from({ length: count }, (_, at) => {
    // Spread over all subjects where there are too many of them.
    const place = Math.floor(at * perSubject * own.length / count)
    const [subject, round] = [own[Math.floor(place / perSubject)]!, place % perSubject]
    const [first, last] = halves(subject)
    const [start, end] = halves(neighbours[at % neighbours.length]!)
    return first && last && start && end ? [round % 2 === 0 ? `${first} ${end}` : `${start} ${last}`] : []
  }).flat()
  return [...new Set(mixed)].filter(name => !own.includes(name) && !neighbours.includes(name))
}

function halves(name: string): [string, string] {
  const words = name.split(' ')
  const middle = Math.ceil(words.length / 2)
  return [words.slice(0, middle).join(' '), words.slice(middle).join(' ')]
}
