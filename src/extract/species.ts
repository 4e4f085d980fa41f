// Kinds of animals: who is called a dog is not meant by "my cat".
const kinds: readonly (readonly string[])[] = [
  'dog dogs puppy puppies pup pups doggo doggy pupper mutt hound', 'cat cats kitten kittens kitty tomcat moggy tabby', 'rabbit rabbits bunny bunnies', 'hamster gerbil mouse rat guinea-pig chinchilla ferret',
  'parrot budgie canary cockatiel parakeet', 'tortoise turtle terrapin', 'fish goldfish', 'snake', 'lizard gecko iguana', 'horse horses pony ponies mare stallion foal', 'hen hens chicken chickens rooster', 'duck goose',
].map(line => line.split(' '))

const kindOf = new Map(kinds.flatMap((words, kind) => words.map(word => [word, kind] as const)))

/** False where two words for animals cannot mean the same one; a breed, or no word, may mean any. */
export function mayBeOne(left: string | null, right: string | null): boolean {
  const [one, two] = [kindOf.get(left ?? ''), kindOf.get(right ?? '')]
  return one === undefined || two === undefined || one === two
}
