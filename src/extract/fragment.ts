// Sentences without a verb, which say more of whoever the last one was about: "My wife.", "Retired baker."
import { kinOwned, speaker } from './implied.ts'
import type { Parsed } from './parse.ts'
import { kinAt } from './kin.ts'
import { bareKinAt, type KinPhrase, type Phrase } from './phrase.ts'
import { isTrade, jobAt, placeAt, type Span } from './spans.ts'
import type { Told } from './told.ts'
import { normAt, type Token } from './token.ts'
import { isWorkplace } from './workday.ts'

const fillers = /^(,|yes|yeah|no|btw|actually|of|course|though|by|the|way|that|is|'s|also|too|sorry|i|mean|ah|oh|well|she|he|haha|lol|:|-)$/

/** The kin phrase that a sentence consists of: "My little brother.", "His boss, by the way.", "Fiancee." */
export function loneKin({ tokens, phrases }: Parsed): (Phrase & KinPhrase) | undefined {
  const bare = phrases.size === 0 && tokens.length <= 3 ? bareKinAt(tokens, 0) : undefined
  if (bare && /^(spouse|partner|sibling|cousin|colleague|boss)$/.test(bare.role) && !bare.plural && kinAt(tokens.map(({ norm }) => norm), tokens.length - 1)) {
    return kinOwned(speaker(0), { kin: bare, word: tokens.at(-1)!.norm, start: 0, end: tokens.length })
  }
  const kin = [...phrases.values()].find(phrase => phrase.type === 'kin')
  if (kin?.type !== 'kin' || !kin.owner || kin.kin.plural || kin.names.length > 0 || tokens[kin.end]?.norm === "'s") return undefined
  return tokens.every(({ norm }, at) => (kin.start <= at && at < kin.end) || fillers.test(norm)) ? kin : undefined
}

/** A kin phrase that opens an answer and is described before its verb: "My brother, the tall one, is a tailor." */
export function openingKin({ tokens, phrases }: Parsed): (Phrase & KinPhrase) | undefined {
  const kin = phrases.get(0)
  if (kin?.type !== 'kin' || kin.owner?.type !== 'self' || kin.kin.plural || kin.names.length > 0) return undefined
  return tokens[kin.end]?.norm === ',' ? kin : undefined
}

/** "That's my mum, I go by her recipes": who was named before, with more to come. */
export function pointingKin({ tokens, phrases }: Parsed): (Phrase & KinPhrase) | undefined {
  const kin = /^(that|this)$/.test(normAt(tokens, 0)) && /^(is|'s)$/.test(normAt(tokens, 1)) ? phrases.get(2) : undefined
  if (kin?.type !== 'kin' || kin.owner?.type !== 'self' || kin.kin.plural || kin.names.length > 0) return undefined
  return /^[,;(-]$/.test(normAt(tokens, kin.end)) && !/^(too|not|or)$/.test(normAt(tokens, kin.end + 1)) ? kin : undefined
}

/** True for what follows a name that opens a sentence where it says who that is: an age, an article, a state. */
export function isDescribed(tokens: readonly Token[], end: number): boolean {
  if (!/^[,(]$/.test(normAt(tokens, end))) return false
  const next = normAt(tokens, end + 1)
  return /^(\d+|a|an|the|she|he|who|retired|still|also|now)$/.test(next) || /^(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)/.test(next) || isTrade(tokens, end + 1) !== undefined
}

/** The animal that an answer consists of: "A beagle, Rex." */
export function loneAnimal({ tokens, phrases }: Parsed): (Phrase & KinPhrase) | undefined {
  const phrase = phrases.get(0)
  const whole = phrase?.type === 'kin' && phrase.kin.role === 'pet' && phrase.indefinite && phrase.names.length === 1 && phrase.end === tokens.length
  return whole ? phrase : undefined
}

/** "At Norbit", "in a tram company, Yarra Lines": its name, where it has one. */
function firmAfter(tokens: readonly Token[], at: number): Span | undefined {
  const link = normAt(tokens, at)
  const place = /^(at|for|with|in)$/.test(link) ? placeAt(tokens, at + 1, true) : undefined
  if (!place || (link === 'in' && !isWorkplace(place))) return undefined
  const named = isWorkplace(place) && tokens[place.end]?.norm === ',' && tokens[place.end + 1]?.capital ? placeAt(tokens, place.end + 1, true) : undefined
  return named ?? place
}

/** The firm that an answer names with a date: "Norbit, from 1 October". */
export function firmFrom({ tokens, phrases }: Parsed): string | undefined {
  const name = phrases.get(0)
  const dated = name?.type === 'name' && tokens[name.end]?.norm === ',' && /^(from|since|starting)$/.test(normAt(tokens, name.end + 1))
  return dated && tokens.slice(name.end + 2, name.end + 5).some(({ norm }) => /^\d|^(monday|week|month|the|now)$/.test(norm)) ? name.name.text.toLowerCase() : undefined
}

/** The profession and firm that a sentence without subject and verb names: "Retired postmaster.", "Head waiter at a spa." */
export function loneJob({ tokens, phrases }: Parsed): Told[] {
  if (phrases.has(0)) return []
  const retired = tokens[0]?.norm === 'retired' ? 1 : 0
  const job = retired > 0 || /^(a|an)$/.test(normAt(tokens, retired)) ? jobAt(tokens, retired) : isTrade(tokens, retired)
  if (!job) return []
  const next = normAt(tokens, job.end)
  if (!/^(,|at|in|for|with|from|since|there|too|)$/.test(next)) return []
  const employer = firmAfter(tokens, job.end)
  const hour = employer === undefined || /^\d|^(noon|midday|night|home|last)\b/.test(employer.text)
  return [
    { attribute: 'has_job', values: [`${retired > 0 ? 'retired ' : ''}${job.text.toLowerCase()}`], at: 0 },
    ...(employer && !hour ? [{ attribute: 'works_at' as const, values: [employer.text.toLowerCase().replace(/^the /, '')], at: job.end }] : []),
  ]
}
