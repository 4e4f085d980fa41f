// What one does as another does it: "speaks Thai like her aunt", "to live in Graz as my sister does".
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import type { Told } from './told.ts'
import { normAt } from './token.ts'
import type { Mood } from './mood.ts'

/** Who shares what was told with its subject: it is so of her, even where the subject only wishes for it. */
export function alike({ tokens, phrases }: Parsed, { at, attribute }: Told, mood: Mood): Phrase | undefined {
  if (mood === 'denied') return excepted({ tokens, phrases }, at)
  // "I would like that like Ana" says nothing of her taste; what is over is so of nobody.
  if (mood === 'ended' || (mood === 'unsure' && attribute.endsWith('likes'))) return undefined
  for (let link = at + 1; link < tokens.length && link - at < 10; link++) {
    const { norm, kind } = tokens[link]!
    if ((kind === 'mark' && norm !== ',') || /^(and|but|because|who|which|if|so|when|while)$/.test(norm)) return undefined
    const who = compares(normAt(tokens, link - 1), norm) ? phrases.get(link + 1) : undefined
    if (!who || (who.type === 'name' ? who.place : who.type !== 'kin')) continue
    const next = normAt(tokens, who.end)
    const verb = /^(?:already|also|still)$/.test(next) ? normAt(tokens, who.end + 1) : next
    const does = /^(?:does|do|is|has)$/.test(verb)
    return does || (norm !== 'way' && (norm === 'like' || tokens[link - 1]!.norm === 'same') && /^(?:|,|;|\)|and|but|so|because|who|some|one|too)$/.test(verb)) ? who : undefined
  }
  return undefined
}

function compares(before: string, norm: string): boolean {
  return norm === 'like' || norm === 'as' || (norm === 'way' && before === 'the')
}

/** "Nobody speaks Thai except my aunt". */
function excepted({ tokens, phrases }: Pick<Parsed, 'tokens' | 'phrases'>, at: number): Phrase | undefined {
  if (!tokens.slice(0, at).some(({ norm }, place, all) => /^(nobody|none|neither)$/.test(norm) || (norm === 'no' && all[place + 1]?.norm === 'one'))) return undefined
  const except = tokens.findIndex(({ norm }, place) => place > at && place < at + 8 && /^(except|but|besides)$/.test(norm))
  const who = except < 0 ? undefined : phrases.get(tokens[except + 1]?.norm === 'for' ? except + 2 : except + 1)
  return who && /^(name|kin|self)$/.test(who.type) && /^(|,|\)|;)$/.test(normAt(tokens, who.end)) ? who : undefined
}
