// Words for persons by their relation to another: "my sister", "Dana's boss", "a friend of mine".
import { wordSet } from '../encode/prose.ts'
import type { Gender, Role } from '../graph/relation.ts'
import { kinAbroad } from './abroad.ts'
import { isSlip } from './alias.ts'
import { isOrdinary } from './ordinary.ts'

/** What a kin word says of the one it names. */
export interface Kin {
  role: Role
  gender: Gender | null
  plural: boolean
  /** It was so and is no more: "ex-wife". */
  ended: boolean
}

/** Somebody of a role of whom no word was said. */
export function kinOfRole(role: Role, gender: Gender | null = null, plural = false): Kin {
  return { role, gender, plural, ended: false }
}

/** Husband or wife, whoever is which. */
export const married: Kin = kinOfRole('spouse')
/** Boyfriend, girlfriend, fiance. */
export const together: Kin = kinOfRole('partner')
export const siblings: Kin = kinOfRole('sibling')
export const offspring: Kin = kinOfRole('child')
/** An animal of somebody's. */
export const beast: Kin = kinOfRole('pet')
/** Somebody who works where one works. */
export const mates: Kin = kinOfRole('colleague')
/** Somebody who leads one. */
export const bosses: Kin = kinOfRole('boss')

const feminine: Readonly<Partial<Record<Role, string>>> = {
  parent: `mother maw mom mum mama mommy mummy mam mamma ma mami mamá maman mutti amma eomma ammi umma mumsy`,
  sibling: 'sister sis lil-sis twin-sister baby-sister big-sister little-sister hermana unnie noona',
  halfSibling: 'half-sister step-sister stepsister foster-sister half-sis step-sis stepsis',
  spouse: 'wife missus wifey widow bride',
  partner: 'girlfriend gf fiancee fiancée',
  child: 'daughter lass lassie girl',
  childInLaw: 'daughter-in-law',
  grandchild: 'granddaughter',
  stranger: 'stepdaughter stepmom stepmum stepmother godmother',
  grandparent: `grandmother grandma gma gramma nana gran granny nan nanna oma nonna abuela babushka babcia halmoni lola yiayia bibi
    grandmom grandmama grandmum nani dadi baba-ji obaachan vovó avó bubbe`,
  pibling: 'aunt auntie aunty tante tía tia',
  nibling: 'niece neice neece',
  parentInLaw: 'mother-in-law mil',
  siblingInLaw: 'sister-in-law sis-in-law sil',
  friend: 'girl-friend',
}

const masculine: Readonly<Partial<Record<Role, string>>> = {
  parent: 'father dad papa daddy pa pop pops papá vater abba appa baba pápa old-man da',
  sibling: 'brother bro twin-brother baby-brother big-brother little-brother oppa hyung',
  halfSibling: 'half-brother step-brother stepbrother foster-brother half-bro step-bro stepbro',
  spouse: 'husband hubby hubs widower groom bridegroom',
  partner: 'boyfriend bf fiance fiancé man fella',
  child: 'son lad laddie little-man wee-man boy',
  childInLaw: 'son-in-law',
  grandchild: 'grandson',
  stranger: 'stepson stepdad stepfather godfather',
  grandparent: `grandfather grandpa gpa grampy granddad grandad gramps opa nonno abuelo dziadek haraboji lolo pappou dada-ji grandpapa grampa
    dedushka nana-ji zayde`,
  pibling: 'uncle tío tio onkel',
  nibling: 'nephew',
  parentInLaw: 'father-in-law fil',
  siblingInLaw: 'brother-in-law bro-in-law bil',
}

