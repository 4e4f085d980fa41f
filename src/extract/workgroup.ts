// Those who work together, by the words for them: a team, a ward, a department.
import { wordSet } from '../encode/prose.ts'
import { normAt, type Token } from './token.ts'

/** What people who work together are. */
export const crews: ReadonlySet<string> = wordSet('team ward shift crew unit squad department office desk')

/** Parts of a firm: whoever is from there is a colleague. */
const departments: ReadonlySet<string> = wordSet(`
  accounting accounts audit legal it hr finance marketing sales payroll reception procurement engineering support ops operations logistics
  platform backend frontend data billing dispatch warehouse purchasing compliance facilities admin research design product analytics security infrastructure icu radiology oncology maternity pharmacy work`)

/** "In my team", "on our ward", "from the same office". */
export function isCrewAt(tokens: readonly Token[], at: number): boolean {
  const same = tokens[at + 1]?.norm === 'the' && tokens[at + 2]?.norm === 'same'
  return (same || /^(my|our|same)$/.test(normAt(tokens, at + 1))) && crews.has(normAt(tokens, same ? at + 3 : at + 2))
}

/** The place after "from work", "at work", "in my team", "in accounts". */
export function workEnd(tokens: readonly Token[], at: number): number | undefined {
  if (!/^(from|at|in|on)$/.test(normAt(tokens, at))) return undefined
  if (isCrewAt(tokens, at)) return tokens[at + 2]!.norm === 'same' ? at + 4 : at + 3
  return departments.has(normAt(tokens, at + 1)) && tokens[at]!.norm !== 'on' ? at + 2 : undefined
}

/** "Bo from audit", "Ana of payroll": `at` is the place after a name. */
export function isOfDepartment(tokens: readonly Token[], at: number): boolean {
  const office = tokens[at]?.norm === 'from' && tokens[at + 1]?.norm === 'the' && /^(office|ward)$/.test(normAt(tokens, at + 2))
  if (office) return endsPhrase(tokens[at + 3])
  return /^(from|in)$/.test(normAt(tokens, at)) && departments.has(normAt(tokens, at + 1)) && endsPhrase(tokens[at + 2])
}

function endsPhrase(token: Token | undefined): boolean {
  return token === undefined || token.kind === 'mark' || /^(is|was|has|said|says|and|who|got|will|'s|asked|wants|thinks|with)$/.test(token.norm)
}
