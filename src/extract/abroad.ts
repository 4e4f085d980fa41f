// Kin words of other languages that people use in English after an owner: "my hermano Luis". Alone most are titles: "Kuya Jun", "Bruder Jakob".
import type { Gender, Role } from '../graph/relation.ts'

interface Abroad {
  role: Role
  gender: Gender
}

const lines: readonly (readonly [Role, Gender, string])[] = [
  ['parent', 'f', 'omma maa mutter madre mère matka mãe ibu okasan okaasan nanay'],
  ['parent', 'm', 'père padre pai otosan otousan tato babbo tatay bapak'],
  ['sibling', 'f', 'schwester soeur sœur irmã sorella siostra didi akka zus søster syster oneesan'],
  ['sibling', 'm', 'hermano bruder frère irmão fratello bhai bhaiya thambi kuya oniisan broer bror'],
  ['siblingInLaw', 'f', 'bhabhi cuñada schwägerin'],
  ['siblingInLaw', 'm', 'jija cuñado schwager'],
  ['pibling', 'f', 'khala khalto mausi masi chachi bua chithi ciocia tita moster'],
  ['pibling', 'm', 'oom zio wujek khalo chacha mamu tito morbror farbror'],
  ['grandparent', 'f', 'dida thakuma ahma großmutter abuelita mormor farmor busia bunica savta safta avozinha'],
  ['grandparent', 'm', 'dadu thatha abuelito großvater morfar farfar jiddo jeddo yeye avô vovô'],
  ['cousin', 'f', 'prima cousine'],
  ['cousin', 'm', 'primo'],
  ['child', 'f', 'tochter hija figlia filha'],
  ['child', 'm', 'sohn hijo figlio filho'],
  ['spouse', 'f', 'esposa'],
  ['spouse', 'm', 'marido esposo'],
  ['partner', 'f', 'novia namorada'],
  ['partner', 'm', 'novio namorado'],
  ['friend', 'f', 'amiga'],
  ['friend', 'm', 'amigo'],
  ['nibling', 'f', 'sobrina nichte'],
  ['nibling', 'm', 'sobrino neffe'],
]

const words = new Map<string, Abroad>()
for (const [role, gender, list] of lines) for (const word of list.split(' ')) words.set(word, { role, gender })

/** Role and gender of a kin word of another language, in lower case. */
export function kinAbroad(word: string): Abroad | undefined {
  return words.get(word)
}
