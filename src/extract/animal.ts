// Talk that is of animals: what only they do, have, or have done to them, and what only they are called.
import { isAnimal } from './kin.ts'
import { bareKinAt, type Phrase } from './phrase.ts'
import type { Token } from './token.ts'

const cues = new RegExp(
  String.raw`\b(?:(?:the|our) vet|vet (?:says|said|thinks|appointment|visit|bill)|litter ?(?:box|tray)|purr(?:s|ed|ing)?|bark(?:s|ed|ing)|meow(?:s|ed|ing)?|miaow\w*|leash|paws?|whiskers|fleas?|worming|dewormed|kibble|neuter(?:ed|ing)?|` +
    String.raw`spay(?:ed|ing)?|groomers?|fur|kennels?|cattery|hutch|wag(?:s|ged|ging)?|walkies|scratching post|cat flap|dog (?:park|food|bed|walker|bowl|treats?)|cat (?:food|tree|litter)|` +
    String.raw`treats|howl(?:s|ed|ing)?|hairballs?|shed(?:s|ding)|puppy (?:school|training)|obedience class|claws?|muzzle|perch|terrarium|on the rug)\b`,
  'i',
)

// Animals of others.
const guests = /\b(?:staying with (?:us|me)|looking after|pet-?sit\w*|sitting for|minding|stray|foster\w*|neighbou?r\w*|next door|belongs to)\b/i

/** True for a text about what animals do. */
export function speaksOfAnimals(text: string): boolean {
  return cues.test(text) && !guests.test(text)
}

/** "A tomcat who bullies our little Pip", "cats that snore, like Tom, ours": one's own, where animals are spoken of. */
export function isOwnAnimal(tokens: readonly Token[], { type, start, end }: Phrase): boolean {
  if (type !== 'name') return false
  const ours = [1, 2].some(step => /^(our|my)$/.test(tokens[start - step]?.norm ?? '')) || (tokens[end]?.norm === ',' && /^(ours|mine)$/.test(tokens[end + 1]?.norm ?? ''))
  return ours && tokens.some(({ norm }) => isAnimal(norm))
}

/** True for a predicate that only an animal has: "a very stubborn spaniel". */
export function animalAt(tokens: readonly Token[], at: number): boolean {
  if (!/^(a|an|the|just|such)$/.test(tokens[at]?.norm ?? '')) return false
  for (let next = at + 1; next < at + 7 && tokens[next]?.kind === 'word'; next++) {
    if (/^(of|and|who|with|in|at|for|that|is)$/.test(tokens[next]!.norm)) return false
    const kin = bareKinAt(tokens, next)
    if (kin) return kin.role === 'pet' && !/^(person|lover|owner|mum|mom|dad|sitter|walker|trainer)$/.test(tokens[next + 1]?.norm ?? '')
  }
  return false
}
