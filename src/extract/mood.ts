// How each place of a sentence is meant: said to be so, denied, over, or not claimed at all.
import { kinAt } from './kin.ts'
import { isVerb } from './ordinary.ts'
import { normAt, type Token } from './token.ts'
import { isFunctionWord, wordSet } from '../encode/prose.ts'

/** `unsure`: a question, a wish, a plan, a condition, fiction: nothing is claimed. */
export type Mood = 'holds' | 'denied' | 'ended' | 'unsure'

const conditions = wordSet('if unless whether suppose supposing imagine assuming pretend hopefully maybe perhaps possibly hypothetically someday')
const wishes = wordSet(`
  wish wishes wished hope hopes hoping dream dreams dreamt dreamed dreaming imagine imagining imagined fantasy fantasise fantasize fantasising want wants wanted
  plan plans planning planned consider considering considered apply applies applied applying might may could would should 'd
  almost nearly joking joke kidding pretending pretended suppose guess doubt doubts reckon rumour rumor rumours rumors supposedly allegedly
  thinking tempted offered offer offers interview interviewing interviewed interviews trying tries hesitating
  dying fancies fancied aim aims shortlisted auditioning auditioned considering debating threatening threatens will 'll shall gonna`)
const fiction = wordSet(`
  book novel novels film movie movies films series episode sitcom soap character characters protagonist heroine villain fairy-tale fairytale fanfic
  fanfiction lyrics lyric poem screenplay script npc dnd campaign roleplay role-play sims musical opera anime manga comic comics cartoon
  sequel trilogy translate translation chapter storyline plot backstory improv drama telenovela k-drama kdrama`)
const endings = wordSet('formerly previously')
const negations = wordSet("not never no nobody neither nor hardly barely scarcely without")
const boundaries = new Set([',', ';', ':', '-', 'but', 'because', 'so', 'although', 'though', 'and', 'while', 'whereas', 'yet', '(', ')'])
const questionWords = wordSet('who whom whose what which when where why how')
const inverted = wordSet('do does did is are was were am can could would will should shall have has had may might must')
const asked = wordSet('i you he she it we they my your his her our their the a an this that there')

/** Mood of each token's place: what a predicate that starts there claims. */
export function moodsOf(tokens: readonly Token[], asks: boolean): Mood[] {
  const moods = tokens.map((): Mood => 'holds')
  const askedFrom = asks ? questionStart(tokens) : looseQuestionStart(tokens)
  markScopes(tokens, moods)
  // "Had Bilal married her", "were my father alive": a condition without its word.
  if (!asks && /^(had|were|should)$/.test(normAt(tokens, 0)) && (tokens[1]?.capital || asked.has(normAt(tokens, 1)))) moods.fill('unsure')
  const taken = askedFrom < 0 ? undefined : takenForGranted(tokens, askedFrom)
  if (askedFrom >= 0) for (let at = askedFrom; at < tokens.length; at++) if (!taken?.has(at)) moods[at] = 'unsure'
  return moods
}

/** Place from which a sentence tells a story that is made up; behind its end where it does not. */
export function fictionFrom(tokens: readonly Token[]): number {
  const at = tokens.findIndex(({ norm }, place) => fiction.has(norm) && !/^(club|group|shop|case|shelf|launch|fair|token|voucher|store)$/.test(normAt(tokens, place + 1)) && /^(the|a|an|this|that|my|our|his|her|in|new|first|second|chapter|one)$/.test(normAt(tokens, place - 1)))
  const story = tokens.findIndex((_, place) => opensStory(tokens, place))
  const starts = [at, story].filter(place => place >= 0)
  return starts.length === 0 ? Infinity : Math.min(...starts)
}

/** "I had a dream where", "in the show": a story, though the word alone is none. */
function opensStory(tokens: readonly Token[], at: number): boolean {
  const norm = (step: number): string => normAt(tokens, at + step)
  if (/^(dream|dreamt|dreamed|nightmare)$/.test(norm(0))) return /^(where|that|about|in|i|of)$/.test(norm(1)) || [2, 3].some(step => /^(where|that|about|i)$/.test(norm(step)))
  if (/^(story|tale|fable|sketch)$/.test(norm(0)) && (/^(where|that)$/.test(norm(1)) || (norm(1) === 'in' && norm(2) === 'which'))) return true
  if (norm(0) === 'role' && /^(play|playing)$/.test(norm(1))) return true
  return /^(show|play|game|sketch)$/.test(norm(0)) && /^(the|this|that|a)$/.test(norm(-1)) && norm(-2) === 'in'
}

/** True for a message about a text that its writer makes up. */
export function isFiction(text: string): boolean {
  return /\b(?:chapter|dialogues?|protagonist|my (?:novel|story|screenplay|script|fanfic|campaign|character|characters)|plot (?:hole|twist)|backstory|npc|d&d|drama club|am-dram|amateur dramatics|school play|opening night|cast as|playing the (?:part|role) of)\b/i.test(text)
}

