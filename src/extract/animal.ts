// Talk that is of animals: what only they do, have, or have done to them.

const cues = new RegExp(
  String.raw`\b(?:(?:the|our) vet|vet (?:says|said|thinks)|litter ?(?:box|tray)|purr(?:s|ed|ing)?|bark(?:s|ed|ing)|meow(?:s|ed|ing)?|miaow\w*|leash|paws?|whiskers|fleas?|worming|dewormed|kibble|neuter(?:ed|ing)?|` +
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
