// What "them" stands for where it is no persons: the things that were named last.
import { wordSet } from '../encode/prose.ts'
import { kinAt } from './kin.ts'
import { isListed } from './ordinary.ts'
import { normAt, type Token } from './token.ts'

const measures = wordSet('minutes hours days weeks months years times things ways lots kids parents people guys folks friends ones notes words')
const before = wordSet('of the some any no many these those my our his her their to with and or about for eat ate like love hate have had buy bought more fewer')

/** The last plural noun before a place: "a truck full of apples". */
export function lastThings(tokens: readonly Token[], at: number = tokens.length): string | undefined {
  return tokens.slice(0, at).findLast(({ norm, kind, capital }, place) => {
    if (kind !== 'word' || (capital && place > 0) || norm.length < 4 || !/[^su']s$/.test(norm) || measures.has(norm)) return false
    return (kinAt([norm], 0)?.kin.role ?? 'pet') === 'pet' && (before.has(normAt(tokens, place - 1)) || !isListed(norm))
  })?.norm
}
