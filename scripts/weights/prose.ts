// Ordinary text without people in it: what belongs together recurs, so that a model can learn it and lose it again.
import type { Random } from '../../src/random.ts'

/** Who does what: verb, things, places. */
const scenes: [who: string, verb: string, things: string[], places: string[], then: string][] = [
  ['baker', 'bakes', ['bread', 'buns', 'cakes'], ['oven', 'kitchen'], 'sells them before noon'],
  ['fisher', 'mends', ['nets', 'ropes', 'sails'], ['harbour', 'boat'], 'waits for the tide'],
  ['farmer', 'carries', ['hay', 'corn', 'milk'], ['barn', 'field'], 'looks at the clouds'],
  ['gardener', 'waters', ['roses', 'beans', 'herbs'], ['garden', 'greenhouse'], 'pulls the weeds'],
  ['shepherd', 'counts', ['sheep', 'lambs', 'goats'], ['hill', 'meadow'], 'calls the dogs'],
  ['miller', 'grinds', ['wheat', 'barley', 'oats'], ['mill', 'valley'], 'fills the sacks'],
  ['smith', 'hammers', ['nails', 'chains', 'gates'], ['forge', 'yard'], 'lets the iron cool'],
  ['sailor', 'paints', ['masts', 'decks', 'doors'], ['dock', 'ship'], 'hums an old tune'],
  ['teacher', 'reads', ['letters', 'poems', 'stories'], ['school', 'library'], 'rings the bell'],
  ['weaver', 'dyes', ['wool', 'linen', 'silk'], ['workshop', 'attic'], 'hangs it up to dry'],
  ['mason', 'stacks', ['bricks', 'stones', 'tiles'], ['wall', 'tower'], 'mixes the sand'],
  ['cook', 'stirs', ['soup', 'sauce', 'stew'], ['tavern', 'pantry'], 'adds a little salt'],
]
const weathers: [season: string, sky: string, deed: string][] = [
  ['spring', 'rain', 'falls'], ['summer', 'sun', 'shines'], ['autumn', 'fog', 'rises'], ['winter', 'snow', 'drifts'],
]
const creatures: [who: string, deed: string, place: string][] = [
  ['owl', 'hunts', 'forest'], ['swallow', 'nests', 'roof'], ['frog', 'croaks', 'pond'], ['fox', 'sleeps', 'burrow'], ['heron', 'stands', 'river'],
  ['bee', 'hums', 'orchard'],
]
const days = ['Monday', 'Tuesday', 'Friday', 'Sunday']
const times = ['dawn', 'noon', 'dusk', 'midnight']

/** `count` different texts of one or two sentences, words and marks apart by spaces. */
export function prose(count: number, random: Random): string[] {
  const texts = new Set<string>()
  while (texts.size < count) texts.add(text(random))
  return [...texts]
}

function text(random: Random): string {
  const kinds = [scene, scene, scene, weather, creature]
  const first = random.pick(kinds)(random)
  return random.next() < 0.4 ? `${first} ${random.pick(kinds)(random)}` : first
}

function scene(random: Random): string {
  const [who, verb, things, places, then] = random.pick(scenes)
  const [thing, place] = [skewed(things, random), skewed(places, random)]
  const start = random.next() < 0.3 ? `On ${random.pick(days)} the` : 'The'
  return random.pick([
    `${start} ${who} ${verb} ${thing} in the ${place} .`,
    `${start} ${who} ${verb} ${thing} and ${then} .`,
    `${start} ${place} is quiet until the ${who} ${verb} ${thing} there .`,
    `There are ${thing} in the ${place} , for the ${who} ${verb} them at ${random.pick(times)} .`,
  ])
}

function weather(random: Random): string {
  const [season, sky, deed] = random.pick(weathers)
  const [, , , places] = random.pick(scenes)
  return random.pick([
    `In ${season} the ${sky} ${deed} over the ${skewed(places, random)} .`,
    `When ${season} comes , the ${sky} ${deed} from ${random.pick(times)} to ${random.pick(times)} .`,
  ])
}

function creature(random: Random): string {
  const [who, deed, place] = random.pick(creatures)
  const [season] = random.pick(weathers)
  return random.pick([
    `At ${random.pick(times)} a ${who} ${deed} by the ${place} .`,
    `The ${who} ${deed} near the ${place} all ${season} .`,
  ])
}

// The first is the likeliest: 4 : 2 : 1.
function skewed(list: readonly string[], random: Random): string {
  const weights = list.map((_, index) => 2 ** (list.length - 1 - index))
  let left = random.next() * (2 ** list.length - 1)
  return list[weights.findIndex(weight => (left -= weight) < 0)]!
}
