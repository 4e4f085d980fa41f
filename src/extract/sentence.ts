// A message as sentences of tokens: contractions spelled out, possessives apart, sloppy spelling of both understood.
import { isListed, isVerb } from './ordinary.ts'
import { slipOf } from './slip.ts'
import { normAt, type Sentence, type Token } from './token.ts'

const pattern = /[\p{L}\p{M}\p{N}]+(?:['’.\-‑][\p{L}\p{M}\p{N}]+)*['’]?|\n+|\.{2,}|[^\s\p{L}\p{N}]/gu
const closers = new Set(['.', '!', '?', '…', '..', '...', '\n', '？', '！', '。'])
const titles = new Set('mr mrs ms dr prof st sr jr vs no'.split(' '))

/** What a clipped ending stands for. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/^(.+)n't$/, 'not'], [/^(.+)'m$/, 'am'], [/^(.+)'re$/, 'are'], [/^(.+)'ve$/, 'have'], [/^(.+)'ll$/, 'will'],
  [/^(.+)'d$/, "'d"], [/^(.+)'s$/, "'s"], [/^(.+s)'$/, "'s"],
]

/** Words that lost their apostrophe, and slang that stands for two. */
const sloppy: Readonly<Record<string, string>> = {
  im: 'i am', ive: 'i have', dont: 'do not', doesnt: 'does not', didnt: 'did not', isnt: 'is not', arent: 'are not',
  wasnt: 'was not', werent: 'were not', cant: 'can not', cannot: 'can not', wont: 'will not', wouldnt: 'would not',
  couldnt: 'could not', shouldnt: 'should not', hasnt: 'has not', havent: 'have not', hadnt: 'had not', aint: 'is not',
  hes: 'he is', shes: 'she is', theyre: 'they are', youre: 'you are', theres: 'there is', thats: 'that is', whos: 'who is',
  weve: 'we have', theyve: 'they have', youve: 'you have', gonna: 'going to', wanna: 'want to', gotta: 'have to',
  shell: 'shell', itll: 'it will', whats: 'what is', wheres: 'where is', lets: 'let us', "let's": 'let us', "can't": 'can not',
  "won't": 'will not', "ain't": 'is not', "shan't": 'shall not', u: 'you', ur: 'your', w: 'with', bc: 'because', cuz: 'because',
  cos: 'because', tho: 'though', n: 'and', frm: 'from', wid: 'with', wit: 'with', thru: 'through', alergic: 'allergic', allergc: 'allergic', allergik: 'allergic', allergick: 'allergic', nt: 'not',
  thier: 'their', ther: 'there', teh: 'the', wat: 'what', wen: 'when', wher: 'where', wiv: 'with', agen: 'again', skool: 'school', luv: 'love', luvs: 'loves',
  bcuz: 'because', bcos: 'because', coz: 'because', cus: 'because', dis: 'this', dat: 'that', dey: 'they', sez: 'says', any1: 'anyone', some1: 'someone', every1: 'everyone',
  stil: 'still', docter: 'doctor', in2: 'into', jus: 'just', kno: 'know', gd: 'good', sry: 'sorry', '2gether': 'together', wo: 'without', woulda: 'would have', coulda: 'could have', shoulda: 'should have',
  b4: 'before', m8: 'mate', rly: 'really', ppl: 'people', theyll: 'they will', youll: 'you will', theyd: 'they would', shouldve: 'should have', nvr: 'never', tmrw: 'tomorrow',
  hav: 'have', r: 'are', ya: 'you', yr: 'your', gona: 'going to', studys: 'studies', wots: 'what is', acctually: 'actually',
}

/** Marks that only dress a text. */
const dressing = new Set(['*', '_', '~', '`', '#', '^'])

/** Sentences of a message in order. */
export function sentencesIn(text: string): Sentence[] {
  const tokens = tokensOf(text)
  const cased = isCased(tokens)
  const sentences: Sentence[] = []
  let current: Token[] = []
  const close = (asks: boolean): void => {
    if (current.some(token => token.kind === 'word')) sentences.push({ tokens: current, asks, cased })
    current = []
  }
  for (const [index, token] of tokens.entries()) {
    if (!closers.has(token.norm)) current.push(token)
    else if (!(token.norm === '.' && endsTitle(tokens, index))) close(token.norm === '?' || token.norm === '？')
  }
  close(false)
  return sentences
}

/** A full stop after a title or an initial closes nothing. */
function endsTitle(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]
  const after = tokens[index + 1]
  if (!before || after?.kind !== 'word' || after.start - before.start - before.text.length > 2) return false
  if (/^(mr|mrs|ms|dr|prof)$/.test(before.norm)) return true
  if (!after.capital) return false
  return titles.has(before.norm) || (before.capital && before.text.length === 1)
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const { 0: written, index: start } of text.matchAll(pattern)) {
    if (written.startsWith('\n')) tokens.push(mark('\n', start))
    else if (written === '=') tokens.push({ ...mark(written, start), norm: 'is', kind: 'word' })
    else if (written === '@') tokens.push({ ...mark(written, start), norm: 'at', kind: 'word' })
    else if (/^[\p{L}\p{N}]/u.test(written)) tokens.push(...wordTokens(written, start))
    else if (written === '&' || written === '+') tokens.push({ ...mark(written, start), norm: 'and', kind: 'word' })
    else if (/\p{Extended_Pictographic}/u.test(written)) tokens.push(mark('.', start))
    else if (!dressing.has(written) && !/\p{M}|\u200d/u.test(written)) tokens.push(mark(written, start))
  }
  return tokens.map((token, at) => {
    const meant = chatWord(token, normAt(tokens, at - 1), normAt(tokens, at + 1))
    return meant === undefined ? token : { ...token, norm: meant }
  })
}

