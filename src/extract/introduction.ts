// Who introduces herself: "I'm Ana, 34, from Leeds, a nurse at the clinic".
import type { Attribute } from '../graph/relation.ts'
import { speaker } from './implied.ts'
import { nameAt, type NameReader } from './name.ts'
import type { Saying } from './saying.ts'
import { properPlace } from './home.ts'
import { isTrade, jobAt, placeAt } from './spans.ts'
import { told } from './told.ts'
import { normAt, type Token } from './token.ts'

const ages = /^(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|eighteen|nineteen)$/

/** What follows the speaker's own name between commas: an origin, a profession, a firm. */
export function introductionIn(tokens: readonly Token[], names: NameReader): Saying[] {
  const am = tokens.findIndex(({ norm }, at) => at > 0 && norm === 'am' && tokens[at - 1]!.norm === 'i')
  const name = am < 0 ? undefined : nameAt(tokens, am + 1, names, true)
  if (!name) return []
  const found: Saying[] = []
  const who = [speaker(am)]
  const say = (attribute: Attribute, at: number, span: { text: string; end: number } | undefined, over: boolean): void => {
    for (const value of told(attribute, at, span)) found.push({ type: 'attribute', who, told: value, at, mood: over ? 'ended' : 'holds' })
  }
  for (let comma = name.end; tokens[comma]?.norm === ','; comma = next(tokens, comma + 1)) {
    let at = comma + 1
    if (ages.test(normAt(tokens, at))) continue
    if (tokens[at]?.norm === 'from') say('born_in', at, properPlace(tokens, at + 1, names.cased), false)
    const over = tokens[at]?.norm === 'used' && tokens[at + 2]?.norm === 'be'
    if (over) at += 3
    const job = /^(a|an)$/.test(normAt(tokens, at)) ? jobAt(tokens, at) : isTrade(tokens, at)
    if (!job) continue
    say('has_job', at, job, over)
    const link = normAt(tokens, job.end)
    if (/^(at|for)$/.test(link)) say('works_at', at, placeAt(tokens, job.end + 1, names.cased), over)
    if (link === 'in') say('lives_in', at, properPlace(tokens, job.end + 1, names.cased), over)
  }
  return found
}

/** The next comma. */
function next(tokens: readonly Token[], at: number): number {
  const comma = tokens.findIndex(({ norm }, place) => place >= at && norm === ',')
  return comma < 0 ? tokens.length : comma
}
