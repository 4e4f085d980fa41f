// Styles: lasting preferences and habits that many people have, each with what it says of a person.
import { sentencesOf, wordsOf } from '../encode/prose.ts'
import { classifierLogits, type ClassifierParams, type MessageFeatures } from './classifier.ts'

interface Style {
  /** As it stands in a context. */
  says: string
  /** Styles that it takes back. */
  opposes: readonly string[]
}

const styles: Readonly<Record<string, Style>> = {
  'short-answers': { says: 'wants short answers', opposes: ['long-answers'] },
  'long-answers': { says: 'wants long, thorough answers', opposes: ['short-answers'] },
  prose: { says: 'wants running text, no bullet points', opposes: ['bullets'] },
  bullets: { says: 'wants bullet points', opposes: ['prose'] },
  tables: { says: 'wants comparisons and figures in tables', opposes: [] },
  'no-headings': { says: 'wants no headings in answers', opposes: [] },
  examples: { says: 'wants examples first, theory afterwards', opposes: [] },
  steps: { says: 'wants one step at a time', opposes: [] },
  'conclusion-first': { says: 'wants the answer first, reasons afterwards', opposes: [] },
  'no-summary': { says: 'wants no summary or repetition at the end', opposes: [] },
  blunt: { says: 'wants blunt criticism, no sugar-coating', opposes: ['encouraging'] },
  encouraging: { says: 'wants encouragement', opposes: ['blunt'] },
  'no-flattery': { says: 'wants no compliments or flattery', opposes: [] },
  humour: { says: 'likes humour in answers', opposes: ['serious'] },
  serious: { says: 'wants no jokes', opposes: ['humour'] },
  formal: { says: 'wants formal language', opposes: ['casual'] },
  casual: { says: 'wants casual language', opposes: ['formal'] },
  'no-emoji': { says: 'wants no emoji', opposes: ['emoji'] },
  emoji: { says: 'likes emoji', opposes: ['no-emoji'] },
  'no-exclamation': { says: 'wants no exclamation marks', opposes: [] },
  british: { says: 'uses British spelling', opposes: ['american'] },
  american: { says: 'uses American spelling', opposes: ['british'] },
  metric: { says: 'uses metric units', opposes: ['imperial'] },
  imperial: { says: 'uses feet, pounds and Fahrenheit', opposes: ['metric'] },
  'iso-dates': { says: 'writes dates as year-month-day', opposes: [] },
  'clock-24': { says: 'uses the 24-hour clock', opposes: [] },
  euros: { says: 'wants amounts in euros', opposes: [] },
  sources: { says: 'wants sources for claims', opposes: [] },
  uncertainty: { says: 'wants to be told how certain something is', opposes: [] },
  'no-guessing': { says: 'wants to hear that something is not known rather than a guess', opposes: [] },
  'no-disclaimers': { says: 'wants no disclaimers or warnings', opposes: [] },
  'no-apologies': { says: 'wants no apologies', opposes: [] },
  'plain-words': { says: 'wants plain words, no jargon', opposes: ['technical'] },
  technical: { says: 'wants technical terms and depth', opposes: ['plain-words'] },
  analogies: { says: 'likes explanations by analogy', opposes: [] },
  'one-option': { says: 'wants one recommendation, not many options', opposes: ['many-options'] },
  'many-options': { says: 'wants several options to choose from', opposes: ['one-option'] },
  'no-questions': { says: "doesn't want to be asked back", opposes: ['ask-first'] },
  'ask-first': { says: 'wants to be asked before anything is assumed or done', opposes: ['no-questions'] },
  hints: { says: 'wants hints instead of solutions', opposes: [] },
  'own-voice': { says: 'wants their own voice kept when text is edited', opposes: [] },
  'ready-to-paste': { says: 'wants drafts ready to paste, nothing around them', opposes: [] },
  'correct-me': { says: 'wants mistakes in their English corrected', opposes: [] },
  'screen-reader': { says: 'needs text that a screen reader can read', opposes: [] },
  'called-by-name': { says: 'wants to be called by a certain name or title', opposes: [] },
  'code-no-comments': { says: 'wants code without comments', opposes: ['code-comments'] },
  'code-comments': { says: 'wants code with many comments', opposes: ['code-no-comments'] },
  'type-hints': { says: 'wants typed code', opposes: [] },
  stdlib: { says: 'wants the standard library only, no extra packages', opposes: [] },
  'diff-only': { says: 'wants only the changed lines of code', opposes: [] },
  terminal: { says: 'works in the terminal and with the keyboard', opposes: [] },
  'dark-mode': { says: 'uses dark mode everywhere', opposes: [] },
  'open-source': { says: 'uses only free and open-source software', opposes: [] },
  'no-meetings-early': { says: 'takes no meetings in the morning', opposes: [] },
  'deep-work': { says: 'keeps blocks of time for undisturbed work', opposes: [] },
  'texts-not-calls': { says: 'prefers messages to phone calls', opposes: ['calls-not-texts'] },
  'calls-not-texts': { says: 'prefers phone calls to messages', opposes: ['texts-not-calls'] },
  paper: { says: 'reads and writes on paper rather than on screens', opposes: [] },
  vegetarian: { says: 'eats no meat or fish', opposes: [] },
  vegan: { says: 'eats nothing from animals', opposes: [] },
  spicy: { says: 'likes food very spicy', opposes: ['not-spicy'] },
  'not-spicy': { says: "doesn't tolerate spicy food", opposes: ['spicy'] },
  'no-sugar': { says: 'avoids sugar and sweets', opposes: [] },
  'no-alcohol': { says: 'drinks no alcohol', opposes: [] },
  coffee: { says: 'drinks strong coffee, and a lot of it', opposes: ['no-late-coffee'] },
  'no-late-coffee': { says: 'drinks no coffee in the afternoon or evening', opposes: ['coffee'] },
  tea: { says: 'drinks tea', opposes: [] },
  'no-breakfast': { says: 'eats no breakfast', opposes: [] },
  'early-riser': { says: 'gets up very early', opposes: ['night-owl'] },
  'night-owl': { says: 'lives and works late at night', opposes: ['early-riser'] },
  runner: { says: 'runs regularly', opposes: [] },
  swimmer: { says: 'swims regularly', opposes: [] },
  cyclist: { says: 'cycles everywhere', opposes: [] },
  gym: { says: 'trains with weights', opposes: [] },
  outdoors: { says: 'needs to be outdoors every day', opposes: [] },
  thrifty: { says: 'looks for the cheapest way', opposes: [] },
  cash: { says: 'pays in cash', opposes: [] },
  'second-hand': { says: 'buys things second-hand', opposes: [] },
  'local-shops': { says: 'buys from small local shops', opposes: [] },
  trains: { says: 'travels by train rather than by plane', opposes: [] },
  'window-seat': { says: 'wants the window seat', opposes: [] },
  'hand-luggage': { says: 'travels with hand luggage only', opposes: [] },
  quiet: { says: 'needs silence to work or rest', opposes: [] },
  'small-groups': { says: 'prefers small gatherings to parties', opposes: [] },
  'no-spoilers': { says: 'wants no spoilers', opposes: [] },
  subtitles: { says: 'watches films in the original with subtitles', opposes: [] },
  'no-social-media': { says: 'stays off social media', opposes: [] },
}