/** What a word of chats stands for beside others: "works 4 them", "next 2 me"; "my cuz" is a cousin, "cuz" alone is because. */
function chatWord({ text }: Token, before: string, next: string): string | undefined {
  if (text === 'cuz') return /^(my|our|his|her|your|their)$/.test(before) ? 'cousin' : undefined
  if (text === '4') return /^(works?|worked|working)$/.test(before) || /^(me|my|the|him|her|us|xmas|christmas|his|our)$/.test(next) ? 'for' : undefined
  if (text === '2') return /^(allergic|engaged|married|next|talk|talked|spoke|moved|belongs|got)$/.test(before) && !/^(kids|cats|dogs|years|yrs|months|weeks|days)$/.test(next) ? 'to' : undefined
  return undefined
}

function mark(text: string, start: number): Token {
  const norm = /^[—–]$/.test(text) ? '-' : /^[“”„«»"]$/.test(text) ? '"' : /^[‘’']$/.test(text) ? "'" : text
  return { text, norm, kind: 'mark', capital: false, start }
}

function wordTokens(written: string, start: number): Token[] {
  const bare = written.replace(/\.$/, '')
  const norm = bare.normalize('NFC').toLowerCase().replaceAll('’', "'").replaceAll('‑', '-')
  const capital = /^\p{Lu}/u.test(bare)
  // "Im" is "I am"; a name that looks like slang is not: "Ur", "Cos".
  const meant = capital ? undefined : slipOf(norm)
  const spelled = capital && !/^(i|he|she|they|we|you|that|there|who|what|do|does|did|is|are|was|can|will|won|let|ha|could|would|should|were)/.test(norm)
    ? undefined
    : sloppy[meant ?? norm]
  if (spelled) {
    return spelled.split(' ').map((part, index) => ({ text: index === 0 ? bare : part, norm: part, kind: 'word', capital: capital && index === 0, start }))
  }
  for (const [ending, stands] of endings) {
    const [, stem] = ending.exec(norm) ?? []
    if (!stem) continue
    const word: Token = { text: bare.slice(0, stem.length), norm: stem, kind: 'word', capital, start }
    return [word, { text: bare.slice(stem.length), norm: stands, kind: 'word', capital: false, start: start + stem.length }]
  }
  if (meant !== undefined) return [{ text: meant, norm: meant, kind: 'word', capital, start }]
  // "Workin", "droppin'", "anythin": the g was dropped.
  const whole = norm.replace(/'?$/, 'g')
  const plain = /^\p{L}{3,}in'?$/u.test(norm) && !capital && !isVerb(norm) && (isVerb(whole) || isListed(whole)) ? whole : norm.replace(/'$/, '')
  return [{ text: bare.replace(/['’]$/, ''), norm: plain, kind: 'word', capital, start }]
}

/** True where words inside sentences carry capitals, others than "I". */
function isCased(tokens: readonly Token[]): boolean {
  return tokens.some((token, index) => {
    const before = tokens[index - 1]
    return token.capital && token.norm !== 'i' && before !== undefined && (before.kind === 'word' || /^[,;(]$/.test(before.norm)) && !/^\p{Lu}{2,}$/u.test(token.text)
  })
}
