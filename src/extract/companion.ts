// Friends and partners by what one does with them: "my chess friend", "his drinking buddy", "my lab partner".
import { isFunctionWord, wordSet } from '../encode/prose.ts'
import { kinAt, type Kin } from './kin.ts'
import type { Token } from './token.ts'

const ventures = wordSet(`
  business lab tennis dance dancing bridge chess training gym running climbing study writing sparring squash badminton golf sailing project research exchange
  tandem language doubles padel ski skating bowling coding law practice`)
const lodgings = wordSet('flat room house class team soul cabin bunk cell stable')

/** The noun for a pastime and the word for a companion that start at a place; such a partner is no lover. */
export function companionAt(tokens: readonly Token[], at: number): { kin: Kin; length: number } | undefined {
  const [noun, word] = [tokens[at], tokens[at + 1]]
  if (noun?.kind !== 'word' || word?.kind !== 'word' || noun.capital || word.capital || isFunctionWord(noun.norm)) return undefined
  if (/^partners?$/.test(word.norm)) {
    return ventures.has(noun.norm) ? { kin: { role: 'stranger', gender: null, plural: word.norm.endsWith('s'), ended: false }, length: 2 } : undefined
  }
  const friend = /^(friend|buddy|buddies|pal|mate)s?$/.test(word.norm) && !lodgings.has(noun.norm) ? kinAt([word.norm], 0) : undefined
  // "Best friend" is a word of its own.
  return friend && !kinAt([noun.norm, word.norm], 0) ? { kin: friend.kin, length: 2 } : undefined
}
