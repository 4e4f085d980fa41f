// What a verb says of somebody: names of places and organisations, things, professions, languages, cut out of a sentence.
import { wordSet } from '../encode/prose.ts'
import { isVerb } from './ordinary.ts'
import { normAt, type Token } from './token.ts'

/** A cut with the place after it. */
export interface Span {
  text: string
  end: number
}

const articles = new Set(['the', 'a', 'an', 'my', 'our', 'his', 'her', 'their', 'your', 'this', 'that', 'some', 'any', 'all', 'these', 'those', 'its'])
const connectors = new Set(['of', 'and', 'the', 'de', 'la', 'du', 'del', 'di', 'da', 'do', 'dos', 'for', 'in', 'on', 'upon', 'am', 'sur', 'an', 'der', 'le', 'al', 'el', "'s", '-', '.', '&'])

// What ends a noun phrase.
const stops = wordSet(`
  and but or so because since as when while where which who whom whose that if then than though although until till after before with without for from to in on at by
  about into onto over under near during through across against between around behind beside outside off out up down via per like unlike except
  i you he she it we they me him them us is are was were am be been has have had do does did will would can could should might must may
  not never always also too now still just only even again already yet ever really very much lately recently currently these days nowadays
  today tomorrow yesterday tonight anymore instead right there here back last next every each this years year months month weeks week ago
  called named once twice full-time part-time fulltime parttime remotely remote together alone actually basically apparently btw lol haha tho though pls please thanks
  mostly mainly especially usually often sometimes daily weekly myself himself herself themselves soon later forever again
  everything nothing anything everybody everyone nobody
  how what why his her my our their your its not either neither both`)

const modifiers = wordSet(`
  small little big large tiny huge new old local certain nice lovely beautiful quiet good great bad different another other own same whole real proper actual
  full part-time full-time freelance senior junior lead chief head retired former trainee qualified registered certified professional
  really very quite pretty rather so such somewhat`)

function isWord(token: Token | undefined): token is Token {
  return token?.kind === 'word'
}

/** Text of tokens as they stood, possessives joined. */
function textOf(tokens: readonly Token[], start: number, end: number): string {
  let text = ''
  for (let at = start; at < end; at++) {
    const token = tokens[at]!
    const glued = token.norm === "'s" || token.kind === 'mark' || tokens[at - 1]?.norm === '-'
    text += at === start || glued ? token.text : ` ${token.text}`
  }
  return text
}

/** Name of a place or organisation, or the noun phrase that stands for one; undefined where there is none. */
export function placeAt(tokens: readonly Token[], at: number, cased: boolean): Span | undefined {
  let start = at
  while (articles.has(normAt(tokens, start)) && start - at < 2) start++
  if (cased && isWord(tokens[start]) && isProper(tokens[start]!)) {
    let end = start + 1
    for (; end < tokens.length; end++) {
      const token = tokens[end]!
      if (isWord(token) && (isProper(token) || /^\d+[a-z]?$/.test(token.norm))) continue
      const next = tokens[end + 1]
      if (connectors.has(token.norm) && isWord(next) && isProper(next) && token.norm !== 'in' && token.norm !== 'and') continue
      if (connectors.has(token.norm) && connectors.has(next?.norm ?? '') && isWord(tokens[end + 2]) && isProper(tokens[end + 2]!) && token.norm !== 'in' && token.norm !== 'and') continue
      // "At Denny's": the name itself is a possessive.
      if (token.norm === "'s" && (!isWord(next) || (stops.has(next.norm) && end - start < 3))) {
        end++
        break
      }
      // "Marks and Spencer" is one name, "Leeds and York" are two: a list is told by what the verb takes.
      break
    }
    return { text: textOf(tokens, start, end), end }
  }
  const noun = nounAt(tokens, at)
  return noun && (calledAt(tokens, noun.end, cased) ?? noun)
}

