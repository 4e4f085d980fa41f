// Languages that are told by more than "speaks".
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('languages', () => {
  test.each([
    ['My friend Ana explained it in Polish because it is the only language we both speak.', 'user speaks polish'],
    ['My friend Ana explained it in Polish because it is the only language we both speak.', 'ana speaks polish'],
    ['My wife Ylva speaks four languages, Danish being the latest.', 'ylva speaks danish'],
    ['My grandson Otto does not speak Dutch yet, only Turkish.', 'otto speaks turkish'],
    ['My grandson Otto doesn\'t speak Dutch, just Turkish and some English.', 'otto speaks english'],
    ['I want to learn Korean. My aunt Gunn speaks it well.', 'gunn speaks korean'],
    ['The cab driver spoke Farsi and so does my wife Ylva.', 'ylva speaks farsi'],
    ['My wife Ylva\'s mother tongue is Finnish.', 'ylva speaks finnish'],
    ['Finnish is my wife Ylva\'s first language.', 'ylva speaks finnish'],
    ['My wife Ylva\'s Italian is better than mine.', 'ylva speaks italian'],
    ['My wife Ylva taught herself Japanese.', 'ylva speaks japanese'],
    ['My wife Ylva picked up some Hausa in Kano.', 'ylva speaks hausa'],
    ['My friend Mia swore in Greek.', 'mia speaks greek'],
    ['My friend Mia translates from Danish.', 'mia speaks danish'],
    ['My friend Mia is a native speaker of Greek.', 'mia speaks greek'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['My wife Ylva is learning Russian.'],
    ['My friend Mia knows Thai people.'],
    ['My friend Mia loves Italian food.'],
    ['My friend Mia barely speaks German.'],
    ['My Spanish teacher is great.'],
    ['My friend Mia talked about it in Spanish class.'],
    ['My grandson Otto does not speak Dutch.'],
    ['Mia and Ola are friends of mine. Our landlord barely speaks English.'],
  ])('none: %s', text => {
    expect(said(text).join()).not.toContain('speaks')
  })

  test('what is denied stays denied', () => {
    expect(said('My grandson Otto does not speak Dutch yet, only Turkish.')).not.toContain('otto speaks dutch')
  })
})

test('whoever one speaks a language with speaks it, too', () => {
  expect(said('I speak Thai with my aunt Siv.')).toContain('siv speaks thai')
  expect(said('I do not speak Thai with my aunt Siv.').join()).not.toContain('speaks')
})
