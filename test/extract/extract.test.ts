// Reading turns into the graph: what is said becomes a relation, and nothing else does.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('persons', () => {
  test.each([
    ['My sister Dana and my friend Yun came over.', ['user friend yun', 'user sister dana']],
    ['Dana, my sister, called.', ['user sister dana']],
    ['my brother (Tomek) is late again', ['user brother tomek']],
    ['I have two kids, Mia and Leo.', ['user child leo', 'user child mia']],
    ['My boss is Farah.', ['user boss farah']],
    ['Ines is my daughter and Rui is my son.', ['user daughter ines', 'user son rui']],
    ['Thiago (roommate), Letícia (my cousin) and Aunt May are coming.', ['user aunt may', 'user cousin letícia']],
    ['my sister dana and her husband karim', ['dana husband karim', 'user sister dana']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })

  test('chains of owners', () => {
    expect(said("My sister Dana's husband Karim works at Siemens.")).toEqual(['dana husband karim', 'karim works_at siemens', 'user sister dana'])
    expect(said('I met the mother of my friend Yun, Hana.')).toEqual(['user friend yun', 'yun mother hana'])
  })

  test('one without a name takes it when it comes', () => {
    expect(said('My boss is impossible today.', "My boss's name is Farah.")).toEqual(['user boss farah'])
    expect(said('My neighbour has a cousin. The cousin, Winston, sings.')).toEqual(["user's neighbour cousin winston"])
  })

  test('pronouns look back, across turns, by gender', () => {
    expect(said('My sister Dana lives in Graz.', 'She is allergic to peanuts.')).toContain('dana allergic_to peanuts')
    expect(said('I have a brother called Tom and a sister called Ann.', 'He works at Bosch.')).toContain('tom works_at bosch')
  })
})

describe('what is not so', () => {
  test.each([
    ['negation', "Dana isn't my sister.", 'dana'],
    ['a question', 'Is Dana my sister?', 'dana'],
    ['a condition', 'If Tom moves to Berlin I will cry.', 'berlin'],
    ['a wish', 'I wish I had a brother called Max.', 'max'],
    ['a plan', 'We might move to Lyon one day.', 'lyon'],
    ['an unattributed quotation', 'The sign said something and a voice: "my husband Karim is a dentist".', 'karim'],
    ['a text to translate', 'Translate into Spanish: my brother Tom lives in Boston.', 'boston'],
    ['fiction', "In the novel the detective's wife Solveig is killed.", 'solveig'],
  ])('%s makes no fact', (_, text, name) => {
    expect(said(text).join()).not.toContain(name)
  })

  test('what others say is theirs', () => {
    expect(said('My colleague Renata said "my sister Iveta works at Shell".')).toEqual([
      'iveta works_at shell', 'renata sister iveta', 'user colleague renata',
    ])
  })

  test('a question may presuppose what is so', () => {
    expect(said('Does my brother Ilya still work at Siemens?')).toEqual(['user brother ilya'])
  })

  test('what ends holds no more, and what replaces it does', () => {
    expect(said('I work at Halden.', "I don't work at Halden any more.")).toEqual([])
    expect(said('I live in Oslo.', 'We moved to Bergen in May.')).toEqual(['user lives_in bergen'])
  })
})

test('a correction of one attribute leaves the others', () => {
  expect(said('I work at Halden and I am allergic to nuts.', 'I work at Norbit now.')).toEqual(['user allergic_to nuts', 'user works_at norbit'])
})

test('forms of a name are one person, like names are two', () => {
  expect(said('My brother Alexander is here.', 'My brother Alex has a dog called Rex.')).toEqual(['alexander pet rex', 'user brother alexander'])
  expect(said("It's Michaela's birthday.", 'Michaela is my sister.', 'Michael is my brother.')).toEqual(['user brother michael', 'user sister michaela'])
})

test('small talk makes no facts', () => {
  expect(said('The weather is nice.', 'How do magnets work?', 'Thanks!')).toEqual([])
})
