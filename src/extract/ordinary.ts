// Words that are no names. Where a text has no capitals, a name is told by its place and by not being one of these.
import { isFunctionWord, wordSet } from '../encode/prose.ts'

// Base forms; what ends in -s, -ed or -ing is seen by its ending.
const verbs = wordSet(`
  accept ache act add admit adopt advise agree allow announce answer apologise apologize appear apply argue arrange arrive ask attend
  avoid bake bark be beat become beg begin behave believe belong bet bike bite blame bleed blow book borrow bother bounce break breathe
  bring broadcast brush build burn burst buy call calm camp cancel care carry catch cause celebrate change charge chase chat cheat check
  cheer chew choose claim clean climb close coach collect come comment commute compare compete complain complete confirm confuse
  connect consider contact continue convince cook cope copy cost cough count cover crash create cross cry cut cycle dance dare date deal
  decide deliver demand deny depend describe deserve design destroy develop die dig dine disagree disappear discover discuss dislike
  divorce do doubt draft drag draw dream dress drink drive drop eat earn edit email emigrate employ encourage end enjoy enrol enroll enter escape
  exist expect explain explore face fail faint fall farm fear feed feel fight fill find finish fish fit fix fly fold follow forget forgive
  freak freeze frighten gain garden gather get give glow go graduate grate greet grin grow grumble guess handle hang happen hate have
  head heal hear heat help hide hike hit hold hope host hug hunt hurry hurt ignore imagine improve include inherit insist intend
  interrupt introduce invent invest invite iron jog join joke jump keep kick kiss knead knit knock know lack land last laugh launch lay
  lead leak lean learn leave lend let lie lift like limp listen live lock look lose love lunch make manage mark marry matter mean measure
  meet mend mention mess mind miss mix moan move nag name nap need nod note notice nurse object obsess offer open operate order organise
  organize owe own pack paint park pass pause pay perform phone pick plan plant play please plead point post pour practice practise
  praise pray prefer prepare present press pretend prevent print promise protect prove provide publish pull punch purr push put quit
  race rain raise rant reach react read realise realize recall receive recommend record recover refuse regret relax rely remain remember
  remind renovate rent repair repeat reply report rescue research resemble reside rest retire return reveal ride ring rise roast rock
  roll row rub run rush sail save say scare scratch scream search see seem sell send serve set settle sew shake share shave shed shine
  shoot shop shout show shower shut sigh sign sing sink sit skate ski skip sleep slip smell smile smoke snap snore sound speak spell spend
  spill spoil spot stand stare start stay steal step stick sting stop strike struggle study stutter succeed suffer suggest suit support
  suppose surprise swallow swear sweat sweep swim swing switch take talk tap taste teach tear tease tell tend test text thank think throw tidy
  tie touch train translate travel treat trip trust try turn tutor twist type understand undergo use vanish visit vomit vote wag wait wake
  growl hiss drool snarl pounce pee poo puke moult howl meow nibble sniff lick slobber whimper yelp gnaw
  walk wander want warn wash waste watch water wear weigh welcome whine whisper whistle win wish wonder work worry wrap write yell`)

const irregular = wordSet(`
  ate awoke bit bled blew bore born bought bound bred broke brought built burnt came caught chose clung crept dealt did done drank drawn dreamt
  drew driven drove drunk dug eaten fallen fed fell felt flew flown forgave forgot forgotten fought found froze frozen gave given gone got
  gotten grew grown had has heard held hid hidden hung hurt kept knew known laid learnt led left lent lit lost made meant met
  overslept paid put quit ran rang read ridden rode risen rose said sang sat saw seen sent set shook shot shown shrank shut slept slid smelt sold
  sought spat sped spent spilt split spoke spoken spread sprang stole stolen stood struck stuck stung sung sunk swam swept swore sworn
  taken taught thought threw thrown told took tore torn understood went woke woken won wore worn wound written wrote was were been is are am
  being does lay lain shone spun wept withdrew led overheard passed`)

