// Any text is read to its end.
import { array, assert, constantFrom, property } from 'fast-check'
import { expect, test } from 'vitest'
import { graphOf } from './said.ts'

/** Words and marks that rules look for, so that every rule meets every other. */
const tokens = (
  'my our his her their the a an this that who whose Ana Bo Cid Di ana bo sister brother mum kids baby cat dog boss friend half-sister wife is are was has had ' +
  "got 's and or , , . ? ! : ( ) - \" ' of from at in to with for as well instead like not never if wish no said says called named name surname works lives " +
  'married since May 7 years now where I me we you he she they it them hers mine ours us there here first nurse Norbit shift lecture allergic nuts hates resigned left'
).split(' ')
const soup = array(constantFrom(...tokens), { minLength: 1, maxLength: 60 }).map(words => words.join(' '))

test('any soup of words is read to its end', () => {
  assert(property(soup, text => {
    expect(() => graphOf(text, text)).not.toThrow()
  }), { seed: 7, numRuns: 600 })
})
