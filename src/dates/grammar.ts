// Pieces of the grammar of time expressions, as parts of regular expressions, and the numbers behind them.
import type { Moment, Which } from './cycle.ts'
import type { Span } from './span.ts'

type GroupName = 'count' | 'day' | 'decade' | 'feast' | 'from' | 'month' | 'nth' | 'part' | 'quarter' | 'season' | 'short' | 'unit' | 'weekday' | 'which' | 'whole' | 'year'

/** Named groups of a match. */
export type Groups = Readonly<Partial<Record<GroupName, string>>>

/** A pattern and what a match of it means; undefined where it means no time after all. */
export interface Reading {
  pattern: string
  read: (groups: Groups, moment: Moment) => Span | undefined
}

const counts: Readonly<Record<string, number>> = {
  a: 1, an: 1, one: 1, two: 2, couple: 2, three: 3, few: 3, several: 4, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
  fifteen: 15, twenty: 20, thirty: 30,
}

/** A small number in digits or words. */
export const count: string = String.raw`(?<count>\d{1,3}|(?:a )?(?:couple|few)(?: of)?|several|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)`

/** The number that `count` matched. */
export function numberOf({ count: words = '' }: Groups): number {
  const found = /couple|few/.exec(words)?.[0] ?? words
  return counts[found] ?? Number(found)
}

export const ordinals: readonly string[] = ['first', 'second', 'third', 'fourth']
export const weekdays: readonly string[] = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ')

export const month: string = String.raw`(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
export const season: string = String.raw`(?<season>spring|summer|autumn|fall|winter)`
export const year: string = String.raw`(?<year>(?:19|20)\d\d)`
/** The year after the name of a month, a season or a feast. */
export const ofYear: string = String.raw`(?:,? (?:of |in )?${year}|,? ['’](?<short>\d\d))`
export const day: string = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`
export const which: string = String.raw`(?<which>last|this past|past|this coming|this|next|coming|previous)`
/** Words after which the name of a month or a season is one: "May" and "spring" mean other things too. */
export const before: string = String.raw`(?<=\b(?:in|of|since|until|till|before|after|by|during|from|to|between|and|over|late|early|mid|through|throughout|around|start|end|that) (?:the |that )?)`

/** What follows a time that is no part of a name: "in spring we", not "spring rolls"; "on Sunday", not "the Sunday roast". */
export const alone: string = String.raw`(?=[^ \p{L}'’-]|$| (?:and|or|to|at|on|before|after|when|what|which|who|where|how|i|we|you|he|she|they|it|did|do|was|were|is|had|have|with|by|in|about|until|for|from|because|that|this|the|a|my|our|last|of|there|he|then|again|morning|afternoon|evening|night|lunchtime|lunch)\b)`

/** Which turn a word like "last" means. */
export function whichOf(word: string | undefined): Which {
  if (word === undefined) return { which: 'plain' }
  return { which: /last|past|previous/.test(word) ? 'last' : /next|coming/.test(word) ? 'next' : 'this' }
}
