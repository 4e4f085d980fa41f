// Nouns around a kin word that change what it means: "my army buddy", "in the lab", "the bride".
import { isFunctionWord, wordSet } from '../encode/prose.ts'
import { kinAt, kinOfRole, type Kin } from './kin.ts'
import { normAt, type Token } from './token.ts'

/** Kin words that without an owner mean anybody: "this old man", "the bride". */
export const anybodys: ReadonlySet<string> = wordSet('man lad laddie lass lassie boy girl fella widow widower bride groom bridegroom')

// "Tell her thanks mate": who is spoken to is no friend of hers.
const addresses = wordSet("'s today tonight tomorrow yesterday thanks cheers sorry please now then")

// Where one has buddies, though they are written as names are.
const services = wordSet('army navy marine marines uni facebook discord instagram reddit sunday')

/** Place of the kin word in "my army buddy", "her chess club friend": nouns tell where a friend is from. */
export function circleEnd(tokens: readonly Token[], at: number): number | undefined {
  for (let next = at; next < at + 3; next++) {
    const token = tokens[next]
    if (token?.kind !== 'word' || (token.capital && !services.has(token.norm)) || isFunctionWord(token.norm) || addresses.has(token.norm)) return undefined
    const role = kinAt([token.norm], 0)?.kin.role
    if (role !== undefined) return next > at && role === 'friend' ? next : undefined
  }
  return undefined
}

const rooms = wordSet('in at from to into inside near chemistry physics photo computer media sleep dental')

/** "In the lab", "her chemistry lab": no Labrador. */
export function isRoom(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.norm === 'lab' && tokens.slice(Math.max(0, at - 2), at).some(({ norm }) => rooms.has(norm))
}

const compounds = new Set((
  'walker walkers sitter sitters food allergy allergies hair lover lovers person people group groups company law laws care bed toy toys show ' +
  'shop park treats treat poop litter carrier trainer meeting video videos memes picture pictures photo photos age names name\'s breed breeds ' +
  'tongue tongues tax benefit benefits seat seats monitor shower stuff things clothes phase steps bump friendly proof whisperer fight zone figure ' +
  'burger soup salad curry sandwich pie stock eggs egg breast wings nuggets noodles fillet sauce house hutch cage tank box collar leash lead reports report results coat coats work equipment'
).split(' '))

export function isCompound(tokens: readonly Token[], end: number, kin: Kin): boolean {
  const next = tokens[end]
  return next !== undefined && !kin.plural && compounds.has(next.norm)
}

const ventures = wordSet(`
  business lab tennis dance dancing bridge chess training gym running climbing study writing sparring squash badminton golf sailing project research exchange
  tandem language doubles padel ski skating bowling coding law practice`)

/** "My lab partner", "her doubles partner" at a place: no lover. */
export function companionAt(tokens: readonly Token[], at: number): { kin: Kin; length: number } | undefined {
  const word = normAt(tokens, at + 1)
  return /^partners?$/.test(word) && ventures.has(tokens[at]!.norm) ? { kin: kinOfRole('stranger', null, word.endsWith('s')), length: 2 } : undefined
}
