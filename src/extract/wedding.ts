// Weddings: who of a couple is the bride, who the groom, told in a sentence of its own.
import type { Kin } from './kin.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { married } from './pairing.ts'

/** Who is told to have married, with nobody named whom: "our son Elof got married". */
export function newlywed({ tokens, phrases }: Parsed): Phrase | undefined {
  const at = tokens.findIndex(({ norm }, place) => norm === 'married' && /^(got|getting|gets|get)$/.test(tokens[place - 1]?.norm ?? ''))
  if (at < 0 || /^(to|and)$/.test(tokens[at + 1]?.norm ?? '')) return undefined
  const subjects = [...phrases.values()].filter(({ type, end }) => end < at && (type === 'name' || type === 'kin'))
  return subjects.length === 1 ? subjects[0] : undefined
}

/** The one who is called the bride or the groom of a wedding that was told of: "the bride is called Siri", "Siri is the bride". */
export function spouseIn({ tokens, phrases }: Parsed): { kin: Kin; who: Phrase } | undefined {
  const at = tokens.findIndex(({ norm }) => /^(bride|groom|bridegroom)$/.test(norm))
  if (at < 0 || tokens[at - 1]?.norm !== 'the' || tokens[at + 1]?.norm === "'s") return undefined
  let next = at + 1
  while (/^(is|'s|called|named|,)$/.test(tokens[next]?.norm ?? '') && next - at < 4) next++
  const before = /^(is|'s)$/.test(tokens[at - 2]?.norm ?? '') ? [...phrases.values()].find(({ end }) => end === at - 2) : undefined
  const who = before ?? phrases.get(next)
  return who?.type === 'name' ? { kin: { ...married, gender: tokens[at]!.norm === 'bride' ? 'f' : 'm' }, who: { ...who } } : undefined
}
