// What one does as another does it.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('whoever is compared does the same', () => {
  test.each([
    ['I would love to speak Basque like my neighbour Torkel.', 'torkel speaks basque'],
    ['I want to live in Umeå like my sister Ruta.', 'ruta lives_in umeå'],
    ['I work at Norbit, same as my cousin Elof.', 'elof works_at norbit'],
    ['I wish I worked at Norbit the way Elof does.', 'elof works_at norbit'],
    ['my son might study at trinity college like his cousin Siv', 'siv studies_at trinity college'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['I speak Thai like Elof said.'],
    ['I used to speak Thai like my sister Ruta.'],
    ['I do not speak Thai like my sister Ruta.'],
    ['I speak Thai like Ruta\'s mother.'],
    ['My uncle sings like my sister Ruta.'],
  ])('not: %s', text => {
    expect(said(text).join()).not.toMatch(/(?:elof|ruta) (?:speaks|lives_in|works_at)/)
  })
})
