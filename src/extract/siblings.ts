// Brothers and sisters who are counted: "there are three of us: me, Ana and Bo", "my parents had four kids, me, Ana, Bo and Siv".
import { speaker } from './implied.ts'
import { siblings } from './kin.ts'
import type { Mood } from './mood.ts'
import { countOf } from './number.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import type { Saying } from './saying.ts'
import { normAt, type Token } from './token.ts'

const children = /^(kids|children|siblings|daughters|sons|girls|boys|sisters|brothers)$/
const parents = /^(parents|mum|mom|mother|dad|father|folks)$/

/** What a sentence says of the speaker and those with whom she was a child. */
export function siblingsIn({ tokens, phrases }: Pick<Parsed, 'tokens' | 'phrases'>, moods: readonly Mood[]): Saying[] {
  const at = tokens.findIndex((_, place) => countsUs(tokens, place))
  const list = at < 0 || (moods[at] ?? 'holds') !== 'holds' ? [] : listed({ tokens, phrases }, at)
  const own = list.some(({ type }) => type === 'self')
  const others = list.filter(({ type }) => type !== 'self')
  const all = own ? [speaker(at), ...others] : []
  return all.length > 1 ? [{ type: 'mutual', among: all, kin: siblings, at, mood: 'holds' }] : []
}

/** "Three of us" who are children of one family, by what else the sentence says; "three of us at work" are none. */
function countsUs(tokens: readonly Token[], at: number): boolean {
  const norm = (step: number): string => normAt(tokens, at + step)
  if (countOf(norm(0)) === undefined && !/^(both|all)$/.test(norm(0))) return false
  const family = tokens.slice(0, at).some(token => parents.test(token.norm)) && tokens.slice(0, at).some(token => /^(my|our)$/.test(token.norm))
  const raised = tokens.slice(0, at).some(token => /^(had|have|raised)$/.test(token.norm))
  if (norm(1) === 'of' && norm(2) === 'us') return children.test(norm(3)) || norm(-1) === 'siblings' || (family && raised)
  if (children.test(norm(1))) return (family && raised) || (/^(are|were|'re)$/.test(norm(-1)) && norm(-2) === 'we')
  return false
}

/** The names and "me" that are listed behind a mark. */
function listed({ tokens, phrases }: Pick<Parsed, 'tokens' | 'phrases'>, from: number): Phrase[] {
  const open = tokens.findIndex(({ norm }, place) => place > from && place < from + 6 && /^[,:(-]$/.test(norm))
  const list: Phrase[] = []
  if (open < 0) return list
  for (let at = open + 1; ; ) {
    const phrase = phrases.get(at)
    if (phrase?.type !== 'name' && phrase?.type !== 'self') return list
    list.push(phrase)
    at = phrase.end
    while (/^(,|and|then|plus)$/.test(normAt(tokens, at)) && at - phrase.end < 3) at++
    if (at === phrase.end) return list
  }
}
