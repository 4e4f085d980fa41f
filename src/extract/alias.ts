// When two names may be forms of one: short forms, pet names, and slips of the finger.
import { wordSet } from '../encode/prose.ts'

// Each line holds forms of one name.
const forms: readonly ReadonlySet<string>[] = `
  robert rob bob bobby robbie bert
  william will bill billy willy liam
  richard rick dick ricky rich
  elizabeth liz lizzie lizzy beth betty eliza libby elsie lisa
  margaret maggie peggy meg greta daisy marge margie
  katherine catherine kate katie kathy cathy kat kitty kath
  michael mike mikey mick micky
  james jim jimmy jamie
  john jack johnny
  joseph joe joey jo
  charles charlie chuck chas
  edward ed eddie ted ned teddy
  henry harry hank
  anthony tony ant
  andrew andy drew
  alexander alex sasha xander lex alec sandy alejandro ale
  alexandra alex sasha sandra lexi allie
  nicholas nick nico nicky nicolas
  patrick pat paddy
  patricia pat trish tricia patty
  susan sue susie suzy
  deborah deb debbie
  rebecca becca becky bec
  jennifer jen jenny jenn
  jessica jess jessie
  samantha sam sammy
  samuel sam sammy
  benjamin ben benny benji
  daniel dan danny
  danielle dani
  matthew matt matty
  christopher chris kit topher
  christina chris tina chrissy christine
  stephen steve steven stevie
  theodore theo ted teddy
  thomas tom tommy
  timothy tim timmy
  gregory greg
  jonathan jon johnny jonny
  joshua josh
  zachary zach zac zack
  frances fran frankie
  francis frank frankie
  francisco paco pancho
  josé pepe
  eleanor ellie nell nora
  abigail abby gail
  victoria vicky tori vic
  philip phil pip
  frederick fred freddie freddy
  albert al bert bertie
  lawrence larry laurie
  leonard len lenny leo
  ronald ron ronnie
  donald don donnie
  kenneth ken kenny
  gerald gerry jerry
  dorothy dot dottie dolly
  florence flo flossie
  mohammed mo muhammad mohamed mohammad
  aleksandr sasha
  dmitri dima mitya
  maria masha mia
  anastasia nastya stacy
  ekaterina katya
  natalia natasha
  giuseppe beppe peppe
  isabella bella izzy isabel
  guadalupe lupe
  katarzyna kasia kaska
  małgorzata malgorzata gosia
  agnieszka aga
  joanna asia jo
  magdalena magda lena
  tomasz tomek
  krzysztof krzysiek
  wojciech wojtek
  jakub kuba
  barbara basia barb babs
  zofia zosia
  zsófia zsófi
  anna ania anya annie
  elżbieta ela
  mikhail misha
  nikolai kolya
  ivan vanya
  vladimir vova volodya
  sergei seryozha
  evgeny yevgeny zhenya
  pavel pasha
  alexei aleksei alyosha lyosha
  tatiana tanya
  olga olya
  yekaterina katya
  svetlana sveta
  elena lena
  konstantin kostya
  yuri yura
  ignacio nacho
  guillermo memo
  enrique quique kike
  eduardo lalo edu
  fernando nando
  rafael rafa
  manuel manolo manu
  antonio toño tony
  dolores lola
  concepción concha conchita
  rosario charo
  mercedes merche
  graciela chela
  gabriel gabi gabo gabe
  gabriela gabi gaby
  roberto beto
  johannes hannes
  friedrich fritz
  heinrich heinz heiner
  wilhelm willi
  josef sepp
  katharina kathi
  elisabeth lisbeth sissi lisa
  franziska franzi
  matthias matze
  stefanie steffi
  ulrike uli ulla
  ulrich uli
  giovanni gianni nanni
  francesco checco
  luigi gigi
  salvatore totò
  domenico mimmo
  vincenzo enzo
  lorenzo enzo renzo
  lászló laci
  istván pista
  józsef józsi
  konstantinos kostas
  lars lasse
  nils nisse
  karl kalle
  hans hasse hansi
  kristina stina
  margareta greta
  hendrik henk
  cornelis kees
  yitzhak itzik
  avraham avi
  pádraig paddy padraig
  penelope penny
  judith judy
  louise lou
  charlotte lottie charlie
  harriet hattie
  martha marty patty
  beatrice bea
  josephine josie jo
  caroline carrie
  adelaide addie
  winifred winnie
  millicent millie
  amelia millie
  vincent vinny vince
  walter walt
  arthur art artie
  leopold leo
  nathaniel nate nat
  raymond ray
  douglas doug
  peter pete
  arnold arnie
  bernard bernie
  rosemary rosie
`.trim().split('\n').map(wordSet)

/** The lines that each form stands in. */
const lines = new Map<string, ReadonlySet<string>[]>()
for (const line of forms) for (const form of line) lines.set(form, [...(lines.get(form) ?? []), line])

/** True where two names, in lower case, may be forms of one and the same. */
export function soundsLike(left: string, right: string): boolean {
  const [first, second] = [left.split(' ', 1)[0]!, right.split(' ', 1)[0]!]
  if (first !== left && second !== right) return lastWord(left) === lastWord(right) && soundsLike(first, second)
  if (first === second) return true
  if (lines.get(first)?.some(line => line.has(second))) return true
  if (first[0] !== second[0]) return false
  const [short, long] = first.length < second.length ? [first, second] : [second, first]
  if (short.length >= 3 && long.startsWith(short) && long.length - short.length >= 2) return true
  if (short.length >= 4 && /(?:y|ie|i)$/.test(short) && long.startsWith(short.replace(/(?:y|ie|i)$/, '')) && long.length > short.length) return true
  return short.length >= 5 && slip(first, second)
}

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf(' ') + 1)
}

function slip(left: string, right: string): boolean {
  // A last vowel tells two names apart: "Paulo" and "Paula", "Michael" and "Michaela".
  // "The two Julias" are nobody.
  if (`${left}s` === right || `${right}s` === left) return false
  if (left.replace(/[aeiou]$/, '') === right.replace(/[aeiou]$/, '')) return false
  return isSlip(left, right)
}

/** One letter left out, put in, changed or two swapped (Damerau 1964). */
export function isSlip(left: string, right: string): boolean {
  if (left === right || Math.abs(left.length - right.length) > 1) return false
  let at = 0
  while (at < left.length && left[at] === right[at]) at++
  const [l, r] = [left.slice(at), right.slice(at)]
  return l.slice(1) === r.slice(1) || l.slice(1) === r || l === r.slice(1) || (l[0] === r[1] && l[1] === r[0] && l.slice(2) === r.slice(2))
}
