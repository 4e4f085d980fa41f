// Where one works or studies, told in passing: "my lectures at Lund", "covering reception at the clinic".
import { wordSet } from '../encode/prose.ts'
import { speaker } from './implied.ts'
import { numberOf } from './number.ts'
import { isOrdinary } from './ordinary.ts'
import type { Parsed } from './parse.ts'
import type { Phrase } from './phrase.ts'
import { endingAt, ownerOf } from './placed.ts'
import type { Saying } from './saying.ts'
import { isSchool, languages, placeAt, type Span } from './spans.ts'
import { told, type Reader } from './told.ts'
import { normAt, type Token } from './token.ts'

const workplaces = wordSet(`
  clinic hospital brewery bakery office school shop store supermarket warehouse factory library nursery kindergarten salon restaurant bar pub cafe
  café hotel studio garage depot bank pharmacy surgery lab laboratory workshop foundry mill mine quarry harbour airport station museum gallery
  theatre zoo farm dairy council firm company startup agency practice canteen kitchen courthouse prison care-home spa gym university college
  newspaper magazine theater post-office orchard vineyard startup laundry hospice infirmary authority ministry university embassy`)
const studies = wordSet('lecture lectures seminar seminars thesis defence defense viva exam exams dorm tutorial tutorials degree semester course dissertation tutor tutors professor lecturer lecturers')
const posts = wordSet('shift shifts desk internship office contract notice team ward floor branch department crew unit rota locker supervisor probation colleagues coworkers')
const past = wordSet('old former previous ex')
// What tells that a firm is left, and no town.
const farewells = wordSet('hr notice contract resignation resign resigning job colleague colleagues boss manager employer payroll pension coworker coworkers')
const hints = wordSet('at to employer company firm leaving quitting')
const turns = wordSet('early late night morning evening day double')

/** True for the name of a firm by its kind: "the clinic", "a small payments company". */
export function isWorkplace({ text }: Span): boolean {
  return workplaces.has(text.toLowerCase().split(' ').at(-1)!)
}

/** A firm by its name or its kind, after "at" and the like. */
export function firmAt(tokens: readonly Token[], at: number, cased: boolean): Span | undefined {
  const name = placeAt(tokens, at, cased)
  // "Holm's orchard": a firm by its owner.
  const whose = name && tokens[name.end]?.norm === "'s" && workplaces.has(normAt(tokens, name.end + 1))
  const span = whose ? { text: `${name.text}'s ${tokens[name.end + 1]!.text}`, end: name.end + 2 } : name
  const start = /^(the|a|an|our|my)$/.test(normAt(tokens, at)) ? at + 1 : at
  const first = tokens[start]
  const named = cased ? first?.capital : first !== undefined && first.norm.length > 2 && !isOrdinary(first.norm) && !/^\d/.test(first.norm)
  return span && (named || isWorkplace(span)) ? span : undefined
}

/** "Been at the bank since May", "been with a small firm called Norbit for years". */
export const serving: Reader = ({ tokens, verb, cased }) => {
  const link = normAt(tokens, verb + 1)
  if (!/^(at|with)$/.test(link)) return []
  const place = firmAt(tokens, verb + 2, cased)
  // "Been at aldi 3 yrs": in a text without capitals the count ends up in the name.
  const counted = !cased && numberOf(normAt(tokens, verb + 3)) !== undefined && /^(yrs?|years?|months|your)$/.test(normAt(tokens, verb + 4))
  if (counted && link === 'at' && !isOrdinary(tokens[verb + 2]!.norm)) return [{ attribute: 'works_at', values: [tokens[verb + 2]!.norm], at: verb }]
  const next = place ? normAt(tokens, place.end) : ''
  const lasting = place && (numberOf(next) !== undefined || /^(since|for|now|almost|over|nearly)$/.test(next))
  const person = link === 'with' && !/^(the|a|an)$/.test(tokens[verb + 2]!.norm)
  return lasting && !person && !/^(minutes|hours|days)$/.test(normAt(tokens, place.end + 2)) ? told('works_at', verb, place) : []
}

