// A verb that stands for what was said of somebody else: "I speak no Thai, my aunt does".
import type { Mood } from './mood.ts'
import type { Phrase } from './phrase.ts'
import type { Told } from './told.ts'
import { normAt, type Token } from './token.ts'

/** True where "does" or "is" at a place repeats what was told, for another subject; what was over is not repeated. */
export function echoes(tokens: readonly Token[], at: number, subject: readonly Phrase[], told: Told): boolean {
  const { norm } = tokens[at]!
  const be = /^(?:is|am|are)$/.test(norm)
  if ((!be && !/^(?:does|do)$/.test(norm)) || told.over) return false
  const [first] = subject
  if (!first || subject.at(-1)!.end > at) return false
  // "That is what my aunt does", "better than she does".
  if (/^(?:what|how|than|whatever|all|everything|as|like|way|work|job|if|whether|so|who|where)$/.test(normAt(tokens, first.start - 1))) return false
  if (!/^(?:|,|;|\)|but|and|though|because|already|now|anyway|too)$/.test(normAt(tokens, at + 1))) return false
  return be === /^(?:allergic_to|has_job|born_in)$/.test(told.attribute)
}

/** "Speaks no Thai, only Lao", "works no longer here but at Norbit": the place from which a denied verb is meant again. */
export function contrastAfter(tokens: readonly Token[], moods: readonly Mood[], at: number): number | undefined {
  if (moods[at] !== 'denied' && moods[at] !== 'ended') return undefined
  const holds = moods.findIndex((mood, place) => place > at && mood === 'holds')
  const again = tokens[holds]?.norm === ',' ? holds + 1 : holds
  return again >= 0 && /^(?:only|just|merely|but)$/.test(normAt(tokens, again)) ? again : undefined
}
