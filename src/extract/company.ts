// Who works with whom: colleagues who are not called so, and brothers and sisters by their parents.
import { wordSet } from '../encode/prose.ts'
import type { Kin } from './kin.ts'
import type { Mood } from './mood.ts'
import { halfSiblings, siblings } from './mutual.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { crews, mates, type Saying } from './saying.ts'
import { placeAt } from './spans.ts'
import { speaker } from './subject.ts'
import type { Token } from './token.ts'

const departments = wordSet(`
  accounting accounts audit legal it hr finance marketing sales payroll reception procurement engineering support ops operations logistics
  platform backend frontend data billing dispatch warehouse purchasing compliance facilities admin research design product analytics security infrastructure icu radiology oncology maternity pharmacy work`)

/** What a sentence says of who works with whom, and of who shares parents. */
export function companyIn(tokens: readonly Token[], { phrases }: Parsed, moods: readonly Mood[]): Saying[] {
  const found: Saying[] = []
  const say = (among: readonly Phrase[], kin: Kin, at: number): void => {
    if (among.length > 1 && (moods[at] ?? 'holds') === 'holds') found.push({ type: 'mutual', among, kin, at, mood: 'holds' })
  }
  const persons = [...phrases.values()].filter(phrase => (phrase.type === 'name' && !phrase.place) || phrase.type === 'pronoun')
  for (const [at, { norm }] of tokens.entries()) {
    const further = norm === 'sits' && /^(,|and)$/.test(tokens[at - 1]?.norm ?? '') ? persons.find(({ end }) => end < at) : undefined
    const close = persons.find(({ end }) => end === at) ?? further
    if (close && isMate(tokens, at, close)) {
      // "Bo from my team wants a day off": he is from there, whatever he wants.
      found.push({ type: 'mutual', among: [speaker(at), close], kin: mates, at, mood: norm === 'from' ? 'holds' : (moods[at] ?? 'holds') })
      found.push(...firmAfter(tokens, at, [speaker(at), close]))
    }
    // "We have worked together for years".
    else if (/^(work|worked|working)$/.test(norm) && tokens[at + 1]?.norm === 'together') {
      const both = withUs(phrases, persons.findLast(({ end }) => end <= at), at)
      say(both, mates, at)
      if (both.length > 0) found.push(...firmAfter(tokens, at, both))
    }
    else if (norm === 'me' && onDuty(tokens)) for (const name of listedWith(tokens, phrases, at)) say([speaker(at), name], mates, at)
    else if (sharesOffice(tokens, at)) say([speaker(at), ...persons.filter(({ start }) => start === at + 4)], mates, at)
    else {
      const shared = sharedParents(tokens, at)
      if (shared) say(listEnding(phrases, tokens, at), shared, at)
    }
  }
  return found
}

/** "Ana from audit", "Bo from my team", "Cy is on my shift", "Di sits opposite me": `at` is the place after a person. */
function isMate(tokens: readonly Token[], at: number, { type }: Phrase): boolean {
  const norm = (step: number): string => tokens[at + step]?.norm ?? ''
  if (norm(0) === 'sits') return /^(next to me|opposite me|across from|beside me)/.test(`${norm(1)} ${norm(2)} ${norm(3)}`)
  if (/^(is|'s|works)$/.test(norm(0))) return /^(on|in)$/.test(norm(1)) && isCrew(tokens, at + 2)
  if (type !== 'name' || !/^(from|in|on)$/.test(norm(0))) return false
  return isCrew(tokens, at + 1) || (norm(0) !== 'on' && departments.has(norm(1)) && endsPhrase(tokens[at + 2]))
}

/** "I share an office with". */
function sharesOffice(tokens: readonly Token[], at: number): boolean {
  const words = tokens.slice(at - 1, at + 4).map(({ norm }) => norm).join(' ')
  return /^(i|we) shared? (an|a|the|my) (office|desk|cubicle|bench|lab) with$/.test(words)
}

/** "Have the same parents"; who share a father may have two mothers. */
function sharedParents(tokens: readonly Token[], at: number): Kin | undefined {
  const rest = tokens.slice(at, at + 4).map(({ norm }) => norm).join(' ')
  const shared = /^(?:share (?:a|the same|one|both|our) |(?:have|had) the same )(?:(parents)|father|mother|mum|mom|dad)\b/.exec(rest)
  return shared ? (shared[1] === undefined ? halfSiblings : siblings) : undefined
}

/** "Sits opposite me at Norbit": both work there. */
function firmAfter(tokens: readonly Token[], at: number, who: readonly Phrase[]): Saying[] {
  const place = tokens.findIndex(({ norm }, next) => next > at && next < at + 8 && norm === 'at')
  const firm = place > 0 && tokens[place + 1]?.capital ? placeAt(tokens, place + 1, true) : undefined
  return firm ? [{ type: 'attribute', who, told: { attribute: 'works_at', values: [firm.text.toLowerCase()], at: place }, at: place, mood: 'holds' }] : []
}

/** "My team", "our ward". */
function isCrew(tokens: readonly Token[], at: number): boolean {
  return /^(my|our|the same)$/.test(tokens[at]?.norm ?? '') && crews.has(tokens[at + 1]?.norm ?? '')
}

function endsPhrase(token: Token | undefined): boolean {
  return token === undefined || token.kind === 'mark' || /^(is|was|has|said|says|and|who|got|will|'s|asked|wants|thinks|with)$/.test(token.norm)
}

/** "We": the speaker and whoever was spoken of last. */
function withUs(phrases: Parsed['phrases'], other: Phrase | undefined, at: number): Phrase[] {
  const we = [...phrases.values()].findLast(phrase => phrase.type === 'self' && phrase.plural && phrase.end <= at)
  return we ? [speaker(at), other ?? { type: 'relative', start: at, end: at }] : []
}

/** "Night shift was me, Ana and Bo", "me and Bo on the ward". */
function onDuty(tokens: readonly Token[]): boolean {
  return tokens.some(({ norm }, at) => (norm === 'shift' && /^(was|is|with)$/.test(tokens[at + 1]?.norm ?? '')) || (/^(ward|shift|reception|tills?|nights|counter)$/.test(norm) && /^(on|the|tonight's)$/.test(tokens[at - 1]?.norm ?? '')))
}

/** The names that are listed with "me". */
function listedWith(tokens: readonly Token[], phrases: Parsed['phrases'], at: number): Phrase[] {
  const listed: Phrase[] = []
  for (let link = at + 1; /^(,|and)$/.test(tokens[link]?.norm ?? ''); ) {
    const phrase = phrases.get(tokens[link + 1]?.norm === 'and' ? link + 2 : link + 1)
    if (phrase?.type !== 'name') return listed
    listed.push(phrase)
    link = phrase.end
  }
  return listed
}

/** The persons who are joined by "and" right before a verb. */
function listEnding(phrases: Parsed['phrases'], tokens: readonly Token[], at: number): Phrase[] {
  const list: Phrase[] = []
  for (let end = at; ;) {
    const phrase = [...phrases.values()].find(other => other.end === end)
    if (!phrase) return list
    list.unshift(phrase)
    if (!/^(and|,)$/.test(tokens[phrase.start - 1]?.norm ?? '')) return list
    end = phrase.start - 1
  }
}
