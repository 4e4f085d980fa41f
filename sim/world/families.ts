// The families of facts: what kind each is, how long it is worth keeping, and how its facts follow one another.

/** What is remembered of a turn, as in the written lives. */
type FactKind = 'semantic' | 'preference' | 'episodic' | 'procedural'

export interface Family {
  name: string
  kind: FactKind
  /** 2 worth keeping for months, 3 never to be lost. */
  keep: 2 | 3
  /** Lists that its slots draw from; `kin` is a relation of the teller. */
  slots: readonly string[]
  /** The slots that a fact keeps when it changes, and by which a question tells it from others of its family. */
  anchors: readonly string[]
  /** state: one fact that may change · each: one for each anchor · event: happens again and again. */
  shape: 'state' | 'each' | 'event'
  /** Slots of which some statement leaves one out; a question about one is asked only if it was told. */
  answers: Readonly<Record<string, RegExp>>
  /** Only said to an assistant. */
  assistant: boolean
}

function family(name: string, kind: FactKind, keep: 2 | 3, shape: Family['shape'], slots: string, more: { anchors?: string; answers?: Record<string, RegExp>; assistant?: boolean } = {}): Family {
  const { anchors = '', answers = {}, assistant = false } = more
  return { name, kind, keep, shape, slots: words(slots), anchors: words(anchors), answers, assistant }
}

function words(text: string): string[] {
  return text.split(' ').filter(word => word !== '')
}

const when = /^(When|On wh|Since when|For when|At what time)/

/** All families, in the order of their files. */
export const families: readonly Family[] = [
  family('home', 'semantic', 2, 'state', 'city district', { answers: { city: /\btown\b/, district: /neighbourhood|\barea\b/ } }),
  family('job', 'semantic', 2, 'state', 'job firm', { answers: { job: /living|profession|trade/, firm: /employed|company|work at|payroll/ } }),
  family('commute', 'semantic', 2, 'state', 'ride minutes', { answers: { ride: /How {do}|means|By what|what way|What {do}|trip/, minutes: /long|minutes/ } }),
  family('hometown', 'semantic', 2, 'state', 'town'),
  family('birthday', 'semantic', 3, 'state', 'month date'),
  family('met', 'semantic', 2, 'state', 'place'),
  family('kinjob', 'semantic', 2, 'each', 'kin job', { anchors: 'kin' }),
  family('kinhome', 'semantic', 2, 'each', 'kin city', { anchors: 'kin' }),
  family('pet', 'semantic', 2, 'state', 'animal petname'),
  family('allergy', 'semantic', 3, 'state', 'food'),
  family('medicine', 'semantic', 3, 'state', 'drug dose', { answers: { dose: /strong|dose|strength/ } }),
  family('condition', 'semantic', 3, 'state', 'illness'),
  family('kinallergy', 'semantic', 3, 'each', 'kin food', { anchors: 'kin' }),
  family('injury', 'episodic', 2, 'event', 'bodypart'),
  family('doctor', 'semantic', 2, 'state', 'surname'),
  family('lovesfood', 'preference', 2, 'state', 'dish'),
  family('hatesfood', 'preference', 2, 'state', 'veg'),
  family('drink', 'preference', 2, 'state', 'drink'),
  family('music', 'preference', 2, 'state', 'band'),
  family('reading', 'episodic', 2, 'event', 'book'),
  family('hobby', 'preference', 2, 'event', 'hobby'),
  family('sport', 'semantic', 2, 'state', 'sport day', { anchors: 'sport' }),
  family('peeve', 'preference', 2, 'state', 'peeve'),
  family('fear', 'semantic', 2, 'state', 'fear'),
  family('focus', 'preference', 2, 'state', 'hours'),
  family('nickname', 'semantic', 3, 'state', 'nick'),
  family('trip', 'episodic', 2, 'event', 'city kin'),
  family('concert', 'episodic', 2, 'event', 'band'),
  family('meal', 'episodic', 2, 'event', 'restaurant dish'),
  family('purchase', 'episodic', 2, 'event', 'object'),
  family('breakdown', 'episodic', 2, 'event', 'gadget'),
  family('course', 'episodic', 2, 'event', 'course'),
  family('race', 'episodic', 2, 'event', 'race'),
  family('visit', 'episodic', 2, 'event', 'kin small', { answers: { small: /How (long|many days)/ } }),
  family('lost', 'episodic', 2, 'event', 'trinket place', { answers: { place: /Where|what place/i } }),
  family('plant', 'episodic', 2, 'event', 'plant'),
  family('party', 'episodic', 2, 'event', 'kin occasion'),
  family('voyage', 'episodic', 2, 'state', 'city month', { answers: { city: /Where|destination|place/, month: /When|month|when/ } }),
  family('appointment', 'episodic', 2, 'each', 'office day hour', { anchors: 'office', answers: { day: /day|When|For when/, hour: /time|When|For when/ } }),
  family('project', 'episodic', 2, 'each', 'project month', { anchors: 'project' }),
  family('saving', 'semantic', 2, 'state', 'dream amount', { answers: { amount: /How much|sum/ } }),
  family('vehicle', 'semantic', 2, 'state', 'vehicle'),
  family('language', 'semantic', 2, 'state', 'language'),
  family('lent', 'episodic', 2, 'each', 'kin object', { anchors: 'object', answers: { object: /What|Which/ } }),
  family('code', 'semantic', 3, 'each', 'thing number', { anchors: 'thing' }),
  family('instruction', 'procedural', 3, 'each', 'trigger rule', { anchors: 'trigger', assistant: true }),
]

/** What a question of a family is about: a time, a state that may have changed, a taste, an event, ... */
export function categoryOf({ kind, shape }: Family, question: string, changed: boolean): string {
  if (changed) return 'update'
  if (kind === 'procedural') return 'instruction'
  if (shape === 'event' && when.test(question)) return 'temporal'
  if (kind === 'preference') return 'preference'
  return shape === 'event' ? 'event' : 'single'
}
