// The word that a statement is about, by its place: what is "my" or "our", else the first word that carries content.
import { isFunctionWord, wordSet, writtenWordsOf } from './prose.ts'

/** Words that say how something is meant or liked, not what it is about. */
const framing = wordSet(`
  actually anymore basically instead longer meant note remember remind please still today tonight tomorrow yesterday always
  never usually often sometimes mostly rather prefer prefers preferred preference like likes liked love loves loved hate hates hated
  dislike dislikes enjoy enjoys adore adores favourite favorite favourites favorites fan want wants wanted wish hope need needs
  think believe know known find found keep keeps use uses used start started stop stopped quit live lives living work works
  working own owns allergic play plays played run runs drive drives speak speaks study studies teach teaches learn learning collect collects grow grows
  new old yep yup nope sure hey hi hello wow haha thanks thank great good nice cool awesome amazing sorry correction wish`)

/** The subject word of a text as it is written, its first letter large; undefined where none carries content. */
export function subjectWord(text: string): string | undefined {
  const words = writtenWordsOf(text)
  const owned = words.findIndex(word => /^(?:my|our)$/i.test(word))
  const found = (owned < 0 ? undefined : words.slice(owned + 1, owned + 4).find(carries)) ?? words.find(carries)
  return found?.replace(/^\p{Ll}/u, letter => letter.toUpperCase())
}

function carries(word: string): boolean {
  const plain = word.toLowerCase().replaceAll('’', "'")
  return /^\p{L}/u.test(word) && !isFunctionWord(plain) && !framing.has(plain) && !/(?:ly|'\p{L}{1,2})$/u.test(plain)
}
