// What a question takes for granted.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('taken for granted', () => {
  test.each([
    ['What should I get my sister Ruta, who loves gin?', 'ruta likes gin'],
    ['What can I cook when my sister Ruta hates onions?', 'ruta dislikes onions'],
    ['Is there a cake for my sister Ruta, since she is allergic to nuts?', 'ruta allergic_to nuts'],
    ['Should I tell my sister Ruta, who works at Kone, about the strike?', 'ruta works_at kone'],
    ['Does my uncle Bo, who lives in Lund, need a permit?', 'bo lives_in lund'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['Do you know someone who works at Kone?'],
    ['Is it Ruta who works at Kone?'],
    ['Was it my sister Ruta who moved to Oslo?'],
    ['Can you ask my sister Ruta when she works at Kone?'],
    ['Do you think my sister Ruta likes gin?'],
    ['Who lives in Oslo?'],
  ])('asked: %s', text => {
    expect(said(text).join()).not.toMatch(/works_at|lives_in|likes/)
  })
})
