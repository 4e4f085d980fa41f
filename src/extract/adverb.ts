// Adverbs that may stand between a subject, its verb and what the verb says.
import { normAt, type Token } from './token.ts'

const adverbs = new Set((
  'also still just really actually now always never often usually currently recently already even only not both all each then finally ' +
  'originally technically basically apparently honestly officially happily literally truly probably definitely sadly luckily thankfully ' +
  'too so ever once again well long kind sort of kinda sorta very pretty quite super absolutely totally severely deathly badly mildly ' +
  'secretly newly soon today formerly previously mostly mainly deeply simply somehow eventually lately presently n ' +
  'hardly barely scarcely been being as myself himself herself themselves 100 % technically def bit a-bit fully there here'
).split(' '))

/** True for an adverb that says nothing of who does what. */
export function isAdverb(norm: string): boolean {
  return adverbs.has(norm)
}

/** The first place from one on that holds no adverb. */
export function pastAdverbs(tokens: readonly Token[], at: number): number {
  let next = at
  while (adverbs.has(normAt(tokens, next))) next++
  return next
}
