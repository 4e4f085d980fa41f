// Whose kin somebody is, where that takes more than the phrase itself: who stands beside, who else is in view, which of two.
import { isFunctionWord } from '../encode/prose.ts'
import type { Discourse } from './discourse.ts'
import type { Kin } from './kin.ts'
import type { Parsed } from './parse.ts'
import type { KinPhrase, Phrase } from './phrase.ts'
import { leadsVerb } from './subject.ts'
import { normAt } from './token.ts'

/** "Dana, my sister": the one and the other are one. */
export function appose(discourse: Discourse, phrase: Phrase, twin: Phrase & KinPhrase): void {
  const [left] = discourse.bind(phrase)
  const owner = twin.owner && discourse.bind(twin.owner)[0]
  if (left !== undefined && owner !== undefined && owner !== null) discourse.relate(owner, twin.kin, left)
  // "And there is Birk, the cat".
  else if (left !== undefined && twin.kin.role === 'pet') discourse.isPet(left)
  else if (left !== undefined && twin.trade) discourse.scribe.assert(left, 'has_job', twin.trade)
  discourse.adopt(twin, left === undefined ? [] : [left])
}

/** "The mother of Tom, my son's friend": Tom is the friend. */
export function apposeOwner(discourse: Discourse, owner: Phrase, same: Parsed['same']): void {
  const twin = same.find(([left]) => left === owner)?.[1]
  if (twin?.type === 'kin') appose(discourse, owner, twin)
}

/** "Siv is his sister": nobody is her own kin, so "his" means whoever else was in view before her. */
export function bindWhose(discourse: Discourse, phrase: Phrase, phrases: Parsed['phrases'], same: Parsed['same']): void {
  if (phrase.type !== 'kin' || !phrase.owner) return
  apposeOwner(discourse, phrase.owner, same)
  // "Siv isn't Per's sister, she's his niece": Per is in view, whatever is said of him.
  if (phrase.owner.type === 'name') discourse.bind(phrase.owner)
  if (phrase.owner.type !== 'pronoun' || phrase.owner.plural) return
  const subject = [...phrases.values()].findLast(({ end }) => end <= phrase.start && end > phrase.start - 4)
  discourse.bind(phrase.owner, false, subject ? discourse.bind(subject) : [])
}

const afterObject = /^(back|early|late|again|today|yesterday|tonight|tomorrow|home|out|away|there|here|soon|twice|once|a|an|the)$/

/** The subject of the verb of which a pronoun is the object: "Siv needs her", "Siv has told him". */
export function actorOn(phrase: Phrase, { tokens, phrases }: Pick<Parsed, 'tokens' | 'phrases'>): Phrase | undefined {
  if (phrase.type !== 'pronoun' || phrase.plural || !/^(him|her)$/.test(tokens[phrase.start]!.norm)) return undefined
  // "Has had her first": no object.
  const next = tokens[phrase.end]
  if (tokens[phrase.start]!.norm === 'her' && next?.kind === 'word' && !isFunctionWord(next.norm) && !afterObject.test(next.norm)) return undefined
  const actor = [...phrases.values()].findLast(({ end }) => end < phrase.start)
  if (!actor || !/^(name|kin)$/.test(actor.type) || phrase.start - actor.end >= 4 || !leadsVerb(tokens, actor)) return undefined
  const between = tokens.slice(actor.end, phrase.start)
  const parted = between.some(({ kind, norm }) => kind === 'mark' || /^(and|that|if|because|who|is|to|for|with|of|about)$/.test(norm))
  return parted ? undefined : actor
}

/** "She is Siv's twin": whoever she is, she is not Siv; nor is who does something whom she does it to. */
export function notMeant(discourse: Discourse, phrase: Phrase, { tokens, phrases }: Pick<Parsed, 'tokens' | 'phrases'>): number[] {
  const actor = actorOn(phrase, { tokens, phrases })
  if (actor) return discourse.bind(actor)
  const said = phrase.type === 'pronoun' && /^(is|'s|was)$/.test(normAt(tokens, phrase.end)) ? phrases.get(phrase.end + 1) : undefined
  return said?.type === 'kin' && said.names.length === 0 && said.owner?.type === 'name' ? discourse.bind(said.owner) : []
}

/** "Siv's landlord is late, her flat is cold": Siv is more in view than whoever has no name beside her. */
export function isAside(phrase: Phrase): boolean {
  return phrase.type === 'kin' && phrase.owner?.type === 'name' && phrase.names.length === 0 && /^(stranger|boss)$/.test(phrase.kin.role)
}

/** "My husband Per and our daughter": the child of both, where the other was spoken of in this turn. */
export function shareChild(discourse: Discourse, phrase: Phrase): void {
  if (phrase.type !== 'kin' || phrase.kin.role !== 'child' || phrase.owner?.type !== 'self' || !phrase.owner.plural) return
  const here = discourse.graph.inTurn(discourse.scribe.place.ordinal)
  const spouse = discourse.graph.about(discourse.speaker).find(({ subject, predicate, object, endedAt }) =>
    predicate === 'spouse' && endedAt === null && here.includes(subject === discourse.speaker ? Number(object) : subject))
  const other = spouse && (spouse.subject === discourse.speaker ? Number(spouse.object) : spouse.subject)
  if (other !== undefined) for (const child of discourse.bind(phrase)) discourse.relate(other, phrase.kin, child)
}

/** "Ana and Bo's son Leo": of both, where they open the sentence. */
export function shareWithLeft(discourse: Discourse, phrase: Phrase, { tokens, phrases }: Pick<Parsed, 'tokens' | 'phrases'>): void {
  if (phrase.type !== 'kin' || phrase.kin.role !== 'child' || phrase.owner?.type !== 'name' || phrase.names.length === 0 || tokens[phrase.start - 1]?.norm !== 'and') return
  const left = phrases.get(0)
  if (left?.type === 'name' && left.end === phrase.start - 1) for (const owner of discourse.bind(left)) for (const child of discourse.bind(phrase)) discourse.relate(owner, phrase.kin, child)
}

/** "They are brother and sister": known genders tell who is which, or else the order. */
export function pairUp(discourse: Discourse, [one, two]: readonly number[], kin: readonly [Kin, Kin], ended: boolean): void {
  if (one === undefined || two === undefined) return
  const genderOf = (id: number): string | null => discourse.graph.entity(id)?.gender ?? null
  const turned = kin[0].gender !== kin[1].gender && (genderOf(one) === kin[1].gender || genderOf(two) === kin[0].gender)
  const [first, second] = turned ? [two, one] : [one, two]
  for (const [owner, told, member] of [[second, kin[0], first], [first, kin[1], second]] as const) {
    if (ended) discourse.scribe.end(owner, told.role, member)
    else discourse.relate(owner, told, member)
  }
}
