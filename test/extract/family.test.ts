// Children and siblings who are counted, and whom "that is" and "her" mean.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('children of one family', () => {
  test.each([
    ['Our parents had three of us, me, Olle and Berit.', ['olle sibling berit', 'user sibling berit', 'user sibling olle']],
    ['There are four of us kids: me, Olle, Berit and Siv.', ['olle sibling berit', 'user sibling berit', 'user sibling olle', 'user sibling siv']],
    ['Olle has the same parents as me.', ['olle sibling user']],
    ['Olle has the same mother in law as me.', []],
    ['There are three of us at work, me, Olle and Berit.', []],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expect.arrayContaining(expected))
    if (expected.length === 0) expect(said(text)).toEqual([])
  })
})

describe('children who are counted', () => {
  test.each([
    [['My sister Berit drove down with her two, Olle and Siv.'], ['berit child olle', 'berit child siv', 'user sister berit']],
    [['My two, Olle and Siv, are ill.'], ['user child olle', 'user child siv']],
    [['My two, Olle, Siv and Berit, are ill.'], []],
    [['My top two, Olle and Siv, won.'], []],
    [['Berit has a son of her own, Olle.'], ['berit son olle']],
    [['My brother Olle and his wife Berit had twins on Sunday! Siv and Bo.'], ['berit child bo', 'berit child siv', 'olle child bo', 'olle child siv', 'olle wife berit', 'user brother olle']],
    [['I have two brothers. Olle and Bertil.'], ['user brother bertil', 'user brother olle']],
    [['My mother-in-law Berit has one more son besides my husband, Olle.'], ['berit son olle', "user husband user's husband", 'user mother_in_law berit']],
    [['We had cats. Olle and Bertil.'], []],
  ])('%s', (texts, expected) => {
    expect(said(...texts)).toEqual(expected)
  })
})

describe('who is pointed at', () => {
  test.each([
    [["I'm looking after Birk this week, that's my friend Berit's hamster."], ['berit pet birk', 'user friend berit']],
    [["I saw Olle, that's Berit's brother."], ['berit brother olle']],
    [['My niece Siv got in!', "Her mum's so proud.", "That's my sister Berit, she cried."], ['siv mother berit', 'user niece siv', 'user sister berit']],
    [["Olle, whose wife Berit works with me, is a vet."], ['olle has_job vet', 'olle wife berit', 'user colleague berit']],
    [["My mum is proud. That's my sister Berit."], ["user mother user's mum", 'user sister berit']],
    [["I work at Norbit, that's my dad's firm."], ["user father user's dad", 'user works_at norbit']],
  ])('%s', (texts, expected) => {
    expect(said(...texts)).toEqual(expected)
  })
})

describe('who is done something to is not who does it', () => {
  test.each([
    ["Olle's boss Robin needs him early, so his girlfriend Siv cooks.", ['olle boss robin', 'olle partner siv']],
    ["Berit's manager Robin wants her back, so her husband Olle is cross.", ['berit boss robin', 'berit husband olle']],
    ['Berit has two children, Olle and Siv, and Siv has had her first.', ['berit child olle', 'berit daughter siv']],
    ['My boss Berit hates her job, her husband Olle does not.', ['berit husband olle', 'user boss berit']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})

describe('what tells an animal of one\'s own', () => {
  test.each([
    ['Birk hid under the bed. I only got her from the shelter in May.', ['user pet birk']],
    ["Birk and Lund keep scratching the sofa. I've tried everything.", ['user pet birk', 'user pet lund']],
    ["Uncle Olle's falcon Birk won again.", ['olle pet birk', 'user uncle olle']],
    ['My favourite cow is Birk.', []],
    ['Siv works late. Olle picked her up from the shelter.', []],
    ["Olle's dog, a beagle called Birk, ate it.", ['olle pet birk']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})