const others = wordSet(`
  able absolutely across actually afraid afternoon age ago alive allergic alone along already also although always amazing among anger angry
  annoyed annual duty toast pasta soup bacon cereal another anybody anymore anyone anything anyway apartment apparently around asleep aunt awake aware away awful baby back bad badly bag
  band bar barely basically beach beautiful bed behind below beneath beside besides best better between beyond big birthday bit black blue boat body book
  bored boss both bottle bottom box boy bread breakfast bright brilliant broken brown bus business busy cafe cake calm camera car card careful case cash
  cat ceremony certain chair chance cheap child christmas church city class clean clear clever clinic close coat coffee cold college colleague
  comfortable company completely computer concert confused cool corner country couple course court cousin crazy cruel curious current
  daily dad dark daughter day dead dear deep definitely delicious dentist depressed desk diabetic different difficult dinner dirty
  divorced doctor dog door double down drama dress drunk dry due during each ear early easter easy either eight elderly else email empty engaged engineer enough entire
  especially even evening eventually ever every everybody everyone everything everywhere exactly exam excellent excited exhausted expensive
  extra eye face fact factory fair faithful family famous fan fancy far farm fast fat father favorite favourite fever few fiance fiancee final finally fine finger fire
  first five flat flight floor flower flowers flu folks food foot football for forever former fortnight forward four free french fresh friday friend friendly friends from
  front full fun funny furious game garden gate generous gift girl glad god gold good gorgeous grateful great green grey guest guitar guy guys gym hair half hall
  halfway hand handsome happily happy hard hardly hat healthy heart heavy height her here hers herself hey high him himself his holiday home homework honest honestly
  hospital hot hotel hour hours house how however huge hundred hungry husband ice idea ill important indeed inside instead interesting island
  its itself jealous job july june just kid kids kind kitchen knee knees lake large last late lately later lazy least leg less lesson letter
  library life light lightly likely line little local lonely long longer lot lots loud lovely low lucky lunch mad mail main man many map march married match
  math maths maybe me meal mean meanwhile meat medicine meeting member men middle midnight might milk million mine minute mobile moment monday money month monthly months
  mood more morning most mother mountain mouth movie mr mrs much mum museum music must my myself nail naked name narrow nasty natural near nearby nearly neat neck neither
  nervous never new news next nice night nights nine no nobody noise none noon nor normal normally north nose not nothing now nowhere number nurse
  obvious obviously odd off office often oil ok okay old older oldest on once one ones only onto open or orange other others otherwise our ours ourselves out
  outside oven over overseas own page pain pair panic paper parents park part party past peaceful people perfect perhaps person pet phone photo piano picture piece pink
  place plan plane plate please pleased plenty poem polite pool poor possible possibly present pretty price probably problem professor project properly proud public
  quarter question quick quickly quiet quite random rare rarely rather raw ready real really reason recently red regular relationship restaurant rich right ring river road
  room rough round rude rule sad safe salad same sandwich saturday scary school sea season seat second secret serious seriously seven several shall she
  shirt shoe shoes shop short should shy sibling sick side silly silver similar simple simply since single sister six size skin sleepy slightly slow slowly small smart
  so soap sober soft some somebody somehow someone something sometimes somewhere son song soon sore sorry sort soup south spare special spoon sport spring square
  station steep still stomach store storm story straight strange street stressed strict strong student stubborn stuff stupid such sudden suddenly
  sugar suit summer sun sunday sunny super supper sure surely surgery surprised sweet table tall tea teacher team teenager ten term terrible than that the
  theatre their theirs them themselves then there therefore these they thick thin thing things third thirsty this those though thousand three throat through thursday thus
  ticket till time tiny tired to today toe together toilet tomorrow tonight too tooth top total totally tough toward towards town toy traffic train tree trip
  trouble true truly truth tuesday twelve twenty twice twins two ugly umbrella unbelievably uncle under underneath unfortunately unhappy unless until unusual up
  upon upset upstairs downstairs us used useful useless usual usually vegan vegetarian very via village violin voice wall warm water way we weak weather wedding
  wednesday week weekend weekends weekly weeks weird well west wet what whatever when whenever where wherever whether which while white who whoever whole whom whose why wide
  widow widower wife wild will wind window wine winter with within without woman women wonderful wood worried worse worst worth would wow wrong yard year years
  yellow yes yesterday yet you young younger youngest your yours yourself yourselves zero thanks thank hello hi dear btw fyi lol omw hiya heya ffs smh tbh imo idk irl ikr wtf lmao rofl haha omg ugh oh ah um uh hmm yeah yep nope
  nah pls plz tbh imo aka re etc ie eg vs per plus minus mom mommy papa grandma grandpa via eldest elder twin late own only both double
  favourite adult dying deaf blind gay straight bi trans single pregnant retired unemployed fluent native bilingual originally currently basically
  bday bdays birthday appt appts hosp pls plz smth smthn evry evryone placs cuz tmw tonite colums
  fleas ticks paws itchy tmrw tomoz tho thru gona gunna idk rn tbf lmk ppl sum wat wut wen wher dat dis dem nite nites gr8 l8 b4 txt msg pic pics vid vids app apps group groups staff meself
  hiya heya heyy ello sup wassup innit ffs nvm ikr
  bruh bro dude fwd yo self aircon sir madam maam ma'am lord gosh jeez damn shit fuck crap bloody fuckin fucking shitty whoa yikes phew welp aye och haha hehe
  thing kinda sorta lil wee tad bout em til till asap abroad aboard ashamed asap soo sooo toooo veryy rn atm ngl idk
  january february april august september october november december`)

