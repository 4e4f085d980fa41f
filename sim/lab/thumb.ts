// Rules of thumb for what to keep: what a programmer would write down in an afternoon, and none of it learned.

/** Points for each rule that a text meets. */
const rules: readonly (readonly [points: number, pattern: RegExp])[] = [
  [2, /\b(?:remember|don['’]?t forget|note that|important|from now on)\b/i],
  [1, /\b(?:my|our)\b/i],
  [1, /\bI(?:['’]m| am| was|['’]ve| have| had| went| got| work| live)\b/i],
  [1, /\p{N}/u],
  [1, /\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december|yesterday|tomorrow|last (?:week|month|year)|next (?:week|month|year))\b/i],
  [1, /(?<=[\p{Ll},;] )\p{Lu}\p{Ll}+/u],
  [1, /\b(?:likes?|loves?|hates?|prefers?|favou?rite|allergic|can['’]?t stand)\b/i],
  [1, /\b(?:decided|plan|planning|will|going to|booked|appointment|deadline)\b/i],
  [1, /\b(?:moved|changed|new|no longer|any ?more|instead|started|quit|joined|bought)\b/i],
  [-1, /\?\s*$/],
  [-2, /^\s*(?:hi|hey|hello|thanks|thank you|ok|okay|sure|great|nice|wow|haha|lol|bye|good (?:morning|night))\b/i],
  [-2, /^\S*(?:\s+\S+){0,3}\s*$/],
]

/** Points of a text. */
export function thumbPoints(text: string): number {
  return rules.reduce((sum, [points, pattern]) => sum + (pattern.test(text) ? points : 0), 0)
}

/** Names within sentences, and numbers. */
export function namesAndDigits(text: string): number {
  return (text.match(/(?<=[\p{Ll},;] )\p{Lu}\p{Ll}+|\p{N}+/gu) ?? []).length
}
