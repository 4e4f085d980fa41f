// What stands beside a phrase and says more of it: a profession in commas, a place, a firm.
import { complementAt } from './attribute.ts'
import { ownableAt } from './belonging.ts'
import { calendar } from './calendar.ts'
import { workplaceAfter } from './home.ts'
import { speaker } from './implied.ts'
import { mates } from './kin.ts'
import type { Mood } from './mood.ts'
import { isOrdinary } from './ordinary.ts'
import type { KinPhrase, Phrase } from './phrase.ts'
import type { Saying } from './saying.ts'
import { isSchool, isTrade, jobAt, placeAt } from './spans.ts'
import { told, type Told } from './told.ts'
import { normAt, type Token } from './token.ts'
import { firmAt, isWorkplace } from './workday.ts'


/** What the words after a phrase say of it; `end` is the place after the phrase. */
export function sayingsBeside(tokens: readonly Token[], moods: readonly Mood[], cased: boolean, list: readonly Phrase[], end: number, nameIn: (at: number) => Phrase | undefined): Saying[] {
  const phrase = list.at(-1)!
  const mood = moods[Math.min(end, moods.length - 1)] ?? 'holds'
  const found: Saying[] = []
  // "Ana, my aunt, plumber": what stands beside both.
  const beside = tokens[end - 1]?.norm === ',' && tokens[end]?.kind === 'word' && end > phrase.end + 1 ? end - 1 : end
  if (phrase.type === 'name' || phrase.type === 'kin') found.push(...profession(tokens, mood, cased, phrase, beside))
  if (phrase.type === 'name') found.push(...practice(tokens, cased, phrase))
  if (phrase.type === 'kin' && phrase.owner) found.push(...situation(tokens, mood, cased, phrase, phrase.owner, end))
  const called = phrase.type === 'pronoun' && !phrase.thing && tokens[end]?.norm === ',' ? nameIn(end + 1) : undefined
  // "She, Siv, sings": her name, where she has none yet.
  if (called?.type === 'name' && tokens[called.end]?.norm === ',') found.push({ type: 'same', left: phrase, right: called, at: end, mood: 'holds' })
  const owned = tokens[end]?.norm === "'s" ? ownableAt(tokens, end + 1) : undefined
  if (owned && (phrase.type === 'name' || phrase.type === 'kin')) {
    found.push({ type: 'attribute', who: [phrase], told: { attribute: 'owns', values: [owned], at: end }, at: end, mood: 'holds' })
  }
  if (phrase.type === 'name' && /^(from|at)$/.test(normAt(tokens, end)) && tokens[end + 1]?.norm === 'work') {
    const self: Phrase = speaker(end)
    found.push({ type: 'kin', owners: [self], kin: mates, members: list.filter(({ type }) => type === 'name'), names: [], at: end, mood: 'holds' })
  }
  return found
}

/** "Dana, a nurse at Hull,", "Karim (an electrician)", "Engy, radiologist,". */
function profession(tokens: readonly Token[], mood: Mood, cased: boolean, phrase: Phrase, end: number): Saying[] {
  if (!/^[,(-]$/.test(normAt(tokens, end))) return []
  // "Ana, 39, engineer".
  if (/^\d+$/.test(normAt(tokens, end + 1)) && tokens[end + 2]?.norm === ',') return profession(tokens, mood, cased, phrase, end + 2)
  const article = /^(a|an|the|our|my|retired)$/.test(normAt(tokens, end + 1))
  const job = article ? jobAt(tokens, end + 1) : isTrade(tokens, end + 1)
  const after = normAt(tokens, job?.end ?? 0)
  if (!job) return []
  if (!article) {
    if (!/^([,)-]|at|in|from|)$/.test(after)) return []
    const trade = told('has_job', end, job)
    const firm = after === 'at' ? told('works_at', end, placeAt(tokens, job.end + 1, cased)) : workplaceAfter(tokens, end, job.end, cased)
    return [...trade, ...firm].map(value => ({ type: 'attribute', who: [phrase], told: value, at: end, mood }))
  }
  if (!/^([,)-]|at|for|in|from|with|who)?$/.test(after)) return []
  const owned = /^(our|my|retired)$/.test(tokens[end + 1]!.norm)
  if (owned) return [{ type: 'attribute', who: [phrase], told: { attribute: 'has_job', values: [job.text.toLowerCase()], at: end }, at: end, mood }]
  return complementAt(tokens, end + 1, cased, false).map(value => ({ type: 'attribute', who: [phrase], told: { ...value, at: end }, at: end, mood }))
}

