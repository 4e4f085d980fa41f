// A verb that stands for what was said of somebody else, and what a denial is set against.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('what was denied, asked or wished of one holds of another', () => {
  test.each([
    ['I don\'t speak Thai but my aunt Siv does.', 'siv speaks thai'],
    ['Torkel doesn\'t work at Norbit, Ruta does.', 'ruta works_at norbit'],
    ['Does anyone speak Thai? My aunt Siv does.', 'siv speaks thai'],
    ['I might study at Lund University. My cousin Elof already does.', 'elof studies_at lund university'],
    ['I\'m not allergic to cats but my aunt Siv is.', 'siv allergic_to cats'],
    ['Nobody in my family speaks Thai except my aunt Siv.', 'siv speaks thai'],
    ['My aunt Siv isn\'t from Visby but from Oslo.', 'siv born_in oslo'],
    ['My brother Elof no longer works at Norbit but at Halden.', 'elof works_at halden'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['I like fish but my aunt Siv doesn\'t.'],
    ['I work at Norbit. You know what my aunt Siv does.'],
    ['I used to work at Norbit. I wonder if my aunt Siv does.'],
    ['I speak Thai. My aunt Siv is.'],
  ])('not: %s', text => {
    expect(said(text).join()).not.toMatch(/siv (?:likes|works_at|speaks)/)
  })
})

describe('a question that tells a fact', () => {
  test.each([
    ['Did you know that Elof works at Norbit?', 'elof works_at norbit'],
    ['Have I told you my aunt Siv lives in Visby?', 'siv lives_in visby'],
    ['Do you remember that my aunt Siv lives in Visby?', 'siv lives_in visby'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['Do you know if Elof works at Norbit?'],
    ['Did you know Elof when he worked at Norbit?'],
    ['Let\'s say my friend Elof works at Norbit.'],
    ['Say Elof works at Norbit, who pays then?'],
    ['My aunt Siv thinks he works at Norbit.'],
  ])('none: %s', text => {
    expect(said(text).join()).not.toContain('works_at')
  })
})

test('what was named is one\'s own where "mine" stands for it', () => {
  expect(said('How does one fix a kobo? Mine won\'t charge.')).toContain('user owns kobo')
  expect(said('How does one fix a kobo? A friend of mine has one.').join()).not.toContain('owns kobo')
})
