// The words and phrases behind the markers: about people and their lives, not about any one conversation.
import { phrasePattern, wordSet } from '../encode/prose.ts'

/** Names of the word groups. */
export type WordMarker =
  'firstPerson' | 'secondPerson' | 'kin' | 'health' | 'safety' | 'preference' | 'commitment' | 'change' | 'state' |
  'duty' | 'remember' | 'habit' | 'mood' | 'past' | 'dates' | 'hedge' | 'filler' | 'evaluation' | 'greeting' |
  'thanks' | 'acknowledgement' | 'laughter' | 'request'

/** Groups of words that a message of some kind is full of. */
export const wordMarkers: Readonly<Record<WordMarker, ReadonlySet<string>>> = {
  firstPerson: wordSet("i i'm i've i'd i'll me my mine myself we we're we've we'll we'd us our ours im ive"),
  secondPerson: wordSet("you you're you've you'd you'll your yours yourself u ur"),
  kin: wordSet(`
    wife husband partner spouse girlfriend boyfriend fiance fiancee mother mom mum mama father dad papa parent parents
    son daughter child children kid kids baby twins twin brother sister siblings sibling grandmother grandma nana
    granny grandfather grandpa grandson granddaughter grandchildren grandkids aunt uncle cousin nephew niece godson
    goddaughter stepson stepdaughter stepdad stepmom ex roommate flatmate neighbour neighbor friend boss colleague dog
    cat puppy kitten`),
  health: wordSet(`
    allergic allergy allergies anaphylaxis epipen asthma inhaler diabetic diabetes insulin epilepsy epileptic seizure
    seizures migraine migraines celiac coeliac intolerant gluten lactose medication medications meds medicine pill
    pills tablet tablets dose dosage mg ml prescription prescribed antibiotic antibiotics penicillin ibuprofen aspirin
    warfarin statin beta blocker blockers pressure heart stroke pacemaker surgery operation surgeon hospital clinic
    doctor gp nurse dentist therapist diagnosed diagnosis cancer chemo tumor tumour pregnant pregnancy due miscarriage
    blood transfusion anemia anaemia thyroid kidney liver lung hip knee spine fracture fractured broken sprained torn
    concussion arthritis depression anxiety adhd autism autistic dyslexia dyslexic deaf hearing blind wheelchair sober
    alcohol addiction rehab vaccine vaccinated allergen vegan vegetarian halal kosher faint fainted bp vitals symptom
    symptoms chronic`),
  safety: wordSet(`
    emergency emergencies alarm password passphrase passcode pin combination key keys gas leak fire poison poisonous
    toxic danger dangerous unsafe restraining threatened threat suicidal suicide unconscious resuscitate evacuation
    evacuate recall hazard code insurance passport policy security backup production prod secrets credentials token
    tokens rotate`),
  preference: wordSet(`
    prefer prefers preferred preference like likes liked love loves loved hate hates hated dislike dislikes enjoy
    enjoys favourite favorite favourites favorites rather fan adore adores loathe detest fond can't bother bothers
    annoys comfortable picky allergic allowed instead taste tastes suits drives`),
  commitment: wordSet(`
    decided decide agreed agree promise promised commit committed plan plans planning planned will i'll we'll deadline
    due appointment booked reserved scheduled signed enrolled registered applied accepted offer start starts starting
    moving move launch ships going settled chose chosen picked resigned quitting quit retire retiring marrying married
    engaged wedding expecting joining joined goal`),
  change: wordSet(`
    actually anymore longer instead changed changes switched replaced used former formerly now new moved renamed
    cancelled canceled postponed correction wrong meant mistake mistaken left stopped gave quit broke sold divorced
    separated died passed since`),
  state: wordSet(`
    is am are i'm has have lives live living works work working owns own named name called born speaks speak married
    single years old grew teaches teach runs studies study drives plays belongs stands means weighs lies keeps keep
    stays sleeps`),
  duty: wordSet(`
    always never must every each only whenever without before after unless don't no not avoid use require requires
    needs need should shall until first then ensure check sure`),
  remember: wordSet('remember forget note remind reminder remembering record memo mind'),
  habit: wordSet(`
    every usually always often daily weekly monthly yearly annually mornings evenings nights weekends twice thrice
    routinely each`),
  mood: wordSet(`
    tired exhausted sad happy angry upset stressed bored lonely anxious nervous excited feeling feel feels grumpy
    cranky overwhelmed drained sleepy hungry cold fed ugh today tonight rough blah moody restless`),
  past: wordSet(`
    was were went had did got came took made saw told said found bought met gave ate ran drove flew spent began
    started finished won lost yesterday ago last`),
  dates: wordSet(`
    january february march april june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays tomorrow birthday
    anniversary spring summer autumn fall winter easter christmas week weeks month months year years noon midnight am
    pm o'clock`),
  hedge: wordSet(`
    maybe perhaps might could would probably possibly guess suppose imagine if wonder seems apparently honestly
    basically`),
  filler: wordSet(`
    just really so very well kind sort literally basically honestly totally quite pretty anyway though whatever stuff
    thing things lot bit right even still`),
  evaluation: wordSet(`
    great good nice amazing awesome lovely wonderful fantastic beautiful perfect brilliant cool fun funny interesting
    impressive clever bad terrible awful horrible weird strange crazy ridiculous silly boring sounds makes sense true
    exactly indeed`),
  greeting: wordSet(`
    hi hello hey morning evening afternoon goodnight bye goodbye later cheers welcome howdy ciao night greetings cya yo`),
  thanks: wordSet('thanks thank thx ty appreciate appreciated grateful cheers bless'),
  acknowledgement: wordSet(`
    ok okay k sure yes yeah yep yup no nope right fine got cool great good alright done understood noted agreed
    perfect nice sounds exactly true fair see makes sense oh ah hmm hm mhm wow lol`),
  laughter: wordSet('haha hahaha hahahaha hehe hihi lol lmao rofl ha heh lolol jaja xd'),
  request: wordSet(`
    please show explain write tell give help suggest list find check fix make draft summarize summarise translate
    describe compare recommend can could would rewrite generate`),
}

