// Styles: lasting preferences and habits that many people have, each with what it says of a person.
import { sentencesOf, wordsOf } from '../encode/prose.ts'
import { classify, type ClassifierParams, type MessageFeatures } from './classifier.ts'

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
  coffee: { says: 'drinks strong coffee, and a lot of it', opposes: [] },
  'no-late-coffee': { says: 'drinks no coffee in the afternoon or evening', opposes: [] },
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

/** Probability from which a message counts as showing a style: little by itself, but three times the same is much. */
const shownFrom = 0.1

/** Habit cue from which a style counts in full; without any, half. */
const someHabit = 0.05

/**
 * The styles that a text shows, with p · max(1/2, min(1, habit / .05)) each, the surest first: who tells a story about a swimming pool
 * is no swimmer. `habit`: the probability that it tells a habit at all. Throws SHAPE_MISMATCH.
 */
export function stylesIn(features: MessageFeatures, habit: number, params: ClassifierParams): StyleShown[] {
  const trust = Math.max(0.5, Math.min(1, habit / someHabit))
  return [...classify(styleFeatures(features), params)]
    .map((probability, label) => ({ name: styleNames[label]!, probability: probability * trust }))
    .filter(({ probability }) => probability >= shownFrom)
    .sort((a, b) => b.probability - a.probability)
}