/** Where the question begins in a sentence that ends with its mark. */
function questionStart(tokens: readonly Token[]): number {
  for (let at = 0; at < tokens.length; at++) {
    const { norm } = tokens[at]!
    const opens = at === 0 || boundaries.has(tokens[at - 1]!.norm) || tokens[at - 1]!.norm === '"' || /^(so|and|but|or|hey|ok|btw|also|well|then|anyway|plus)$/.test(tokens[at - 1]!.norm)
    if (!opens) continue
    if (questionWords.has(norm) && !(at > 0 && /^(who|which|whose|when|where)$/.test(norm) && tokens[at - 1]!.norm === ',')) return at
    if (inverted.has(norm) && (asked.has(normAt(tokens, at + 1)) || tokens[at + 1]?.capital || tokens[at + 1]?.norm === 'not')) return at
    if (/^(any|should|could|can|would|does|did|do|wanna|think|guess|remember|isn)$/.test(norm) && at > 0) return at
    if (/^(right|correct|ok|yes|no|yeah|eh|huh|really)$/.test(norm) && at === tokens.length - 1 && at > 0) return at
  }
  return 0
}

/** "What suits my sister, who hates wool?", "... since Bo works at Norbit?": the places of a question that take something for granted. */
function takenForGranted(tokens: readonly Token[], from: number): ReadonlySet<number> {
  const taken = new Set<number>()
  // "Was it Ana who moved?", "ask Ana when she works": that is the question.
  const cleft = tokens[from + 1]?.norm === 'it'
  const known = factFrom(tokens, from)
  for (let at = known; at < tokens.length; at++) taken.add(at)
  const asksTime = tokens.some(({ norm }) => /^(know|ask|tell|check|remember|sure|remind)$/.test(norm))
  for (let at = from + 2; at < tokens.length; at++) {
    const { norm } = tokens[at]!
    if (!opensAside(tokens, at) || (norm === 'when' && asksTime) || (norm === 'who' && cleft && tokens[at - 1]!.norm !== ',')) continue
    for (; at < tokens.length && (tokens[at]!.norm !== ',' || tokens[at + 1]?.norm === 'and'); at++) taken.add(at)
  }
  return taken
}

/** "Did you know that Bo moved?", "have I told you Bo moved?": where the fact starts; behind the end where none is told. */
function factFrom(tokens: readonly Token[], from: number): number {
  const norm = (at: number): string => normAt(tokens, at)
  const verb = from + (/^(ever|not|already|also)$/.test(norm(from + 2)) ? 3 : 2)
  if (!/^(did|do|have|can|could|had)$/.test(norm(from)) || !/^(you|i|we)$/.test(norm(from + 1)) || !/^(know|remember|believe|realise|realize|hear|heard|tell|told|mention|mentioned|note)$/.test(norm(verb))) return tokens.length
  const object = /^(you|me)$/.test(norm(verb + 1)) ? verb + 2 : verb + 1
  if (norm(object) === 'that' && (subjects.has(norm(object + 1)) || tokens[object + 1]?.capital)) return object + 1
  const plain = norm(from) === 'did' || norm(from) === 'have' || norm(verb) === 'believe'
  const timed = tokens.slice(object).some(token => /^(when|if|before|after|from|back|while)$/.test(token.norm))
  return plain && !timed && (subjects.has(norm(object)) || tokens[object]?.capital === true) ? object : tokens.length
}

/** True where a question turns aside to tell something: of a definite person, or why it is asked. */
function opensAside(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]!
  const next = tokens[at + 1]
  if (/^(who|whose)$/.test(tokens[at]!.norm)) return before.norm === ',' || before.capital || tokens.slice(Math.max(0, at - 3), at - 1).some(({ norm }) => /^(my|our|his|her|their)$/.test(norm))
  const subject = next !== undefined && (subjects.has(next.norm) || next.capital)
  if (/^(because|since|cause|cos|cuz|given)$/.test(tokens[at]!.norm)) return subject || next?.norm === 'that'
  return tokens[at]!.norm === 'when' && subject && !/^(out|see|and|or|,)$/.test(before.norm)
}

/** A sentence that opens as a question does, without the mark. */
function looseQuestionStart(tokens: readonly Token[]): number {
  const first = normAt(tokens, 0)
  if (inverted.has(first) && /^(i|you|he|she|it|we|they|my|your|his|her|our|their|the)$/.test(normAt(tokens, 1))) return 0
  if (/^(what|how|why|where|who|which)$/.test(first) && tokens[1] && (inverted.has(tokens[1].norm) || tokens[1].norm === 'about')) return 0
  return -1
}