/** "My aunt Nuria in Teruel" lives there; "my boss at the Hilton" is where one works oneself. */
function situation(tokens: readonly Token[], mood: Mood, cased: boolean, phrase: Phrase & KinPhrase, owner: Phrase, after: number): Saying[] {
  // "My aunt Siv over in Visby".
  const end = /^(over|up|down|out|back)$/.test(normAt(tokens, after)) && tokens[after + 1]?.norm === 'in' ? after + 1 : after
  const { norm } = tokens[end] ?? { norm: '' }
  const place = tokens[tokens[end + 1]?.norm === 'the' ? end + 2 : end + 1]
  const kind = norm === 'at' ? placeAt(tokens, end + 1, cased) : undefined
  const proper = kind && isWorkplace(kind) ? true : cased ? place?.capital : place?.kind === 'word' && norm === 'in' && !isOrdinary(place.norm) && !/^\d/.test(place.norm)
  const span = proper && !phrase.kin.plural ? placeAt(tokens, end + 1, cased) : undefined
  if (!span) return []
  const value = span.text.toLowerCase().replace(/^the /, '')
  const say = (who: Phrase, attribute: 'lives_in' | 'works_at' | 'studies_at'): Saying =>
    ({ type: 'attribute', who: [who], told: { attribute, values: [value], at: end }, at: end, mood })
  const named = phrase.names.length > 0
  // "What time is it for my sister Ana in Graz?" takes for granted where she is.
  const granted = /^(for|to|of|with|from|at)$/.test(normAt(tokens, phrase.start - 1))
  if (norm === 'in' && granted && named && mood === 'unsure' && phrase.kin.role !== 'pet' && !calendar.test(value)) return [{ ...say(phrase, 'lives_in'), mood: 'holds' }]
  if (norm === 'in') return named && phrase.kin.role !== 'pet' && !calendar.test(value) ? [say(phrase, 'lives_in')] : []
  if (norm !== 'at') return []
  if (isSchool(value)) return phrase.kin.role === 'stranger' ? [] : [say(phrase, 'studies_at')]
  const colleague = phrase.kin.role === 'boss' || phrase.kin.role === 'colleague'
  return [...(colleague ? [say(owner, 'works_at')] : []), ...(named ? [say(phrase, 'works_at')] : [])]
}

/** "Dr Lind at St Vincent's": where she practises, unless one met her there. */
function practice(tokens: readonly Token[], cased: boolean, phrase: Phrase): Saying[] {
  const titled = /^(dr|doctor|prof|professor|nurse|sister|coach)$/.test(tokens[phrase.start]!.norm) && phrase.end > phrase.start + 1
  const met = tokens.slice(Math.max(0, phrase.start - 3), phrase.start).some(({ norm }) => /^(met|meet|saw|see|bumped|ran|spotted|seen|dinner|lunch|drinks)$/.test(norm))
  if (!titled || met || tokens[phrase.end]?.norm !== 'at') return []
  return told('works_at', phrase.end, firmAt(tokens, phrase.end + 1, cased)).map(value => ({ type: 'attribute', who: [phrase], told: value, at: phrase.end, mood: 'holds' }))
}

/** "She is my boss at Norbit": where both work. */
export function sharedPlace(tokens: readonly Token[], phrase: Phrase & KinPhrase, cased: boolean): Told[] {
  const shared = /^(boss|colleague)$/.test(phrase.kin.role) && phrase.owner?.type === 'self' && tokens[phrase.end]?.norm === 'at'
  return shared ? told('works_at', phrase.end, firmAt(tokens, phrase.end + 1, cased)) : []
}
