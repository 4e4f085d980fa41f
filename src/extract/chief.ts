// Who leads whom: "the head of our department", "is in charge of our team", "manages me".
import { kinOwned, speaker } from './implied.ts'
import { bosses } from './kin.ts'
import type { NameReader } from './name.ts'
import { namesAfter } from './naming.ts'
import type { Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'
import { crews } from './workgroup.ts'

const leaders = /^(head|chief|leader|lead|director|manager|boss|supervisor)$/

/** True for what one leads: "department", "section". */
function isLed(norm: string): boolean {
  return crews.has(norm) || /^(dept|section|division|branch|group|lab|kitchen|store|shop|clinic|faculty)$/.test(norm)
}

/** "The head of our department, Ana": the speaker's boss. */
export function chiefAt(tokens: readonly Token[], at: number, names: NameReader): Phrase | undefined {
  const end = chiefEnd(tokens, at)
  if (end === undefined) return undefined
  const told = namesAfter(tokens, end, false, names)
  return kinOwned(speaker(at), { kin: bosses, names: told.names, word: 'boss', start: at, end: told.end })
}

/** The place after "the head of our department", "our head of section". */
function chiefEnd(tokens: readonly Token[], at: number): number | undefined {
  const norm = (step: number): string => normAt(tokens, at + step)
  const ours = /^(my|our)$/.test(norm(0))
  if (!ours && !/^(the|a)$/.test(norm(0))) return undefined
  const word = /^(new|old|current|acting|deputy)$/.test(norm(1)) ? 2 : 1
  if (!leaders.test(norm(word)) || norm(word + 1) !== 'of' || /^(old|deputy)$/.test(norm(1))) return undefined
  const whose = /^(my|our)$/.test(norm(word + 2))
  const led = whose || norm(word + 2) === 'the' ? word + 3 : word + 2
  return (ours || whose) && isLed(norm(led)) ? at + led + 1 : undefined
}

/** "Heads our team", "is leading us", "took over our department", "is in charge of our ward", "manages me". */
export function leads(tokens: readonly Token[], at: number): boolean {
  const norm = (step: number): string => normAt(tokens, at + step)
  if (/^(took|takes|taking|taken)$/.test(norm(0)) && norm(1) === 'over') return isOurs(tokens, at + 2)
  if (norm(0) === 'charge' && norm(-1) === 'in' && norm(1) === 'of') return /^(us|me)$/.test(norm(2)) || isOurs(tokens, at + 2)
  if (/^(manages|managing|supervises|supervising)$/.test(norm(0)) && norm(1) === 'me') return true
  if (!/^(heads|heading|leads|leading|runs|running|manages|managing|supervises|supervising)$/.test(norm(0))) return false
  return norm(1) === 'us' || isOurs(tokens, at + 1) || (norm(1) === 'the' && norm(2) === 'team')
}

function isOurs(tokens: readonly Token[], at: number): boolean {
  return /^(our|my)$/.test(normAt(tokens, at)) && isLed(normAt(tokens, at + 1))
}
