// Interaction style of a message: length, question, code, list, formality, and whether an assistant wrote it.
import { sentencesOf, wordSet } from './prose.ts'

/** Style of one message; each in [-1, 1]. */
export interface Style {
  /** Log of the number of words: -1 nothing, 0 at a dozen, 1 from two hundred on. */
  length: number
  /** Share of sentences that ask, in [0, 1]. */
  question: number
  /** Share of the text that looks like code, paths or commands, in [0, 1]. */
  code: number
  /** Share of lines that are list items, in [0, 1]. */
  list: number
  /** -1 slang to 1 formal. */
  formality: number
  /** 1 when the speaker is an assistant, else 0. */
  assistant: number
}

const interrogatives = wordSet(`
  who whom whose what what's when where where's which why how how's is are am do does did can could would should will
  shall may have has had was were isn't aren't don't doesn't didn't can't couldn't wouldn't won't any`)
const slang = wordSet(`
  lol lmao haha hahaha omg gonna wanna gotta kinda sorta ya yeah yep yup nope nah u ur r thx ty pls plz btw idk imo
  tbh ok k hey yo dude bro sis cuz coz cause dunno ain't y'all em' hi hm hmm ugh meh wow cool`)
const polite = wordSet(`
  please would could kindly regarding therefore however furthermore moreover sincerely dear thank appreciate shall
  whom upon ensure provide additionally consequently accordingly request inform assist grateful`)
const assistants = wordSet('assistant ai bot model agent system')
// Repetitions are bounded so that no text can make the search quadratic.
const codeTokens = [
  /`[^`\n]{1,200}`/g, /\b\w{1,60}\([^)\n]{0,80}\)/g, /[{};]\s{0,9}$/gm, /=>|::|&&|\|\|/g,
  /(?:^|\s)--?[a-z][\w-]{0,40}/gm, /\b[a-z]\w{0,40}_\w/gi, /(?:^|\s)[~.]{0,2}\/[\w./-]{2,200}/gm,
  /\b[\w-]{1,60}\.(?:ts|js|py|go|rs|java|c|h|json|ya?ml|toml|sh|sql|md|html|css)\b/g,
]

/** Style of a message given with its lower-case words. */
export function styleOf(text: string, words: readonly string[], speaker: string): Style {
  return {
    length: Math.max(-1, Math.min(1, Math.log2((1 + words.length) / 13) / 4)),
    question: questionShare(text),
    code: codeShare(text, words.length),
    list: listShare(text),
    formality: formalityOf(text, words),
    assistant: assistants.has(speaker.trim().toLowerCase()) ? 1 : 0,
  }
}

/** Share of sentences that ask something, in [0, 1]; a question without its mark counts half. */
export function questionShare(text: string): number {
  const sentences = sentencesOf(text)
  if (sentences.length === 0) return 0
  let asked = 0
  for (const sentence of sentences) {
    if (/[?？]/.test(sentence)) asked += 1
    else if (interrogatives.has((/^\p{L}+(?:['’]\p{L}+)?/u.exec(sentence)?.[0] ?? '').toLowerCase())) asked += 0.5
  }
  return asked / sentences.length
}

function codeShare(text: string, words: number): number {
  if (text.includes('```')) return 1
  return Math.min(1, (3 * codeTokens.reduce((sum, token) => sum + (text.match(token)?.length ?? 0), 0)) / (words + 1))
}

function listShare(text: string): number {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  if (lines.length < 2) return 0
  return lines.filter(line => /^\s*(?:[-*•–]|\d{1,3}[.)])\s/.test(line)).length / lines.length
}

function formalityOf(text: string, words: readonly string[]): number {
  if (words.length === 0) return 0
  let formal = 0
  for (const word of words) {
    if (polite.has(word) || word.length > 9) formal += 1
    else if (slang.has(word)) formal -= 2
    else if (word.includes("'")) formal -= 0.5
  }
  const dressed = /^\s*\p{Lu}/u.test(text) ? 0.15 : -0.15
  const closed = /[.!?]\s*$/.test(text) ? 0.1 : -0.1
  return Math.max(-1, Math.min(1, (3 * formal) / (words.length + 2) + dressed + closed))
}
