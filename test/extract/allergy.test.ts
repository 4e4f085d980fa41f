// Allergies that are not told by "allergic to".
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('what a substance does to a body', () => {
  test.each([
    ['One bite of mango and my lips swell up.', 'user allergic_to mango'],
    ['Prawns close my throat, so no paella.', 'user allergic_to prawns'],
    ['My cousin Ivo comes out in hives from sesame.', 'ivo allergic_to sesame'],
    ['A single walnut would put me in hospital.', 'user allergic_to walnut'],
    ['If Greta eats eggs her face swells.', 'greta allergic_to eggs'],
    ['My brother Anton went into anaphylaxis from a wasp sting.', 'anton allergic_to wasp sting'],
    ["My niece Ronja can't have cashews.", 'ronja allergic_to cashews'],
    ['My uncle Bert carries an EpiPen because of hazelnuts.', 'bert allergic_to hazelnuts'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test('the substance may stand in the sentence before', () => {
    expect(said('Penicillin is out. I came out in a rash.')).toContain('user allergic_to penicillin')
  })
})

test.each([
  ['Do your lips swell when you eat mango?'],
  ['I wish peanuts would not be everywhere.'],
  ['Maybe the prawns made her face swell.'],
  ['My throat closed when I saw him, like a crab.'],
  ["I'm pregnant, so I can't have salmon."],
  ['Peanuts are fine, I was tested.'],
  ['She blushed and was as red as a strawberry.'],
])('no allergy: %s', text => {
  expect(said(text).join()).not.toContain('allergic_to')
})

describe('an allergy that is somebody\'s own', () => {
  test.each([
    ['Because of my cat hair allergy we keep fish.', 'user allergic_to cat hair'],
    ['What can I cook with Ruta\'s nut allergy?', 'ruta allergic_to nut'],
    ['My son Elof has allergy from eggs.', 'elof allergic_to eggs'],
    ['My friend Ruta asked about my bad nut allergy.', 'user allergic_to nut'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['It turns out the rash was not from mangoes at all, so my son Elof can eat them again.'],
    ['My nut allergy was a misdiagnosis.'],
  ])('none: %s', text => {
    expect(said(text).join()).not.toContain('allergic_to')
  })

  test('who asks about it has none', () => {
    expect(said('My friend Ruta asked about my nut allergy.')).not.toContain('ruta allergic_to nut')
  })
})

describe('signs of an allergy', () => {
  test.each([
    ['My aunt Siv reacts badly to penicillin.', 'siv allergic_to penicillin'],
    ['My aunt Siv gets hives from kiwi.', 'siv allergic_to kiwi'],
    ['My aunt Siv sneezes around cats.', 'siv allergic_to cats'],
    ['Kiwi makes my aunt Siv itch.', 'siv allergic_to kiwi'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['My aunt Siv sneezed while she fed the cats.'],
    ['My aunt Siv never reacts to penicillin.'],
    ['My cat sneezes around dust.'],
  ])('none: %s', text => {
    expect(said(text).join()).not.toContain('allergic_to')
  })
})