/** "A small firm called Norbit": the name alone. */
function calledAt(tokens: readonly Token[], at: number, cased: boolean): Span | undefined {
  if (!/^(called|named)$/.test(normAt(tokens, at)) || !isWord(tokens[at + 1])) return undefined
  if (!cased) return { text: tokens[at + 1]!.text, end: at + 2 }
  return tokens[at + 1]!.capital ? placeAt(tokens, at + 1, true) : undefined
}

function isProper(token: Token): boolean {
  return token.capital && token.norm !== 'i'
}

/** A noun phrase without its article; undefined where there is none. */
export function nounAt(tokens: readonly Token[], at: number, longest = 4): Span | undefined {
  let start = at
  while (isWord(tokens[start]) && (articles.has(tokens[start]!.norm) || (modifiers.has(tokens[start]!.norm) && tokens[start + 1]?.norm !== 'of')) && start - at < 4) start++
  let end = start
  for (; end < tokens.length && end - start < longest; end++) {
    const token = tokens[end]!
    if (token.norm === '-' && isWord(tokens[end + 1]) && end > start && tokens[end + 1]!.start === token.start + 1) continue
    if (token.norm === "'s" && end > start && isWord(tokens[end + 1]) && !stops.has(tokens[end + 1]!.norm)) continue
    if (token.norm === 'of' && end > start && isWord(tokens[end + 1])) continue
    if (!isWord(token) || stops.has(token.norm) || (end > start && token.norm === 'any')) break
    // "Norbit starts at six", and yet a list of "model trains".
    if (end > start && /^(?:starts|ends|begins|finishes|opens|closes|sucks|pays|says|wants|needs|keeps|makes|gives|gets)$/.test(token.norm)) break
    // A finite verb belongs to what is said next.
    if (end > start && isVerb(token.norm) && (token.norm.endsWith('s') || token.norm.endsWith('ed')) && !isWord(tokens[end + 1])) break
  }
  while (end > start && ['of', '-', "'s", 'the', 'a'].includes(tokens[end - 1]!.norm)) end--
  return end > start ? { text: textOf(tokens, start, end), end } : undefined
}

/** Noun phrases joined by commas, "and", "or", "nor". */
export function listAt(tokens: readonly Token[], at: number, one: (at: number) => Span | undefined): { texts: string[]; end: number } {
  const texts: string[] = []
  let next = at
  for (;;) {
    const found = one(next)
    if (!found) break
    texts.push(found.text)
    next = found.end
    const joined = /^(and|or|nor|,|plus)$/.test(normAt(tokens, next))
    const twice = tokens[next]?.norm === ',' && /^(and|or|nor)$/.test(normAt(tokens, next + 1))
    if (!joined || texts.length >= 5) break
    const start = next + (twice ? 2 : 1)
    // "Peanuts, and she ..." is another clause.
    const after = tokens[start]
    if (!isWord(after) || stops.has(after.norm) || (isVerb(after.norm) && !after.norm.endsWith('ing') && after.norm !== 'fish')) break
    // After a bare comma a list must close with "and".
    if (tokens[next]!.norm === ',' && !twice && !tokens.slice(start, start + 8).some(token => /^(and|or|nor)$/.test(token.norm))) break
    next = start
  }
  return { texts, end: next }
}