const neutral: Readonly<Partial<Record<Role, string>>> = {
  parent: 'parent',
  sibling: 'sibling sib twin',
  halfSibling: 'half-sibling step-sibling stepsibling',
  spouse: 'spouse',
  partner: `partner other-half better-half significant-other boo`,
  child: `child kid kiddo baby toddler newborn firstborn eldest youngest oldest teenager teen little-one middle-child only-child infant`,
  friend: 'friend mate buddy pal bestie bezzie bezzy bff roomie-friend best-friend bestfriend bf-friend penpal pen-pal chum homie',
  colleague: `colleague coworker co-worker workmate work-mate deskmate desk-mate officemate office-mate work-friend work-buddy work-bestie work-pal
    work-wife work-husband labmate lab-mate lab-partner business-partner co-founder cofounder sous-chef deputy new-hire co-driver assistant intern apprentice trainee`,
  boss: `boss manager supervisor line-manager team-lead team-leader teamlead head-chef bosslady gaffer foreman forewoman shift-lead shift-leader
    shift-manager shift-supervisor crew-chief store-manager shop-manager branch-manager area-manager floor-manager duty-manager general-manager department-head`,
  cousin: 'cousin cuz cuzin cuzzin cousen',
  parentInLaw: 'parent-in-law',
  siblingInLaw: 'sibling-in-law',
  grandparent: 'grandparent',
  grandchild: 'grandchild grandkid grandbaby',
}

const animals = `dog cat puppy pup kitten kitty rabbit bunny hamster guinea-pig parrot budgie canary tortoise turtle goldfish fish snake gecko
  lizard iguana ferret rat mouse gerbil chinchilla hedgehog horse pony donkey goat hen rooster chicken duck goose cockatiel cockatoo
  parakeet lovebird macaw axolotl frog tarantula pet doggo doggy pupper mutt rescue
  labrador lab retriever golden-retriever shepherd german-shepherd poodle beagle dachshund corgi husky terrier bulldog pug boxer
  spaniel collie border-collie greyhound whippet chihuahua dalmatian rottweiler doberman labradoodle cockapoo schnauzer
  shih-tzu mastiff samoyed akita shiba galgo
  tabby siamese persian calico tomcat tom-cat ginger-cat maine-coon ragdoll sphynx bengal moggy
  betta bearded-dragon corn-snake alpaca llama sheep pig piglet cow calf lamb foal mare stallion
  terrapin cavy dwarf-rabbit newfoundland setter pointer hound bloodhound malamute pomeranian maltese bichon vizsla
  falcon cockerel peacock chameleon degu guppy stick-insect hermit-crab sugar-glider reindeer
  bull-terrier jack-russell great-dane goldendoodle lurcher weimaraner springer springer-spaniel
  catfish carp koi kelpie heeler pitbull pit-bull staffie rottie frenchie`

/** Persons of a role that the graph has no relation for: they are somebody, and what is said of them holds. */
const strangers = `neighbour neighbor flatmate roommate housemate landlord landlady doctor dentist therapist teacher tutor coach vet
  accountant lawyer client student trainer physio physiotherapist hairdresser barber babysitter nanny classmate pastor priest
  imam rabbi mechanic plumber gardener godson goddaughter godchild roomie acquaintance contact mentor advisor adviser professor
  nurse midwife cleaner carer caregiver lodger tenant bandmate instructor psychologist psychiatrist optician agent teammate team-mate investor host guest fan follower class-mate flat-mate house-mate room-mate band-mate
  gym-partner dance-partner dancing-partner training-partner tennis-partner study-partner chess-partner sparring-partner running-partner climbing-partner
  writing-partner bridge-partner dog-walker dog-sitter dog-trainer dog-groomer cat-sitter pet-sitter groomer breeder`

const irregular: Readonly<Record<string, string>> = {
  // "My twins" are children, "my twin" is a sibling.
  twins: 'child', triplets: 'child',
  wives: 'wife', children: 'child', babies: 'baby', buddies: 'buddy', aunties: 'auntie', mice: 'mouse', puppies: 'puppy', kitties: 'kitty',
  fish: 'fish', 'brothers-in-law': 'brother-in-law', 'sisters-in-law': 'sister-in-law', 'mothers-in-law': 'mother-in-law',
  geese: 'goose', ponies: 'pony', bunnies: 'bunny', folks: 'parent', grandchildren: 'grandchild', 'in-laws': 'parent-in-law', inlaws: 'parent-in-law',
  budgies: 'budgie', kids: 'kid', siblings: 'sibling', huskies: 'husky', canaries: 'canary', calves: 'calf', sheep: 'sheep',
}