/** What a sentence tells in passing of where somebody works or studies, whatever it claims. */
export function workdaysIn(tokens: readonly Token[], { phrases }: Parsed, cased: boolean): Saying[] {
  const found: Saying[] = []
  const say = (who: Phrase, attribute: 'works_at' | 'studies_at', at: number, place: Span | undefined): void => {
    for (const value of told(attribute, at, place)) found.push({ type: 'attribute', who: [who], told: value, at, mood: 'holds' })
  }
  if (!tokens.some(({ norm }) => hints.has(norm))) return found
  const bench = schoolBench(tokens, phrases, cased)
  for (const who of bench?.who ?? []) say(who, 'studies_at', bench!.at, bench!.school)
  const own = tokens.some(({ norm }) => /^(i|my|me)$/.test(norm))
  for (const [at, { norm }] of tokens.entries()) {
    const placed = tokens[at + 1]?.norm === 'at'
    const owner = placed ? possessorBefore(tokens, at) : undefined
    const proper = cased && tokens[at + 2]?.capital
    if (owner && proper && studies.has(norm)) say(owner, 'studies_at', at, placeAt(tokens, at + 2, cased))
    else if (placed && proper && studies.has(norm) && own && /^(between|after|before|during|to)$/.test(normAt(tokens, at - 1))) say(speaker(at), 'studies_at', at, placeAt(tokens, at + 2, cased))
    // "Her son is in my class at Trinity".
    else if (owner && norm === 'class' && languages.has(normAt(tokens, at - 1)) && (proper || tokens[at + 3]?.capital)) say(owner, 'studies_at', at, placeAt(tokens, at + 2, cased))
    else if (owner && proper && /^(class|year)$/.test(norm)) {
      const mate = [...phrases.values()].findLast(({ end, type }) => end < at && /^(name|kin|pronoun)$/.test(type))
      for (const who of [owner, ...(mate ? [mate] : [])]) say(who, 'studies_at', at, placeAt(tokens, at + 2, cased))
    } else if (owner && isPost(tokens, at)) say(owner, 'works_at', at, firmAt(tokens, at + 2, cased))
    else if (/^(covering|cover|covered|manning|minding)$/.test(norm) && own) say(speaker(at), 'works_at', at, firmAfter(tokens, at, cased))
    else if (/^(employer|company|firm)$/.test(norm)) {
      const boss = employerOf(tokens, phrases, at)
      if (boss) say(boss.who, 'works_at', at, firmAt(tokens, boss.firm, cased))
    } else if (/^(leaving|quitting)$/.test(norm) && tokens.some(token => farewells.has(token.norm))) {
      const leaver = phrases.get(at - 2) ?? [...phrases.values()].findLast(({ end }) => end <= at && end >= at - 2)
      if (leaver && cased && tokens[at + 1]?.capital) say(leaver, 'works_at', at, placeAt(tokens, at + 1, true))
    } else if (own && isMyShift(tokens, at)) say(speaker(at), 'works_at', at, firmBefore(tokens, at, cased))
  }
  return found
}

/** "Ana sits next to me at Holm School": both go there. */
function schoolBench(tokens: readonly Token[], phrases: Parsed['phrases'], cased: boolean): { who: Phrase[]; at: number; school: Span } | undefined {
  const at = tokens.findIndex(({ norm }) => /^(sits?|sitting|sat)$/.test(norm))
  const me = at < 0 ? -1 : tokens.findIndex(({ norm }, place) => place > at && place < at + 5 && norm === 'me')
  const school = me > 0 && tokens[me + 1]?.norm === 'at' ? placeAt(tokens, me + 2, cased) : undefined
  const mate = [...phrases.values()].findLast(({ end, type }) => end <= at && /^(name|kin|pronoun)$/.test(type))
  return school && isSchool(school.text) && mate ? { who: [mate, speaker(me)], at: me, school } : undefined
}

