// Employers, told by what one does for them: "drives for Posti", "on nights at Norbit General", "in the navy".
import { wordSet } from '../encode/prose.ts'
import { calendar } from './calendar.ts'
import { placeAt } from './spans.ts'
import { after, told, type Reader } from './told.ts'
import { normAt, type Token } from './token.ts'
import { firmAt, isWorkplace } from './workday.ts'

// What one does for a firm. Whoever cooks, sings or bakes "for" somebody does it for a person: those count with "at" alone.
const forFirms = wordSet('drive fly sell fit install deliver write report code design temp freelance consult translate model fish dig clean repair fix service build survey guard transport')
const atFirms = wordSet('cook clean temp nurse guard bartend volunteer lecture intern wait serve wash pick pack stack weld sort tend bake bar fix repair mend sell build design code research')
const leisure = /\b(?:bar|pub|cafe|café|restaurant|hotel|museum|theat(?:re|er)|gallery|shop|store|station|airport|zoo|spa|gym|supermarket)\b/
const forces = wordSet('navy army police military marines coastguard airforce force brigade reserves militia')

function formsOf(verbs: ReadonlySet<string>): string {
  return [...verbs].flatMap(verb => [verb, `${verb.replace(/ly$/, 'lie').replace(/([^aeou]sh|sh|x)$/, '$1e')}s`, `${verb.replace(/e$/, '').replace(/^temp$/, 'temp')}ing`]).join(' ')
}

