// Two persons with like names, further names of one, and who is said to bear another's name.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('names alike are two persons', () => {
  test.each([
    ['Kirsti, my wife, and Kirste, who cleans here, speak alike. Kirste speaks Sami.', ['kirste speaks sami', 'user wife kirsti']],
    ['There are two Saras here. Sara Lind is my aunt, Sara Berg is my boss.', ['user aunt sara lind', 'user boss sara berg']],
    ['Jo is my sister in Lund. Joe is her husband.', ['jo husband joe', 'user sister jo']],
    ['Sara Lind is my aunt. Sara Lind lives in Kiel. Sara Berg lives in Lund.', ['sara berg lives_in lund', 'sara lind lives_in kiel', 'user aunt sara lind']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })

  test('a cousin with the name of a brother is no brother', () => {
    expect(said('My brother is Ivan. My cousin is an Ivan too, he lives in Pskov.')).toEqual(['ivan lives_in pskov', 'user brother ivan', 'user cousin ivan'])
  })

  test('a slip is still one person', () => {
    expect(said('Marta is my aunt. Matra lives in Turin.')).toEqual(['marta lives_in turin', 'user aunt marta'])
  })
})

describe('further names', () => {
  test.each([
    ['My uncle Sergey, Seryozha to everyone, lives in Omsk.', 'Seryozha works as a welder.', 'sergey has_job welder'],
    ['My aunt Helga is Hexe to us.', 'Hexe lives in Bonn.', 'helga lives_in bonn'],
    ['My niece got named Ottilie, we say Tilly.', 'Tilly lives in Graz.', 'ottilie lives_in graz'],
    ['My friend Theodora (Doss to her mates) has a cat.', 'Doss lives in Crewe.', 'theodora lives_in crewe'],
  ])('%s', (first, then, expected) => {
    expect(said(first, then)).toContain(expected)
  })

  test.each(['My sister asked who broke it and everybody says Rupert.', 'My boss is an Aquarius too.', "It's Ruta for me."])('%s names nobody', text => {
    expect(said(text).filter(triple => !triple.includes("user's"))).toEqual([])
  })
})

test('who is spoken of first in a sentence is meant by its pronoun, name or no name', () => {
  expect(said('My brother is Ivan. My boss is new, he lives in Pskov.')).toContain("user's boss lives_in pskov")
})

describe('who is pointed at, and what stands in commas', () => {
  test.each([
    ["Buy the tea that Ruta likes. That's my aunt, I go by her recipes.", 'user aunt ruta'],
    ['Please add Elof Dahl, my cousin, plumber, Kiel.', 'elof dahl has_job plumber'],
    ['Jo is my sister. Joe is her husband, the electrician.', 'joe has_job electrician'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each(['I called my aunt, the nurse and the plumber.', 'My aunt, the nurse, and I went.', "We like Oslo. That's my home, she said."])('%s tells no profession', text => {
    expect(said(text).filter(triple => triple.includes('has_job') || triple.includes('user aunt oslo'))).toEqual([])
  })
})
