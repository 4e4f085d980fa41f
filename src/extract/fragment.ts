// Sentences without a verb, which say more of whoever the last one was about: "My wife.", "Retired baker."
import type { Parsed } from './parse.ts'
import type { KinPhrase, Phrase } from './phrase.ts'
import { isTrade, jobAt, placeAt, type Span } from './spans.ts'
import type { Told } from './told.ts'
import type { Token } from './token.ts'

const fillers = /^(,|yes|yeah|no|btw|actually|of|course|though|by|the|way|that|is|'s|also|too|sorry|i|mean|ah|oh|well|she|he|haha|lol|:|-)$/

/** The kin phrase that a sentence consists of: "My little brother.", "His boss, by the way." */
export function loneKin({ tokens, phrases }: Parsed): (Phrase & KinPhrase) | undefined {
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

/** True for what follows a name that opens a sentence where it says who that is: an age, an article, a state. */
export function isDescribed(tokens: readonly Token[], end: number): boolean {
  if (!/^[,(]$/.test(tokens[end]?.norm ?? '')) return false
  const next = tokens[end + 1]?.norm ?? ''
  return /^(\d+|a|an|the|she|he|who|retired|still|also|now)$/.test(next) || /^(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)/.test(next) || isTrade(tokens, end + 1) !== undefined
}

/** The profession and firm that a sentence without subject and verb names: "Retired postmaster.", "Head waiter at a spa." */
export function loneJob({ tokens, phrases }: Parsed): Told[] {
  if (phrases.has(0)) return []
  const retired = tokens[0]?.norm === 'retired' ? 1 : 0
  const job = retired > 0 || /^(a|an)$/.test(tokens[retired]?.norm ?? '') ? jobAt(tokens, retired) : isTrade(tokens, retired)
  if (!job) return []
  const next = tokens[job.end]?.norm ?? ''
  if (!/^(,|at|in|for|with|there|too|)$/.test(next)) return []
  const employer: Span | undefined = /^(at|for|with)$/.test(next) ? placeAt(tokens, job.end + 1, true) : undefined
  const hour = employer === undefined || /^\d|^(noon|midday|night|home|last)\b/.test(employer.text)
  return [
    { attribute: 'has_job', values: [`${retired > 0 ? 'retired ' : ''}${job.text.toLowerCase()}`], at: 0 },
    ...(employer && !hour ? [{ attribute: 'works_at' as const, values: [employer.text.toLowerCase().replace(/^the /, '')], at: job.end }] : []),
  ]
}