const suffixes = /(?:ed|ing|ly|ness|tion|sion|ment|able|ible|ful|less|ous|ize|ise|ised|ized|ity|ical|ship|ward|wards|est)$/

/** Names that end as ordinary words do. */
const exceptions = wordSet(`
  ahmed mohammed muhammed mohamed hamed saeed sayed syed reed fred alfred wilfred winifred jared ned ted ed javed naveed majed khaled
  waleed rasheed hameed obed mildred tancred
  emily kelly sally molly billy lily holly polly willy milly ally carly beverly kimberly carly elly nelly shelly ely aly lyly
  ming jing ying xing ping ling king sterling qing ding ting bing peng wenjing
  clement priest ernest forest celest
  trinity charity felicity serenity verity unity amity
  louise elise denise francoise heloise
  odious amadeus pious eldous`)

/** Names that are ordinary words, too; a capital or a clear place makes them names. */
const wordNames = wordSet(`
  joy rose grace hope faith frank mark will may art jack bill sue pat rob drew chase dawn june april august summer autumn ivy violet daisy lily ruby
  amber pearl hunter mason cliff dean earl duke rich ray gene miles penny sky star river robin jay basil sage ginger olive clay brook glen heath wade
  grant lance chuck nick bob van angel destiny crystal jade iris flora fern hazel heather holly jasmine rosemary willow poppy bliss mercy patience
  honor constance prudence christian baker cooper carter taylor harper tanner skip buddy max lucky happy storm biscuit cookie pepper shadow
  smokey socks mittens tiger oreo mocha noodle pickle pickles peanut waffles muffin bean olive bear fox wolf rusty scout bandit ghost
  sunny tom don al gus mo bo ty cy joe jo kit rick dick peter harry kim kay dee bea belle claire`)

/** True for a word that is no name on its own: grammar, a common verb, adjective or noun, or one that is built like them. */
export function isOrdinary(word: string): boolean {
  if (wordNames.has(word)) return true
  return isCommon(word)
}

/** True for a name that is an ordinary word as well ("Rose", "Mark"). */
export function isWordName(word: string): boolean {
  return wordNames.has(word)
}

const known = new Map<string, boolean>()

function isCommon(word: string): boolean {
  let common = known.get(word)
  if (common === undefined) {
    common = judge(word)
    if (known.size < 20_000) known.set(word, common)
  }
  return common
}

function judge(word: string): boolean {
  if (/\d/.test(word) || /^(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-|teen$/.test(word) || /^(?:l+m+f?a+o+|(?:ha|he|ja|je|ki|xa)+h?|lo+l+|a+w+|u+g+h+|h+m+|o+h+|a+h+|no+|so+|ye+s+|ye+a+h*|x+d+|k+)$/.test(word)) return true
  if (isFunctionWord(word) || others.has(word) || verbs.has(word) || irregular.has(word)) return true
  // No English word begins so: Xiaoming, Zhang, Qing.
  if (exceptions.has(word) || /^(?:x|zh|q(?!u))/.test(word)) return false
  if (word.length < 5 && word.endsWith('ed') && isVerb(word)) return true
  if (suffixes.test(word) && word.length > 4) return true
  const stem = /^(.+?)(?:es|s)$/.exec(word)?.[1]
  if (stem && (verbs.has(stem) || verbs.has(`${stem}e`) || others.has(stem) || verbs.has(stem.replace(/i$/, 'y')))) return true
  return /^(?:un|re|dis|over|mis)/.test(word) && verbs.has(word.replace(/^(?:un|re|dis|over|mis)/, ''))
}

/** True for a form of a common verb. */
export function isVerb(word: string): boolean {
  if (verbs.has(word) || irregular.has(word)) return true
  const stem = /^(.+?)(?:es|s|ed|d|ing)$/.exec(word)?.[1]
  if (stem === undefined) return false
  return [stem, `${stem}e`, stem.replace(/i$/, 'y'), stem.replace(/(.)\1$/, '$1')].some(base => verbs.has(base))
}

/** True for an irregular past: "threw", "went". */
export function isPast(word: string): boolean {
  return irregular.has(word)
}

/** True for an ordinary word that is listed, or a form of one: not for what only ends as ordinary words do. */
export function isListed(word: string): boolean {
  return isFunctionWord(word) || others.has(word) || wordNames.has(word) || isVerb(word)
}