/** "Can drive", "wants to fly", "is cooking tonight" are no posts. */
function isPost(tokens: readonly Token[], verb: number): boolean {
  const before = normAt(tokens, verb - 1)
  return !/^(to|can|could|not|never|let|please|go|went)$/.test(before) && (!tokens[verb]!.norm.endsWith('ing') || /^(been|is|am|'s|now|still|started|of|keep|keeps|kept)$/.test(before))
}

/** "Drives for Posti", "sells phones for Vodacom", "cooks at the Savoy". */
const doing = (prepositions: ReadonlySet<string>): Reader => ({ tokens, verb, cased }) => {
  const at = isPost(tokens, verb) ? after(tokens, verb + 1, prepositions, 4) : undefined
  const firm = at === undefined || calendar.test(normAt(tokens, at)) ? undefined : firmAt(tokens, at, cased)
  // "Fixes bikes for Ana's friend", "sells cakes for Mrs Ek".
  return firm && !/^'s$/.test(normAt(tokens, firm.end)) && !/^(mr|mrs|ms|miss|dr|sir|madame?)\b/i.test(firm.text) ? told('works_at', verb, firm) : []
}

const duty = /^(?:the )?(?:(?:early|late|night|day|evening|morning|double) )?(?:shifts?|nights?-?shifts?|days?-?shifts?|nights|days|earlies|lates|duty|tills?|reception|counter|door|phones|ward|rota|call|deck|front desk)$/

/** "Is on nights at Norbit General", "on the tills at Aldi". */
const onDuty: Reader = ({ tokens, verb, cased }) => {
  const at = after(tokens, verb + 1, new Set(['at']), 3)
  const posted = at !== undefined && duty.test(tokens.slice(verb + 1, at - 1).map(({ norm }) => norm).join(' '))
  return posted ? told('works_at', verb, firmAt(tokens, at, cased)) : []
}

const chores = /^(?:the )?(?:(?:early|late|night|day|evening|morning|double) )?(?:shifts?|nights|days|earlies|lates|tills?|reception|counter|doors?|phones|bar|front desk|accounts|books|payroll|security|deliveries|cleaning|cooking|catering|admin|it|weekends|saturdays|sundays|mornings|evenings)$/
const stints = /^(?:\w+ )?(?:days|shifts|nights|evenings|mornings|doubles|weekends)(?: (?:a|per|each|every) (?:week|month)| in a row| straight| running)?$/

/** "Does the tills at Aldi", "did six days a week at the mill". */
const toiling: Reader = ({ tokens, verb, cased }) => {
  const at = /^(to|can|could|will|not|please|you)$/.test(normAt(tokens, verb - 1)) ? undefined : after(tokens, verb + 1, new Set(['at']), 7)
  const done = at === undefined ? '' : tokens.slice(verb + 1, at - 1).map(({ norm }) => norm).join(' ')
  const chore = chores.test(done)
  const firm = chore || stints.test(done) ? firmAt(tokens, at!, cased) : undefined
  // "Did two days at the conference".
  const called = tokens[at!]?.capital || tokens[at! + 1]?.capital || !/^(a|an|the)$/.test(normAt(tokens, at!))
  return firm && (called || isWorkplace(firm)) && (chore || !leisure.test(firm.text.toLowerCase())) ? told('works_at', verb, firm) : []
}

const perks = wordSet('lunch lunches canteen cafeteria overtime bonus bonuses perks payroll pay salary raise pension payslip redundancies layoffs training induction onboarding shifts rota roster hours uniform uniforms breaks commute meetings coffee snacks')
const airing = wordSet('bragging brags bragged complaining complains complained moaning moans moaned raving raves raved grumbling grumbles ranting rants whining whines boasting boasts moan complain brag rant')

/** "Keeps bragging about the free lunches at Norbit": whose they are. */
const perk: Reader = ({ tokens, verb, cased }) => {
  const at = airing.has(normAt(tokens, verb - 1)) ? after(tokens, verb + 1, new Set(['at']), 5) : undefined
  return at !== undefined && perks.has(tokens[at - 2]!.norm) ? told('works_at', verb, firmAt(tokens, at, cased)) : []
}

/** "Got promoted at Norbit", "got a raise at the bank". */
const rising: Reader = ({ tokens, verb, cased }) => {
  const at = after(tokens, verb + 1, new Set(['at']), 4)
  const rise = /^(got|gets|been|was)$/.test(normAt(tokens, verb - 1)) || /^(a|her|his|my|the)$/.test(normAt(tokens, verb - 1))
  return at !== undefined && rise ? told('works_at', verb, firmAt(tokens, at, cased)) : []
}

/** "Is in the navy", "serves in the army", "joined the police". */
const enlisted: Reader = ({ tokens, verb, norm }) => {
  if (norm === 'in' && !/^(is|'s|am|are|been|serves|serving|still|now|officer|sergeant|captain)$/.test(normAt(tokens, verb - 1))) return []
  if (tokens[verb + 1]?.norm !== 'the') return []
  const words = tokens.slice(verb + 2, verb + 4).map(token => token.norm)
  const head = words.findIndex(word => forces.has(word))
  if (head < 0 || (head === 1 && !/^(air|fire|british|royal|national|french|german|american|polish|finnish|swedish|irish|us)$/.test(words[0]!))) return []
  return [{ attribute: 'works_at', values: [words.slice(0, head + 1).join(' ')], at: verb }]
}

/** "Employed by Norbit". */
const employed: Reader = ({ tokens, verb, cased }) => (tokens[verb + 1]?.norm === 'by' ? told('works_at', verb, firmAt(tokens, verb + 2, cased)) : [])

/** "On maternity leave from Norbit". */
const onLeave: Reader = ({ tokens, verb, cased }) => {
  const kind = /^(maternity|paternity|parental|sick|annual|unpaid|study|medical|family)$/.test(normAt(tokens, verb - 1))
  return kind && tokens[verb + 1]?.norm === 'from' ? told('works_at', verb, firmAt(tokens, verb + 2, cased)) : []
}

/** Readers of what tells an employer. */
export const employerReaders: readonly (readonly [words: string, reader: Reader])[] = [
  [formsOf(forFirms), doing(new Set(['for']))],
  [formsOf(atFirms), doing(new Set(['at']))],
  ['on', onDuty],
  ['does do did done doing', toiling],
  ['about', perk],
  ['promoted promotion', rising],
  ['in joined', enlisted],
  ['employed hired', employed],
  ['leave', onLeave],
]

/** What a complement says: "is with the ferry company", "at a startup called Norbit". */
export function postAt(tokens: readonly Token[], at: number, cased: boolean): ReturnType<Reader> {
  const { norm } = tokens[at] ?? { norm: '' }
  const article = normAt(tokens, at + 1)
  if (!/^(at|with)$/.test(norm) || !/^(a|an|the)$/.test(article)) return []
  const firm = placeAt(tokens, at + 1, cased)
  if (!firm) return []
  if (norm === 'with' && article === 'the') return isWorkplace(firm) ? told('works_at', at, firm) : []
  const naming = tokens.findIndex((token, place) => place > at && place < firm.end && /^(called|named)$/.test(token.norm))
  const kind = naming < 0 ? '' : tokens.slice(at + 2, naming).map(token => token.norm).join(' ')
  return isWorkplace({ text: kind, end: naming }) && !leisure.test(kind) ? told('works_at', at, firm) : []
}
