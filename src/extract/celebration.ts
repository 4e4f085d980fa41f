// Births and weddings, of which one sentence tells and the next names the newborn, the bride, the groom.
import type { Gender } from '../graph/relation.ts'
import { genderIn } from './birth.ts'
import type { Discourse } from './discourse.ts'
import { married, type Kin } from './kin.ts'
import { nameAt, type NameReader } from './name.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { normAt, type Token } from './token.ts'

const children = /^(baby|girl|boy|son|daughter|child|newborn|first|second|third)$/

/** "Gave birth", "had the baby": a child that may have no name yet. */
function tellsBirth(tokens: readonly Token[]): boolean {
  return tokens.some(({ norm }, at) => {
    const before = tokens.slice(Math.max(0, at - 4), at).map(token => token.norm)
    return norm === 'birth' ? /^(gave|given)$/.test(before.at(-1) ?? '') : children.test(norm) && before.some(word => /^(had|welcomed)$/.test(word))
  })
}

/** Where a sentence names a newborn: "a girl, Ida", "his name is", "they named her", "welcome, little Ida". */
function newbornAt(tokens: readonly Token[]): number | undefined {
  const norm = (at: number): string => normAt(tokens, at)
  for (let at = 0; at < Math.min(tokens.length, 6); at++) {
    if (norm(at) === 'name' && /^(his|her|its|the|baby|'s)$/.test(norm(at - 1)) && /^(is|'s)$/.test(norm(at + 1))) return at + 2
    if (/^(named|naming|called|calling|call)$/.test(norm(at))) return /^(her|him|it|them)$/.test(norm(at + 1)) ? at + 2 : at + 1
    if (/^(girl|boy|daughter|son)$/.test(norm(at)) && /^[,:-]$/.test(norm(at + 1)) && at < 4) return at + 2
    if (at === 0 && norm(0) === 'welcome') return [1, 2, 3].find(next => !/^(,|little|baby)$/.test(norm(next)))
  }
  return undefined
}

/** The phrase for whoever gets married. */
function whoMarries({ tokens, phrases }: Parsed): Phrase | undefined {
  const at = tokens.findIndex(({ norm }) => /^(married|marrying|engaged|wedding)$/.test(norm))
  const before = at < 0 ? [] : [...phrases.values()].filter(phrase => phrase.end <= at && (phrase.type === 'name' || phrase.type === 'kin'))
  return before.length === 1 ? before[0] : undefined
}

export class Celebration {
  readonly #discourse: Discourse
  /** A child that was just born, without a name. */
  #newborn: number | undefined
  #marries: number | undefined

  constructor(discourse: Discourse) {
    this.#discourse = discourse
  }

  /** True where a sentence does nothing but name the newborn of the last one. */
  completes({ tokens }: Parsed, names: NameReader): boolean {
    const at = this.#newborn === undefined ? undefined : newbornAt(tokens)
    const found = at === undefined ? undefined : nameAt(tokens, at, names, true)
    if (!found) return false
    const gender: Gender | null = genderIn(tokens.slice(0, at)) ?? pronounGender(tokens)
    this.#discourse.scribe.gender(this.#newborn!, gender)
    this.#discourse.name(this.#newborn!, found.name)
    this.#newborn = undefined
    return true
  }

  /** "The bride is called Siv", "the groom, Per, ...", "Siv is the bride": whoever marries whom the last clause spoke of. */
  link(parsed: Parsed, names: NameReader): void {
    const { tokens } = parsed
    const at = tokens.findIndex(({ norm }, place) => /^(bride|groom|bridegroom)$/.test(norm) && tokens[place - 1]?.norm === 'the')
    if (at < 0) return
    this.#note(parsed)
    if (this.#marries === undefined || tokens[at + 1]?.norm === "'s") return
    let next = at + 1
    while (/^(,|is|'s|was|called|named)$/.test(normAt(tokens, next)) && next < at + 4) next++
    const found = nameAt(tokens, next, names, true)
    const kin: Kin = { ...married, gender: tokens[at]!.norm === 'bride' ? 'f' : 'm' }
    // "Siri is the bride".
    const before = /^(is|'s)$/.test(normAt(tokens, at - 2)) ? [...parsed.phrases.values()].find(({ end, type }) => end === at - 2 && type === 'name') : undefined
    const spouses = before ? this.#discourse.bind(before) : found ? this.#discourse.members(this.#marries, kin, [found.name], false) : []
    for (const id of spouses) this.#discourse.relate(this.#marries, kin, id)
  }

  /** After a sentence was read: who was born or got married in it. */
  close(parsed: Parsed): void {
    if (tellsBirth(parsed.tokens)) this.#newborn = this.#discourse.unnamed
    this.#note(parsed)
  }

  #note(parsed: Parsed): void {
    const who = whoMarries(parsed)
    if (who) this.#marries = this.#discourse.bind(who)[0]
  }
}

function pronounGender([first]: readonly Token[]): Gender | null {
  return /^(his|he)$/.test(first?.norm ?? '') ? 'm' : /^(her|she)$/.test(first?.norm ?? '') ? 'f' : null
}