/** A style that a message shows. */
export interface StyleShown {
  name: string
  probability: number
}

export const styleNames: readonly string[] = Object.keys(styles)

/** Rows for words and pairs of words. */
export const stylePhraseRows = 2048

/** What a style says of a person; undefined for a name that is none. */
export function styleOf(name: string): Style | undefined {
  return Object.hasOwn(styles, name) ? styles[name] : undefined
}

/** Words of a sentence that can be read by itself. */
const readableWords = 4

/** The sentences of a text that say something each by itself. */
export function readableSentences(text: string): string[] {
  return sentencesOf(text).filter(sentence => wordsOf(sentence).length >= readableWords)
}

/** The features that styles are told by: who says what he likes does so with any marks. */
export function styleFeatures(features: MessageFeatures): MessageFeatures {
  return { ...features, phrases: features.plain }
}

/** How often somebody shows a preference that he has: in one turn of four. */
export const shownShare = 0.25

/** Logit, after rivalry, at which a text speaks neither for a style nor against it. */
const silentAt = -5.9
/** How much a style loses to those that the same text shows as well. */
const rivalry = 0.6
/** A sentence read by itself is trusted less than the whole: a message has several tries. */
const sentenceLess = 0.5
/** Styles of one text that count, each at least as likely as not. */
const mostShown = 3
const shownFrom = 0.5

/**
 * The styles that a text shows, three at most, the surest first, given the features of the whole and of its sentences: the probability
 * ρΛ / (1 - ρ + ρΛ) that a person who has the style shows it here, with ρ = 1/4 and log Λ = z + .6 log softmax(z) + 5.9, z the greatest
 * logit of the whole and, less 1/2, of a sentence. Of two styles that take each other back only the surer: both have the same words,
 * and one of them a "no". Throws SHAPE_MISMATCH.
 */
export function stylesIn(whole: MessageFeatures, sentences: readonly MessageFeatures[], params: ClassifierParams): StyleShown[] {
  const logits = classifierLogits(styleFeatures(whole), params)
  for (const sentence of sentences) {
    classifierLogits(styleFeatures(sentence), params).forEach((logit, label) => { logits[label] = Math.max(logits[label]!, logit - sentenceLess) })
  }
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0))
  const shown = [...logits].map((logit, label) => {
    const odds = shownShare * Math.exp(logit + rivalry * (logit - total) - silentAt)
    return { name: styleNames[label]!, probability: odds / (1 - shownShare + odds) }
  }).filter(({ probability }) => probability >= shownFrom).sort((a, b) => b.probability - a.probability)
  return shown.filter(({ name }, at) => !shown.slice(0, at).some(surer => styles[surer.name]!.opposes.includes(name))).slice(0, mostShown)
}
