// Who works with whom: colleagues who are not called so, and brothers and sisters by their parents.
import { CrewReader, withUs } from './crew.ts'
import { speaker } from './implied.ts'
import { mates, siblings, type Kin } from './kin.ts'
import type { Mood } from './mood.ts'
import { halfSiblings } from './mutual.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { listEnding } from './placed.ts'
import type { Saying } from './saying.ts'
import { placeAt } from './spans.ts'
import { siblingsIn } from './siblings.ts'
import { normAt, type Token } from './token.ts'
import { isOfDepartment } from './workgroup.ts'

/** What a sentence says of who works with whom, and of who shares parents. */
export function companyIn(tokens: readonly Token[], { phrases }: Parsed, moods: readonly Mood[]): Saying[] {
  const found: Saying[] = siblingsIn({ tokens, phrases }, moods)
  const say = (among: readonly Phrase[], kin: Kin, at: number): void => {
    if (among.length > 1 && (moods[at] ?? 'holds') === 'holds') found.push({ type: 'mutual', among, kin, at, mood: 'holds' })
  }
  const persons = [...phrases.values()].filter(phrase => (phrase.type === 'name' && !phrase.place) || phrase.type === 'pronoun')
  const crew = new CrewReader({ tokens, phrases, same: [], groups: [] })
  for (const [at, { norm }] of tokens.entries()) {
    const mood = moods[at] ?? 'holds'
    const department = isOfDepartment(tokens, at) ? persons.find(({ end, type }) => end === at && type === 'name') : undefined
    const mated = department ? [department] : crew.at(at)
    if (mated.length > 0 && (mood !== 'unsure' || norm === 'from')) {
      // "Bo from my team wants a day off": he is from there, whatever he wants.
      for (const who of mated) found.push({ type: 'mutual', among: [speaker(at), who], kin: mates, at, mood: norm === 'from' ? 'holds' : mood })
      found.push(...firmAfter(tokens, at, [speaker(at), ...mated]))
    }
    // "We have worked together for years".
    else if (/^(work|worked|working)$/.test(norm) && tokens[at + 1]?.norm === 'together') {
      const both = withUs(phrases, persons.findLast(({ end }) => end <= at), at)
      say(both, mates, at)
      if (both.length > 0) found.push(...firmAfter(tokens, at, both))
    }
    else if (norm === 'me' && onDuty(tokens)) for (const name of listedWith(tokens, phrases, at)) say([speaker(at), name], mates, at)
    else {
      const shared = sharedParents(tokens, at)
      if (shared) say([...listEnding(tokens, phrases, at, /^(and|,)$/), ...asMe(tokens, at)], shared, at)
    }
  }
  return found
}

/** "Have the same parents"; who share a father may have two mothers. */
function sharedParents(tokens: readonly Token[], at: number): Kin | undefined {
  const rest = tokens.slice(at, at + 6).map(({ norm }) => norm).join(' ')
  const shared = /^(?:shares? (?:a|the same|one|both|our) |(?:has|have|had) the same )(?:(parents|mum and dad|mom and dad|mother and father|father and mother|dad and mum|dad and mom)|father|mother|mum|mom|dad)\b(?![ -]in)/.exec(rest)
  return shared ? (shared[1] === undefined ? halfSiblings : siblings) : undefined
}

/** "The same parents as me": the speaker is one of them. */
function asMe(tokens: readonly Token[], at: number): Phrase[] {
  const as = tokens.findIndex(({ norm }, place) => place > at && place < at + 8 && norm === 'as')
  return as > 0 && /^(me|i|mine|us)$/.test(normAt(tokens, as + 1)) ? [speaker(at)] : []
}

/** "Sits opposite me at Norbit": both work there. */
function firmAfter(tokens: readonly Token[], at: number, who: readonly Phrase[]): Saying[] {
  const place = tokens.findIndex(({ norm }, next) => next > at && next < at + 8 && norm === 'at')
  const firm = place > 0 && tokens[place + 1]?.capital ? placeAt(tokens, place + 1, true) : undefined
  return firm ? [{ type: 'attribute', who, told: { attribute: 'works_at', values: [firm.text.toLowerCase()], at: place }, at: place, mood: 'holds' }] : []
}

/** "Night shift was me, Ana and Bo", "me and Bo on the ward". */
function onDuty(tokens: readonly Token[]): boolean {
  return tokens.some(({ norm }, at) => (norm === 'shift' && /^(was|is|with)$/.test(normAt(tokens, at + 1))) || (/^(ward|shift|reception|tills?|nights|counter)$/.test(norm) && /^(on|the|tonight's)$/.test(normAt(tokens, at - 1))))
}

/** The names that are listed with "me". */
function listedWith(tokens: readonly Token[], phrases: Parsed['phrases'], at: number): Phrase[] {
  const listed: Phrase[] = []
  for (let link = at + 1; /^(,|and)$/.test(normAt(tokens, link)); ) {
    const phrase = phrases.get(tokens[link + 1]?.norm === 'and' ? link + 2 : link + 1)
    if (phrase?.type !== 'name') return listed
    listed.push(phrase)
    link = phrase.end
  }
  return listed
}
