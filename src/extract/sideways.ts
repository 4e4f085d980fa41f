// What a sentence tells beside its clauses, each class by its own table.
import { companyIn } from './company.ts'
import { homesIn } from './home.ts'
import { introductionIn } from './introduction.ts'
import type { Mood } from './mood.ts'
import type { NameReader } from './name.ts'
import type { Parsed } from './parse.ts'
import type { Saying } from './saying.ts'
import { cravedIn, favouritesIn, mostIn } from './taste.ts'
import { tonguesIn } from './tongue.ts'
import { professionsIn } from './trade.ts'
import { workdaysIn } from './workday.ts'

/** Professions, homes, company, firms, languages and tastes that no predicate of a subject tells. */
export function toldSideways(parsed: Parsed, moods: readonly Mood[], names: NameReader): Saying[] {
  const { tokens } = parsed
  return [
    ...professionsIn(tokens, parsed), ...homesIn(tokens, parsed, moods, names.cased), ...companyIn(tokens, parsed, moods), ...workdaysIn(tokens, parsed, names.cased),
    ...introductionIn(tokens, names), ...tonguesIn(tokens, parsed), ...favouritesIn(tokens, parsed), ...cravedIn(tokens, parsed), ...mostIn(tokens, parsed),
  ]
}
