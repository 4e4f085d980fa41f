// Tastes, intolerances, and what else is told of a person by words that no verb of liking has.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('tastes', () => {
  test.each([
    ['My sister Ruta is keen on sailing.', 'ruta likes sailing'],
    ['My sister Ruta isn\'t keen on coriander.', 'ruta dislikes coriander'],
    ['My sister Ruta prefers tea to coffee.', 'ruta likes tea'],
    ['My sister Ruta lives for sailing.', 'ruta likes sailing'],
    ['My sister Ruta can\'t get enough of kimchi.', 'ruta likes kimchi'],
    ['My sister Ruta\'s favourite food is sushi.', 'ruta likes sushi'],
    ['My sister Ruta collects stamps.', 'ruta likes stamps'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['My sister Ruta prefers Bea.'],
    ['My sister Ruta collects her kids at four.'],
    ['My favourite is not on the menu.'],
    ['My aunt Gunn lives for now in Graz.'],
  ])('none: %s', text => {
    expect(said(text).join()).not.toContain('likes')
  })
})

describe('intolerances', () => {
  test.each([
    ['I\'m lactose-intolerant, so no cream.', 'user allergic_to lactose'],
    ['My son Leo is gluten intolerant.', 'leo allergic_to gluten'],
    ['My son Leo has coeliac disease.', 'leo allergic_to gluten'],
    ['Cats are fine for me, it\'s my wife Ylva who is allergic to them.', 'ylva allergic_to cats'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test('what was outgrown is over, and everything is no substance', () => {
    expect(said('My son Leo outgrew his egg allergy.').join()).not.toContain('allergic')
    expect(said('My son Leo is allergic to birch and everything is in bloom.')).not.toContain('leo allergic_to everything')
  })
})

describe('tastes told the other way round', () => {
  test.each([
    ['Remind me to buy the ginger tea that Ruta likes.', 'ruta likes ginger tea'],
    ['buy those biscuits my dad Bert loves', 'bert likes biscuits'],
    ['My sister Ruta hates anything pink.', 'ruta dislikes pink'],
    ['My aunt Siv is coming. Hates carnations.', 'siv dislikes carnations'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['That is the kind of thing Ruta likes.'],
    ['He is the man Ruta loves.'],
    ['See you on Sunday, love Ruta'],
    ['My wife is Ruta, like half of Visby.'],
    ['Ruta hates everything about it.'],
  ])('none: %s', text => {
    expect(said(text).join()).not.toContain('likes')
  })
})

describe('tastes with a degree', () => {
  test.each([
    ['My aunt Siv is a huge jazz fan.', 'siv likes jazz'],
    ['My aunt Siv has always loved jazz.', 'siv likes jazz'],
    ['What my aunt Siv hates most is cilantro.', 'siv dislikes cilantro'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([['My aunt Siv loved the cake.'], ['I am a big fan.'], ['My aunt Siv bought a ceiling fan.']])('none: %s', text => {
    expect(said(text).join()).not.toContain('likes')
  })
})
