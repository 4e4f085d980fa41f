// Slips of the finger in the words that rules are made of: "wrks", "nxt to me", "collegue". Names are never respelled.
import { wordSet } from '../encode/prose.ts'
import { kinWords } from './kin.ts'
import { isOrdinary, isVerb } from './ordinary.ts'
import { jobs } from './spans.ts'

/** Grammar and common words that tell who is meant and what is said of somebody. */
const common = wordSet(`
  with from that this them then than they there these those what when where which while would could should about after before because
  though through since still every next just also always never really actually probably another other only together
  doesnt didnt havent hasnt hadnt isnt arent wasnt werent wouldnt couldnt shouldnt theyre youre theres thats theyve
  work works working worked live lives living lived study studies studying studied teach teaches teaching taught called named married
  moved born grew allergic speak speaks speaking spoke leaving leaves started starting wants wanted knows thinks loves likes hates
  bought drives owns plays played told texted getting having coming going visiting staying
  name names birthday today tomorrow tonight yesterday morning evening everyone everybody everything anything something nothing nobody
  hospital school college university company office bakery restaurant factory library pharmacy warehouse kitchen garden
  house apartment peanuts peanut shellfish penicillin pollen gluten lactose strawberries shrimp engaged divorced
  pregnant retired german english spanish french italian polish portuguese russian turkish arabic japanese`)

const vowels = new Set('aeiou')

/** The consonants of a word, each run of one letter once, after its first letter. */
function skeleton(word: string): string {
  let bones = word[0]!
  for (const letter of word.slice(1)) if (!vowels.has(letter) && letter !== bones.at(-1)) bones += letter
  return bones
}

// One slip away from them are names, and other words: Marie, Lasse, Tucker, a roster, a diary.
const touchy = wordSet('marine trucker roaster rooster lassie laddie')

const words: readonly string[] = [...new Set([...common, ...[...kinWords, ...jobs].filter(word => word.length > 4 && /^[a-z]+$/.test(word) && !touchy.has(word))])]

/** Words by what they have in common. */
function grouped(list: readonly string[], by: (word: string) => string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const word of list) groups.set(by(word), [...(groups.get(by(word)) ?? []), word])
  return groups
}

const byBones = grouped(words, skeleton)
const byLetter = grouped(words.filter(word => word.length > 4), word => word[0]!)

/** True for a word without some of the vowels inside another: "wrks", "husbnd". A last vowel may lack in a longer word alone: "Liv" is a name. */
function isClipped(word: string, whole: string): boolean {
  let at = 0
  for (const letter of whole) {
    if (letter === word[at]) at++
    else if (!vowels.has(letter)) return false
  }
  return at === word.length && (word.at(-1) === whole.at(-1) || word.length > 4)
}

/** Two letters swapped, one before the last left out, one written twice, or a wrong vowel inside a long word (Damerau 1964, less what makes names of names). */
function isSlipped(word: string, whole: string): boolean {
  if (Math.abs(word.length - whole.length) > 1) return false
  let at = 0
  while (at < word.length && word[at] === whole[at]) at++
  if (at === 0) return false
  const [rest, meant] = [word.slice(at), whole.slice(at)]
  if (word.length === whole.length) {
    if (rest.slice(1) === meant.slice(1)) return word.length > 6 && rest.length > 1 && vowels.has(rest[0]!) && vowels.has(meant[0]!)
    return rest[0] === meant[1] && rest[1] === meant[0] && rest.slice(2) === meant.slice(2)
  }
  return word.length < whole.length ? rest === meant.slice(1) && rest !== '' && word.length > 4 : rest.slice(1) === meant && rest[0] === word[at - 1]
}

const heard = new Map<string, string | null>()

/** The word that a strange one, in lower case, is a slip of; undefined where there is none. */
export function slipOf(word: string): string | undefined {
  let meant = heard.get(word)
  if (meant === undefined) {
    meant = word.length < 3 || isOrdinary(word) ? null : (find(word) ?? null)
    if (heard.size < 20_000) heard.set(word, meant)
  }
  return meant ?? undefined
}

function find(word: string): string | undefined {
  if (words.includes(word)) return undefined
  // "Chewd", "workd".
  if (/[^aeiou]d$/.test(word) && isVerb(word.slice(0, -1))) return `${word.slice(0, -1)}ed`
  return byBones.get(skeleton(word))?.find(whole => isClipped(word, whole)) ?? byLetter.get(word[0]!)?.find(whole => isSlipped(word, whole))
}