export const languages: ReadonlySet<string> = wordSet(`
  english french german spanish italian portuguese russian chinese mandarin cantonese japanese korean arabic farsi persian dari pashto hindi urdu bengali
  bangla punjabi gujarati marathi tamil telugu kannada malayalam nepali sinhala turkish kurdish greek dutch flemish swedish norwegian danish
  finnish icelandic estonian latvian lithuanian polish czech slovak hungarian romanian bulgarian serbian croatian bosnian slovenian
  macedonian albanian ukrainian belarusian georgian armenian azeri hebrew yiddish vietnamese thai lao khmer burmese tagalog filipino
  cebuano ilocano malay indonesian javanese swahili yoruba igbo hausa twi zulu xhosa afrikaans amharic tigrinya somali oromo shona wolof
  lingala kinyarwanda welsh irish gaelic scots breton basque catalan galician quechua guarani maori samoan hawaiian esperanto latin
  mongolian kazakh uzbek tibetan asl bsl sign hokkien hakka shanghainese taiwanese konkani sindhi maltese luxembourgish creole patois fante ewe
  frisian bisaya visayan sardinian sicilian neapolitan occitan tatar chechen uyghur kikuyu luganda luo tswana sotho venda tsonga ndebele
  friulian lombard venetian piedmontese ligurian corsican walloon bavarian alemannic silesian kashubian sorbian rusyn moldovan karelian
  livonian votic hassaniya darija mizo manipuri bodo santali tigre chichewa bemba mandinka fula berber tamazight aramaic ladino romani romansh faroese sami greenlandic inuktitut cree navajo nahuatl aymara
  marwari bhojpuri maithili assamese odia tulu dzongkha hmong karen cham uighur turkmen kyrgyz tajik slovene castilian valencian provençal papiamento tetum pidgin patwa patois hawaiian plattdeutsch kannada cebuano burmese
  twi akan ga dagbani kinyarwanda kirundi kongo sango bambara dioula wolof zarma kanuri nuer dinka acholi malagasy comorian dhivehi tok-pisin fijian tongan chamorro`)

const jobSuffix = /(?:er|or|ist|ian|eer|ant|man|woman|person|smith|wright|maker|keeper|worker|ician|ologist|grapher|pher|wife|ent|yst|ive|ster|ess|monger|herd|hand)$/
/** Professions in one word. */
export const jobs: ReadonlySet<string> = wordSet(`
  sre dba seaman postmaster sailor chippy sparky dev swe nurse doctor vet chef cook judge pilot guide spy monk nun priest imam rabbi pastor vicar surgeon midwife paramedic medic gp dentist
  barista barber clerk coach tailor cop sheriff soldier sailor marine mechanic plumber welder roofer architect athlete poet author
  model actress host hostess referee intern apprentice au-pair analyst economist diplomat ambassador secretary receptionist temp
  dj mc rapper musician composer conductor cellist violinist pianist guitarist drummer potter brewer farmer fisherman florist
  butcher baker grocer cashier courier driver cabbie trucker porter usher steward stewardess bouncer bartender waiter waitress maid
  nanny carer caregiver tutor professor lecturer teacher scientist chemist physicist biologist engineer developer programmer coder
  sysadmin devops designer illustrator animator editor journalist reporter photographer lawyer solicitor barrister paralegal notary
  attorney magistrate accountant auditor actuary banker broker trader realtor estate-agent consultant manager director ceo cto cfo
  founder entrepreneur shopkeeper landlord electrician carpenter joiner builder bricklayer painter decorator glazier locksmith
  blacksmith jeweller jeweler watchmaker cobbler seamstress weaver upholsterer beekeeper shepherd gardener landscaper forester
  ranger firefighter fireman policeman policewoman detective officer guard warden lifeguard physio physiotherapist therapist
  psychologist psychiatrist counsellor counselor optician optometrist radiographer radiologist anaesthetist anesthetist cardiologist
  neurologist paediatrician pediatrician dermatologist oncologist gynaecologist pharmacist dietitian nutritionist hygienist
  librarian archivist curator historian archaeologist geologist astronomer astronaut mathematician statistician translator
  interpreter linguist stuntman stuntwoman dancer singer actor comedian magician clown juggler postman postwoman mailman milkman binman
  janitor cleaner caretaker housekeeper undertaker mortician taxidermist sommelier winemaker miller tanner cooper surveyor
  planner strategist recruiter headhunter salesman saleswoman salesperson rep merchant dealer buyer stylist hairdresser beautician
  masseuse masseur tattooist tattoo-artist artist sculptor ceramist glassblower printmaker bookbinder bookkeeper stonemason mason
  tiler plasterer crane-operator machinist operator technician tech researcher postdoc student-nurse social-worker civil-servant
  politician mayor senator councillor councilor mp activist organiser organizer preacher missionary chaplain deacon sexton cantor
  homemaker housewife farmhand deckhand lumberjack trapper zookeeper groom jockey trainer instructor umpire scout quant underwriter
  headmaster headmistress headteacher principal registrar foreman overseer bailiff probation-officer customs-officer flight-attendant bus-driver air-traffic-controller`)
