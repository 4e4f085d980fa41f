// Tales and games that go on over several sentences: a film that was watched, a game in which one plays somebody.
import { fictionFrom } from './mood.ts'
import { normAt, type Token } from './token.ts'

const somebody = /^(man|woman|guy|girl|boy|couple|kid|child|lady|detective|widow|widower|spy|cop|soldier|teacher|nurse|doctor|king|queen|prince|princess)$/
const goesOn = /^(he|she|they|his|her|their|then|eventually|meanwhile|finally)$/

/** Follows one text. */
export class Tale {
  /** A film, a book came up. */
  #opened = false
  /** The last sentence told of it. */
  #told = false
  /** "Let's play" was said. */
  #game = false
  #plays = false

  /** Place from which a sentence tells what is made up; behind its end where it does not. */
  from(tokens: readonly Token[]): number {
    this.#game ||= invitesToPlay(tokens)
    this.#plays ||= this.#game && castsBoth(tokens)
    if (this.#plays) return 0
    const own = fictionFrom(tokens)
    this.#told = own < Infinity ? false : this.#opened && (introducesHero(tokens) || (this.#told && goesOn.test(normAt(tokens, 0))))
    this.#opened ||= own < Infinity || enjoysTale(tokens)
    return this.#told ? 0 : own
  }
}

/** "Watched an old film", "am reading a Finnish novel". */
function enjoysTale(tokens: readonly Token[]): boolean {
  const verb = tokens.findIndex(({ norm }) => /^(watch|watched|watching|saw|seen|read|reading|finished)$/.test(norm))
  return verb >= 0 && tokens.slice(verb + 1, verb + 6).some(({ norm }) => /^(film|movie|series|novel|book|play|musical|thriller|drama|story)$/.test(norm))
}

/** "A man called Bo finds out", "it's about a young widow": somebody of the story. */
function introducesHero(tokens: readonly Token[]): boolean {
  const about = tokens.findIndex(({ norm }) => norm === 'about')
  const at = about > 0 && about < 4 && /^(it|this|that|the)$/.test(tokens[0]!.norm) ? about + 1 : 0
  return /^(a|an|this|two)$/.test(normAt(tokens, at)) && tokens.slice(at + 1, at + 4).some(({ norm }) => somebody.test(norm)) && !tokens.some(({ norm }) => /^(i|me|my|we|us|our)$/.test(norm))
}

function invitesToPlay(tokens: readonly Token[]): boolean {
  return tokens.some(({ norm }, at) => norm === 'let' && tokens[at + 1]?.norm === 'us' && /^(play|pretend|role-?play|roleplay|improvise|practi[sc]e)$/.test(normAt(tokens, at + 2)))
}

/** "You are the captain and I am your son". */
function castsBoth(tokens: readonly Token[]): boolean {
  const casts = (who: string): boolean => tokens.some(({ norm }, at) => norm === who && /^(are|am|'re|'m|will|can|play)$/.test(normAt(tokens, at + 1)))
  return casts('you') && casts('i')
}