function possessorBefore(tokens: readonly Token[], at: number): Phrase | undefined {
  const before = tokens.slice(Math.max(0, at - 3), at)
  const owner = before.findLast(({ norm }) => /^(my|his|her|our)$/.test(norm))
  return owner && !before.some(({ norm }) => past.has(norm)) ? ownerOf(owner.norm, at) : undefined
}

/** "My team", "my last day", "my work email". */
function isPost(tokens: readonly Token[], at: number): boolean {
  const { norm } = tokens[at]!
  const before = normAt(tokens, at - 1)
  return posts.has(norm) || (before === 'work' && /^(number|email|phone|colleagues)$/.test(norm)) || (norm === 'day' && /^(last|first)$/.test(before))
}

/** "My employer, Norbit", "Ana's employer Norbit": whose, and where the name stands. */
function employerOf(tokens: readonly Token[], phrases: Parsed['phrases'], at: number): { who: Phrase; firm: number } | undefined {
  const comma = tokens[at + 1]?.norm === ','
  const firm = comma ? at + 2 : at + 1
  if (!tokens[firm]?.capital || (!comma && tokens[at]!.norm !== 'employer')) return undefined
  const before = normAt(tokens, at - 1)
  const who = /^(my|our|his|her)$/.test(before) ? ownerOf(before, at) : before === "'s" ? endingAt(phrases, at - 1) : undefined
  return who && { who, firm }
}

/** "During my shift", "for the early shift", "I am on shift". */
function isMyShift(tokens: readonly Token[], at: number): boolean {
  if (/^(shift|duty)$/.test(tokens[at]!.norm) && tokens[at - 1]?.norm === 'on') return tokens.slice(Math.max(0, at - 7), at).some(({ norm }) => norm === 'i')
  if (tokens[at]!.norm !== 'shift') return false
  const words = tokens.slice(Math.max(0, at - 3), at).map(({ norm }) => norm)
  const start = words.findIndex(norm => /^(during|for|on|in)$/.test(norm))
  const rest = words.slice(start + 1)
  return start >= 0 && (rest[0] === 'my' || (rest[0] === 'the' && turns.has(rest[1] ?? '')))
}

/** "At Norbit ... during my shift", "to the brewery for the early shift". */
function firmBefore(tokens: readonly Token[], at: number, cased: boolean): Span | undefined {
  const link = tokens.findLastIndex(({ norm }, place) => place < at && /^(at|to)$/.test(norm) && firmAt(tokens, place + 1, cased) !== undefined)
  return link < 0 ? undefined : firmAt(tokens, link + 1, cased)
}

/** "Covering reception at the clinic". */
function firmAfter(tokens: readonly Token[], at: number, cased: boolean): Span | undefined {
  const duty = tokens.findIndex(({ norm }, place) => place > at && place < at + 4 && /^(reception|desk|phones|till|tills|shift|shifts|counter|door)$/.test(norm))
  return duty > 0 && tokens[duty + 1]?.norm === 'at' ? firmAt(tokens, duty + 2, cased) : undefined
}

/** The last firm that a sentence works at, or goes to: "there" afterwards. */
export function firmNamed(tokens: readonly Token[], cased: boolean): string | undefined {
  const at = tokens.findLastIndex(({ norm }, place) => norm === 'at' && ((normAt(tokens, place - 1)).startsWith('work') || tokens[place + 1]?.norm === 'the') && firmAt(tokens, place + 1, cased) !== undefined)
  const to = at >= 0 ? at : tokens.findLastIndex(({ norm }, place) => norm === 'to' && tokens[place + 1]?.norm === 'the' && firmAt(tokens, place + 1, cased) !== undefined)
  return to < 0 ? undefined : firmAt(tokens, to + 1, cased)?.text.toLowerCase().replace(/^the /, '')
}