function markScopes(tokens: readonly Token[], moods: Mood[]): void {
  const raise = (from: number, to: number, mood: Mood): void => {
    for (let at = from; at < to; at++) if (moods[at] !== 'unsure') moods[at] = mood
  }
  tokens.forEach(({ norm }, at) => {
    if (conditions.has(norm) || opensStory(tokens, at) || opensCase(tokens, at)) raise(at, tokens.length, 'unsure')
    else if (fiction.has(norm) && !isBooking(tokens, at)) raise(norm === 'translate' ? at : at + 1, tokens.length, 'unsure')
    else if (norm === 'in' && tokens[at + 1]?.norm === 'case') raise(at, clauseEnd(tokens, at), 'unsure')
    else if (norm === 'as' && /^(if|though)$/.test(normAt(tokens, at + 1))) raise(at, tokens.length, 'unsure')
    else if (norm === 'going' && tokens[at + 1]?.norm === 'to' && tokens[at + 2]?.kind === 'word' && !tokens[at + 2]!.capital && !/^(the|a|my|school|uni|college)$/.test(tokens[at + 2]!.norm)) raise(at, clauseEnd(tokens, at), 'unsure')
    else if (wishes.has(norm) && !isModalNoun(tokens, at)) raise(at, clauseEnd(tokens, at), 'unsure')
    else if (supposes(tokens, at)) raise(at, clauseEnd(tokens, at), 'unsure')
    else if (norm === 'used' && /^(to|2)$/.test(normAt(tokens, at + 1)) && !/^(is|are|am|was|get|got|getting|'s|not)$/.test(normAt(tokens, at - 1))) raise(at, clauseEnd(tokens, at), 'ended')
    else if (/^(stopped|quit|finished)$/.test(norm) && tokens[at + 1]?.norm.endsWith('ing')) raise(at, clauseEnd(tokens, at), 'ended')
    else if (endings.has(norm)) raise(at, clauseEnd(tokens, at), 'ended')
    else if (negations.has(norm)) negate(tokens, at, raise)
  })
}

/** "Let us say she moves", "say I move": a case that is thought through. */
function opensCase(tokens: readonly Token[], at: number): boolean {
  if (!/^(say|assume|think)$/.test(tokens[at]!.norm)) return false
  if (tokens[at - 1]?.norm === 'us' && tokens[at - 2]?.norm === 'let') return true
  const next = tokens[at + 1]
  return tokens[at]!.norm === 'say' && (at === 0 || tokens[at - 1]!.kind === 'mark') && next !== undefined && (/^(i|he|she|we|they|my)$/.test(next.norm) || (next.capital && isFinite(tokens[at + 2])))
}

/** "Everyone thinks Siv is his wife", "I thought he was her uncle": what people take for so is not told to be so. */
function supposes(tokens: readonly Token[], at: number): boolean {
  const { norm } = tokens[at]!
  if (/^(thought|assumed|figured)$/.test(norm)) return !/^(i|you|about|of|so|that)$/.test(normAt(tokens, at + 1))
  // "He thinks she is a doctor".
  if (/^(thinks|believes)$/.test(norm) && /^(he|she|they)$/.test(normAt(tokens, at + 1))) return true
  return /^(think|thinks|believe|believes|assume|assumes|say|says)$/.test(norm) && tokens.slice(Math.max(0, at - 5), at).some(token => anyone.has(token.norm))
}

const anyone = wordSet('everyone everybody people most many strangers they folks half some')

// "Will" and "May" as names, "I would like you to meet", "no doubt", "I'd love for you to know".
function isModalNoun(tokens: readonly Token[], at: number): boolean {
  const { norm, capital } = tokens[at]!
  if (/^(will|may|hope)$/.test(norm) && capital && (at > 0 || isFinite(tokens[at + 1]))) return true
  if (/^(will|may|hope)$/.test(norm) && /^(and|is|was|'s|has|who)$/.test(normAt(tokens, at + 1))) return true
  if (norm === 'guess' || norm === 'suppose' || norm === 'reckon') return false
  return (norm === 'doubt' && tokens[at - 1]?.norm === 'no') || (norm === 'plan' && tokens[at - 1]?.norm === 'the')
}

function negate(tokens: readonly Token[], at: number, raise: (from: number, to: number, mood: Mood) => void): void {
  const { norm } = tokens[at]!
  const end = Math.min(clauseEnd(tokens, at), knownFrom(tokens, at), contrastFrom(tokens, at))
  const longer = tokens.slice(at, end + 1)
  if (norm === 'no' && tokens[at + 1]?.norm === 'longer') return raise(at, end, 'ended')
  // "No," answers; "not only", "not just" affirm.
  if (norm === 'no' && (at === 0 || tokens[at + 1]?.kind === 'mark' || /^(it|she|he|i|they|that|we|no)$/.test(normAt(tokens, at + 1)))) return
  // "Jon with no h": the letter, not what is said of him.
  if (norm === 'no' && tokens[at - 1]?.norm === 'with') return raise(at, Math.min(at + 2, tokens.length), 'denied')
  if (norm === 'not' && /^(only|just|to|yet)$/.test(normAt(tokens, at + 1)) && tokens[at + 1]!.norm !== 'yet') return
  const over = longer.some(token => token.norm === 'anymore') || longer.some((token, step) => token.norm === 'any' && longer[step + 1]?.norm === 'more')
  raise(at, end, over ? 'ended' : 'denied')
}

/** "Not Thai, only Lao": what is so after all; behind the end where there is no such thing. */
function contrastFrom(tokens: readonly Token[], at: number): number {
  const from = tokens.findIndex(({ norm }, place) => place > at + 2 && /^(only|just|merely)$/.test(norm) && tokens[place - 1]!.norm === ',')
  return from < 0 ? Infinity : from
}

/** "Nobody told me that Ana is ill": what one does not know, or has not told, is so; behind the end where there is no such thing. */
function knownFrom(tokens: readonly Token[], at: number): number {
  const verb = tokens.findIndex(({ norm }, place) => place > at && place < at + 4 && factive.has(norm))
  if (verb < 0 || (tokens[verb]!.norm === 'believe' && !/^(can|could|ca)$/.test(normAt(tokens, at - 1)))) return Infinity
  const object = /^(me|you|us|him|her|them|anyone|anybody)$/.test(normAt(tokens, verb + 1)) && tokens[verb + 2]?.kind === 'word' ? verb + 2 : verb + 1
  const from = tokens[object]?.norm === 'that' ? object + 1 : object
  const token = tokens[from]
  return token && (subjects.has(token.norm) || token.capital) ? from : Infinity
}

/** "Book a table", "can you book us": no book to read. */
function isBooking(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]!.norm !== 'book') return false
  const before = tokens[at - 1]
  return before === undefined || before.kind === 'mark' || /^(please|pls|plz|to|you|i|we|and|can|should|must|need|just|will|'ll|let|us)$/.test(before.norm)
}

/** Where the clause of a place ends. */
function clauseEnd(tokens: readonly Token[], at: number): number {
  for (let next = at + 1; next < tokens.length; next++) {
    const { norm } = tokens[next]!
    if (/^(but|because|although|though|whereas|;|\(|\)|:)$/.test(norm)) return next
    if ((norm === ',' || norm === '-') && (next - at > 1 || tokens[at]!.norm === 'not') && startsClause(tokens, next + 1)) return next
    if (/^(and|so|while|since|as|who|where)$/.test(norm) && startsClause(tokens, next + 1)) return next
    if (isBare(tokens, at) && /^(and|,)$/.test(norm) && isFinite(tokens[next + 1])) return next
    // "Does not work there anymore she works at Norbit": without a comma.
    if (next - at > 2 && runsOn(tokens, next)) return next
    // "He is not my brother he's my cousin".
    if (/^(he|she|they)$/.test(norm) && /^(is|'s|are|was)$/.test(normAt(tokens, next + 1)) && kinAt([tokens[next - 1]!.norm], 0)) return next
  }
  return tokens.length
}

/** "... anymore she works": a clause that opens without any mark, after a word that takes no clause. */
function runsOn(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]!
  const verb = tokens[at + 1]
  if (/^(now|anymore|more)$/.test(before.norm) && /^(i|he|she|they|we)$/.test(tokens[at]!.norm)) return true
  return /^(he|she)$/.test(tokens[at]!.norm) && before.kind === 'word' && !isVerb(before.norm) && !isFunctionWord(before.norm) && (isFinite(verb) || /^(is|'s|has)$/.test(verb?.norm ?? ''))
}

/** "Used to live", "might move", "does not smoke": what such a word governs has no ending. */
function isBare(tokens: readonly Token[], at: number): boolean {
  return /^(used|might|may|could|would|should|'d|will|'ll|shall)$/.test(tokens[at]!.norm) || (tokens[at]!.norm === 'not' && /^(do|does|did|can|ca|could|will|would)$/.test(normAt(tokens, at - 1)))
}

/** "Used to live there and speaks Thai": a verb with an ending says something else. */
function isFinite(token: Token | undefined): boolean {
  return token !== undefined && /[^s]s$/.test(token.norm) && !token.capital && isVerb(token.norm)
}

const factive = wordSet('told tell know knew known realise realised realize realized mention mentioned notice noticed forget believe aware')
const subjects = wordSet("i he she we they it you my his her our their that this there")

function startsClause(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (!token) return true
  return subjects.has(token.norm) || token.capital || /^(but|and|so|just|who|which|instead|is|was|has|now|been)$/.test(token.norm)
}