const notJobs = wordSet(`
  mother father sister brother daughter partner teenager person woman man member beginner winner lover reader owner former owner newcomer stranger
  monster killer disaster bother number matter letter winter summer never ever other another better later water dinner player
  believer sucker loser hater neighbor neighbour sinner keeper early-riser riser sleeper eater snorer gamer hoarder worrier talker listener
  picky-eater child patient resident parent giant elephant ancient different important absent present vegetarian vegan christian
  muslim jew hindu buddhist catholic atheist libertarian italian indian russian canadian australian brazilian norwegian egyptian iranian
  german american mexican virgin human widower widow gentleman expert leader minor adult senior baker's survivor victor genius
  perfectionist optimist pessimist feminist racist sexist minimalist native twin cancer laugher dreamer thinker star saint angel
  cancer-survivor foster honour bridesmaid groomsman member-of-parliament student client customer carrier liar error terror mirror color honor tenor`)

// What one is for a day.
const passing = /\b(?:designated|of hono(?:u)?r|best man)\b/i

/** A profession after "a" or "as a": undefined where the noun is none. */
export function jobAt(tokens: readonly Token[], at: number, sure = false): Span | undefined {
  const found = nounAt(tokens, at, 4)
  if (!found || /(?:mother|father|sister|brother|daughter|partner|parent)\b/i.test(found.text)) return undefined
  const words = found.text.toLowerCase().split(/\s+/)
  if (words.some(word => word === 'one') || passing.test(found.text)) return undefined
  // The head of a noun phrase is its last word, or the one before "of": "head of sales".
  const ofAt = words.indexOf('of')
  const head = (ofAt > 0 ? words[ofAt - 1] : words.at(-1)) ?? ''
  // "A driving instructor" is one, "a calming presence" is none.
  if (!jobs.has(head) && words.some(word => word.endsWith('ing') && isVerb(word))) return undefined
  if (sure) return notJobs.has(head) ? undefined : found
  const listed = jobs.has(head) || jobs.has(words.slice(-2).join('-')) || (ofAt > 0 && /^(head|chief|vp)$/.test(head))
  return listed || (jobSuffix.test(head) && head.length > 4 && !notJobs.has(head) && !isVerb(head)) ? found : undefined
}

// Professions that are verbs or names, too.
const ambiguous = wordSet('cook judge guide model host temp clerk guard scout mason groom spy coach mate baker cooper miller tanner marine ranger rep')

/** A listed profession that stands without an article: "rommel is seaman", "Engy, radiologist,". */
export function isTrade(tokens: readonly Token[], at: number): Span | undefined {
  const found = nounAt(tokens, at, 3)
  const words = found?.text.toLowerCase().split(/\s+/) ?? []
  return found && !passing.test(found.text) && (jobs.has(words.at(-1)!) || jobs.has(words.slice(-2).join('-'))) && !ambiguous.has(words.at(-1)!) ? found : undefined
}

/** True for a word that names a profession and hardly anything else. */
export function isProfession(word: string): boolean {
  // "Nanny Bea" is a grandmother for some.
  return jobs.has(word) && !ambiguous.has(word) && word !== 'nanny'
}

const schools = new RegExp(String.raw`\b(?:${[
  'university|uni|college|school|academy|institute|polytechnic|conservatory|conservatoire|lyc[ée]+e|gymnasium|kindergarten|nursery|campus',
  'tech|mit|eth|ucl|lse|ucla|nyu|kth|tu|iit|unilag|epfl|caltech|high|primary|elementary',
  'oxford|cambridge|harvard|yale|stanford|princeton|sorbonne|juilliard|cornell|mcgill|berkeley',
].join('|')})\b`, 'i')

/** True for a word that names a school. */
export function isSchool(text: string): boolean {
  return schools.test(text)
}
