// Talk that is of animals: what only they do, have, or have done to them, and what only they are called.
import type { Gender } from '../graph/relation.ts'
import { isAnimal } from './kin.ts'
import { bareKinAt, type Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'

const cues = new RegExp(
  String.raw`\b(?:(?:the|our|my) vet|(?:dog|cat|human) years|vet (?:says|said|thinks|appointment|visit|bill)|litter ?(?:box|tray)|purr(?:s|ed|ing)?|bark(?:s|ed|ing)?(?! (?:at (?:me|us|him|her|them)|orders|mad|up))|meow(?:s|ed|ing)?|miaow\w*|(?<!new )leash|paws?|whiskers|fleas?|worming|dewormed|kibble|neuter(?:ed|ing)?|` +
    String.raw`spay(?:ed|ing)?|groomers?|fur|kennels?|cattery|hutch|wag(?:s|ged|ging)?|walkies|scratching post|cat flap|dog (?:park|food|bed|bowl|treats?)|cat (?:food|tree|litter)|` +
    String.raw`(?:i|we)(?:'ve|’ve| have)?(?: only| just| actually)? (?:got|adopted|rescued|bought) (?:him|her|them|it) (?:from|at) (?:the|a|our|an) (?:[\p{L}-]+ )?(?:shelter|breeder|rescue|pound|cats' home|dogs' home)|` +
    String.raw`scratch(?:es|ing|ed)? (?:up )?(?:at )?(?:the|my|our) (?:new )?(?:sofa|couch|carpet|furniture|armchair|curtains)|chew(?:s|ed|ing) (?:up |on |through )?(?:the|my|our) (?:\p{L}+ )?(?:shoes?|slippers?|sofa|couch|cables?|wires?|furniture|skirting)|` +
    String.raw`zoomies|catnip|belly rubs?|chew toys?|pet insurance|kennel cough|heartworm|moult(?:s|ing)|house-?trained|crate-?trained|` +
    String.raw`(?:his|her|their|some|the|for) treats|howl(?:s|ed|ing)?(?! with)|hairballs?|shed(?:s|ding)|puppy (?:school|training)|obedience class|claws?|muzzle|perch|terrarium|on the rug)\b`,
  'iu',
)

// Animals of others.
const guests = /\b(?:staying with (?:us|me)|looking after|pet-?sit\w*|sitting for|minding|stray|foster\w*|neighbou?r\w*|next door|belongs to|rehom\w+|g[ia]ve\w* \w+ (?:away|up))\b/i

const praise = /\bbest (?:\w+ )?(\w+) (?:ever|anyone|anybody|you|i|we|in)\b/i

/** True for a text about what animals do, or one in which an animal is praised: "best beagle ever". */
export function speaksOfAnimals(text: string): boolean {
  return (cues.test(text) || isAnimal(praise.exec(text)?.[1]?.toLowerCase() ?? '')) && !guests.test(text)
}

const voices = /\b(he|she)\b[^.!?;,]{0,30}?\b(?:bark|purr|meow|miaow|howl|wag)/i

/** Gender of the one who barks or purrs, where a pronoun tells it: the others in view are none who do. */
export function barker(text: string): Gender | undefined {
  const pronoun = voices.exec(text)?.[1]?.toLowerCase()
  return pronoun === undefined ? undefined : pronoun === 'he' ? 'm' : 'f'
}

/** "A tomcat who bullies our little Pip", "cats that snore, like Tom, ours": one's own, where animals are spoken of. */
export function isOwnAnimal(tokens: readonly Token[], { type, start, end }: Phrase): boolean {
  if (type !== 'name') return false
  const ours = [1, 2].some(step => /^(our|my)$/.test(normAt(tokens, start - step))) || (tokens[end]?.norm === ',' && /^(ours|mine)$/.test(normAt(tokens, end + 1)))
  return ours && tokens.some(({ norm }) => isAnimal(norm))
}

/** True for a predicate that only an animal has: "a very stubborn spaniel". */
export function animalAt(tokens: readonly Token[], at: number): boolean {
  if (!/^(a|an|the|just|such)$/.test(normAt(tokens, at))) return false
  for (let next = at + 1; next < at + 7 && tokens[next]?.kind === 'word'; next++) {
    if (/^(of|and|who|with|in|at|for|that|is)$/.test(tokens[next]!.norm)) return false
    const kin = bareKinAt(tokens, next)
    if (kin) return kin.role === 'pet' && !/^(person|lover|owner|mum|mom|dad|sitter|walker|trainer)$/.test(normAt(tokens, next + 1))
  }
  return false
}
