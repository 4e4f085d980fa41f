// How many tokens a text costs: a host's own count, or an estimate by kinds of character, fitted to real tokenizers.

/** Counts the tokens of a text as the host's model does. */
export type CountTokens = (text: string) => number

/** What one of each kind costs in tokens: least absolute errors against o200k_base on half of our texts, rounded (bench/tokens.ts). */
const weights = {
  /** Words of Latin letters with the space before them, and their letters beyond the sixth. */
  words: 1, longLetters: 0.1,
  /** Words with a capital after a word without: names are rarer than what begins a sentence. */
  names: 0.25,
  accents: 0.9,
  /** Apostrophes between letters: less than two words and a mark. */
  joins: -1.85,
  /** Groups of up to three digits, and spaces before them. */
  digits: 1.25, spacedDigits: 1,
  /** Runs of punctuation, of line breaks. */
  marks: 1, breaks: 1,
  /** Letters of other scripts. */
  greek: 0.5, cyrillic: 0.35, hebrew: 0.45, arabic: 0.45, indic: 0.4, thai: 0.55, kana: 0.85, han: 0.9, hangul: 0.95, otherLetters: 0.7,
  /** Characters beyond the basic plane: most are emoji. */
  astral: 2,
}

/** A kind of character, or of run of characters. */
export type TokenKind = keyof typeof weights

/** Kinds in the order of `countKinds`. */
export const tokenKinds = Object.keys(weights) as readonly TokenKind[]
const costs = Float64Array.from(tokenKinds, kind => weights[kind])
const place = Object.fromEntries(tokenKinds.map((kind, index) => [kind, index])) as Readonly<Record<TokenKind, number>>

/** Blocks of Unicode whose letters cost alike. */
const blocks: readonly (readonly [first: number, last: number, kind: TokenKind])[] = [
  [0x370, 0x3ff, 'greek'], [0x400, 0x52f, 'cyrillic'], [0x590, 0x5ff, 'hebrew'], [0x600, 0x77f, 'arabic'], [0x900, 0xdff, 'indic'],
  [0xe00, 0xeff, 'thai'], [0x1100, 0x11ff, 'hangul'], [0x3041, 0x30ff, 'kana'], [0x3400, 0x9fff, 'han'], [0xac00, 0xd7af, 'hangul'],
]

const { words, longLetters, names, accents, joins, digits, spacedDigits, marks, breaks, astral } = place
const [lower, upper, accented, digit, mark, space, lineBreak, high, low] = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const
/** Classes from here on are letters of another script: the place of their kind. */
const foreign = 16

/** Classes of the UTF-16 code units that were met, 0 for the others: to look at all would take longer than most texts. */
const classes = new Uint8Array(0x10000)

function classOf(code: number): number {
  const character = String.fromCharCode(code)
  if (code >= 0xd800 && code <= 0xdfff) return code <= 0xdbff ? high : low
  if (/[\r\n\u2028\u2029]/.test(character)) return lineBreak
  if (/[\s\p{Cc}\p{Cf}]/u.test(character)) return space
  if (/\p{Nd}/u.test(character)) return digit
  if (!/[\p{L}\p{M}]/u.test(character)) return mark
  if (code < 0x80) return /[a-z]/.test(character) ? lower : upper
  if (/[\p{Script=Latin}\u0300-\u036f]/u.test(character)) return accented
  const block = blocks.find(([first, last]) => code >= first && code <= last)
  return foreign + place[block?.[2] ?? 'otherLetters']
}

/** How often each kind stands in a text, in the order of `tokenKinds`. */
export function countKinds(text: string): Float64Array {
  const counts = new Float64Array(tokenKinds.length)
  let [before, run, plain] = [0, 0, false]
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    const own = classes[code] || (classes[code] = classOf(code))
    const kind = own <= accented ? lower : own
    run = kind === before ? run + 1 : 1
    if (kind === lower) {
      if (run === 1) {
        counts[words]!++
        if (plain && own === upper && before === space) counts[names]!++
        if (before === mark && isJoin(text, index - 1)) counts[joins]!++
        plain = own === lower
      }
      if (run > 6) counts[longLetters]!++
      if (own === accented) counts[accents]!++
    } else if (kind === digit) {
      if (run % 3 === 1) counts[digits]!++
      if (run === 1 && before === space) counts[spacedDigits]!++
    } else if (kind >= foreign) counts[kind - foreign]!++
    else if (kind === high) counts[astral]!++
    else if (kind === mark || kind === lineBreak) {
      if (run === 1) counts[kind === mark ? marks : breaks]!++
      plain = false
    }
    before = kind
  }
  return counts
}

/** True for an apostrophe after a letter. */
function isJoin(text: string, index: number): boolean {
  return (text[index] === "'" || text[index] === '’') && index > 0 && classes[text.charCodeAt(index - 1)]! <= accented
}

/**
 * About as many tokens as current tokenizers make of a text, by kinds of character. Mean absolute error on texts that the
 * weights have not seen, against o200k_base / cl100k_base: 5 / 7 % of a message, 2 / 2 % of a context, 5 / 5 % of a page of
 * code; of everyday sentences in German, French and Spanish 16 / 15 %, Cyrillic 9 / 33 %, Greek 14 / 50 %, Hebrew 8 / 55 %,
 * Arabic 13 / 43 %, Devanagari 14 / 64 %, Thai 22 / 40 %, Han 32 / 34 %, kana 6 / 18 %, hangul 6 / 27 %, each on four to
 * twenty-four sentences alone. The older vocabulary makes up to three times as many tokens of other scripts: a memory in one
 * of these wants a `countTokens`.
 */
export const estimateTokens: CountTokens = text => {
  const counts = countKinds(text)
  let sum = 0
  for (let kind = 0; kind < counts.length; kind++) sum += counts[kind]! * costs[kind]!
  return text === '' ? 0 : Math.max(1, Math.round(sum))
}