/** Names of the phrase groups. */
export type PhraseMarker =
  'remembering' | 'mine' | 'identity' | 'correcting' | 'instructing' | 'offering' | 'quoted'

/** Groups of phrases, as patterns that find every occurrence. */
export const phraseMarkers: Readonly<Record<PhraseMarker, RegExp>> = {
  remembering: phrasePattern([
    'remember (?:that|this|to|my|our)', "(?:don't|do not|never) (?:ever )?forget", 'keep (?:this |that )?in mind',
    '(?:make|take) a note', '(?:please )?note that|please note', 'for the record', 'from now on',
    'for future reference', 'going forward', 'important(?=:)', '(?:write|note) (?:this|that|it) down',
  ]),
  mine: phrasePattern(['my', 'our']),
  identity: phrasePattern([
    "my name(?:'s| is)", '(?:is|was|are|were) (?:named|called)', 'i live', 'i work (?:as|at|for|in)',
    "(?:i am|i'm|she's|he's|is) (?:an?|the)", 'years? old', 'born in', 'i speak', 'i grew up', 'grew up in',
    'is (?:my|our)', 'i have (?:a|an|two|three|four|no)',
  ]),
  correcting: phrasePattern([
    'no longer', '(?:not )?any ?more', 'used to', 'instead of', 'scratch that', 'i (?:meant|misspoke)', 'correction',
    'as of', 'turns out', 'not .{1,30} but', 'changed (?:my|our|to)', 'switched (?:to|from)',
    'moved (?:to|from|in|out)',
  ]),
  instructing: phrasePattern([
    'when(?:ever)? (?:i|you|we|the|it|someone)', 'if (?:i|you|the|it|someone|anyone)', 'first .{1,60} then',
    '(?:always|never) [a-z]+', 'do not', "don't [a-z]+", 'step \\d', 'before (?:you|we|every|each|any|the)',
    'make sure',
  ]),
  offering: phrasePattern([
    'let me know', "here(?:'s| is| are)", 'happy to', 'feel free', 'would you like', 'i can (?:help|also)',
    "i'd suggest", 'i recommend', 'you (?:can|could|might|may)', 'hope (?:that|this)', 'for example', 'in general',
    'typically', 'as an ai', 'great question',
  ]),
  quoted: /"[^"\n]{2,200}"|“[^”\n]{2,200}”/g,
}