const table = new Map<string, Kin>()
const enter = (words: string, role: Role, gender: Gender | null): void => {
  for (const word of wordSet(words)) table.set(word, kinOfRole(role, gender))
}
for (const [role, words] of Object.entries(feminine)) enter(words, role as Role, 'f')
for (const [role, words] of Object.entries(masculine)) enter(words, role as Role, 'm')
for (const [role, words] of Object.entries(neutral)) enter(words, role as Role, null)
enter(animals, 'pet', null)
enter(strangers, 'stranger', null)
table.set('ex', { ...together, ended: true })

/** Every kin word, in the singular. */
export const kinWords: readonly string[] = [...table.keys()]

const long = kinWords.filter(word => word.length >= 6 && !word.includes('-') && table.get(word)!.role !== 'pet')

/** The kin word that a word is a slip of: "husbnd", "nieghbor". */
function slipOf(word: string): string | undefined {
  return word.length < 5 || word.length > 13 ? undefined : long.find(known => known[0] === word[0] && isSlip(word, known))
}

/** What a kin word of several words begins with: nearly no word does, and no more is asked of the others. */
const opening = new RegExp(`^(?:ex|former|(?:${[
  ...new Set(['late', 'twin', 'baby', 'big', 'little', 'older', 'younger', ...[...kinWords, ...Object.keys(irregular)].filter(word => word.includes('-')).map(word => word.split('-')[0]!)]),
].join('|')})(?:-|$))`)

/** The kin word that starts at a word, with the number of words that it takes; undefined for others. */
export function kinAt(norms: readonly (string | undefined)[], at: number): { kin: Kin; length: number } | undefined {
  const first = norms[at]
  if (first === undefined) return undefined
  for (let length = opening.test(first) ? 4 : 1; length > 1; length--) {
    const words = norms.slice(at, at + length)
    if (words.length < length || words.includes(undefined)) continue
    const kin = kinOf(words.filter(word => word !== '-').join('-'))
    if (kin) return { kin, length }
  }
  const kin = kinOf(first)
  return kin && { kin, length: 1 }
}

/** Words that were asked for, with null for those that are none. */
const asked = new Map<string, Kin | null>()

function kinOf(word: string): Kin | undefined {
  let found = asked.get(word)
  if (found === undefined) {
    found = lookup(word) ?? null
    if (asked.size < 20_000) asked.set(word, found)
  }
  return found ?? undefined
}

function lookup(word: string): Kin | undefined {
  const own = table.get(word)
  if (own) return own
  const former = /^(?:ex|former|late-ex)-?(.+)$/.exec(word)
  const was = former && lookup(former[1]!)
  if (was) return { ...was, ended: true }
  const half = /^(?:twin|baby|big|little|older|younger)-(.+)$/.exec(word)
  const sibling = half && lookup(half[1]!)
  if (sibling?.role === 'sibling') return sibling
  const singular = irregular[word] ?? (/(?:ss|x|ch|sh)es$/.test(word) ? word.slice(0, -2) : word.endsWith('s') ? word.slice(0, -1) : undefined)
  const one = singular === undefined || singular === word ? undefined : (table.get(singular) ?? (word.endsWith('s') ? lookup(singular) : undefined))
  return one && { ...one, plural: true }
}

/** The kin word that a word with one slip in it, or one of another language, stands for, after "my" and the like. */
export function misspelledKin(word: string): Kin | undefined {
  const abroad = kinAbroad(word)
  if (abroad) return kinOfRole(abroad.role, abroad.gender)
  const meant = isOrdinary(word) ? undefined : slipOf(word)
  return meant === undefined ? undefined : table.get(meant)
}

/** True for a word that names an animal. */
export function isAnimal(word: string): boolean {
  return kinOf(word)?.role === 'pet'
}

const trades = wordSet(`doctor dentist therapist teacher tutor coach vet accountant lawyer trainer physio physiotherapist hairdresser barber babysitter
  nanny pastor priest imam rabbi mechanic plumber gardener nurse midwife cleaner carer caregiver instructor psychologist psychiatrist
  optician agent professor intern apprentice assistant`)

/** The profession that a role implies: my dentist is a dentist. */
export function tradeOf(word: string): string | undefined {
  return trades.has(word) ? word : undefined
}
