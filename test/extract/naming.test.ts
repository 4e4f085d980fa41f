// Which name is whose: further names, names taken back, persons whose names are alike.
import { describe, expect, test } from 'vitest'
import { formsOf } from '../../src/graph/entity.ts'
import { graphOf, said } from './said.ts'

/** Every form of the name of whoever goes by one. */
function formsOfNamed(name: string, ...texts: string[]): string[] {
  const graph = graphOf(...texts)
  return graph.named(name).flatMap(id => formsOf(graph.entity(id)!)).sort()
}

describe('further names', () => {
  test.each([
    ['Mouse is what I call my wife, but on the ticket it is Greta Lind.', 'mouse', 'greta lind'],
    ['Bear is what we call my brother Elof.', 'elof', 'bear'],
    ['Mouse is my nickname for my daughter Ruta.', 'ruta', 'mouse'],
    ['My friend Konstantin, known as Kostya, is a baker.', 'konstantin', 'kostya'],
    ['My friend Kostya (real name Konstantin) is a baker.', 'kostya', 'konstantin'],
    ["My dog's pedigree name is Baron von Lind but he answers to Fig.", 'fig', 'baron von lind'],
    ['My mate is Nisse. Nils Lind is his full name.', 'nisse', 'nils lind'],
  ])('%s', (text, name, other) => {
    expect(formsOfNamed(name, text)).toContain(other)
  })

  test('a full name comes in the next turn', () => {
    expect(formsOfNamed('deano', 'my best mate is deano', 'dean lind, thats his proper name, just got engaged')).toContain('dean lind')
    expect(formsOfNamed('nisse', 'My brother is Nisse.', 'Nisse is Nils Lind.')).toContain('nils lind')
  })

  test.each(['He listens to Bach.', 'What I call a party is this.', 'My sister Ruta listens to Mozart.'])('%s names nobody', text => {
    expect(said(text).filter(triple => /bach|mozart|party/.test(triple))).toEqual([])
  })
})

test('a short form is the same person in many languages', () => {
  expect(said('My friend Katarzyna is here.', 'Kasia is a baker.')).toContain('katarzyna has_job baker')
  expect(said('My uncle Konstantin is here.', 'Kostya is a baker.')).toContain('konstantin has_job baker')
})

describe('kin words of other languages', () => {
  test.each([
    ['My hermano Luis is here.', 'user brother luis'], ['My khala Samira lives in Doha.', 'user aunt samira'], ['my gma ruta is 90', 'user grandmother ruta'],
    ["Elof's prima Ana is here.", 'elof cousin ana'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each(['We sang Bruder Jakob.', 'Kuya Jun fixed the roof.', 'She is a prima ballerina.'])('%s is of nobody\'s family', text => {
    expect(said(text)).toEqual([])
  })
})

describe('names of many forms', () => {
  test.each([
    ['My uncle Mohammed bin Omar al-Harbi is here.', 'user uncle mohammed bin omar al-harbi'],
    ['My friend Rhys ap Owen sings.', 'user friend rhys ap owen'],
    ['Siobhán Ní Bhriain is my boss.', 'user boss siobhán ní bhriain'],
    ['Park Ji-woo is my boss.', 'user boss park ji-woo'],
    ['Hope is my wife.', 'user wife hope'],
    ['My boyfriend of two years, Elof, is here.', 'user partner elof'],
    ['We went with Ruta my best friend.', 'user friend ruta'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test('a gift is no friend', () => {
    expect(said('I gave Ruta my dog.').join()).not.toContain('ruta')
  })
})

test('one denial ends where the next clause begins', () => {
  expect(said('elof isnt my brother hes my cousin')).toEqual(['user cousin elof'])
})

test('an initial belongs to the name', () => {
  expect(said('My uncle S. Lindqvist is here.')).toEqual(['user uncle s. lindqvist'])
})

test('a slip of the tongue makes nobody a mother', () => {
  expect(said('i called my teacher mom today. ms lind').join()).not.toContain('mother')
})

describe('names taken back', () => {
  test.each([
    ['My cousin Stephen - sorry, Stefan, autocorrect - is here.', 'user cousin stefan'],
    ['My aunt Marta, I mean Greta, is here.', 'user aunt greta'],
    ['My boss Sven (I mean Sten) called.', 'user boss sten'],
    ['my boss sven, no wait, sten, called', 'user boss sten'],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual([expected])
  })

  test('an answer takes nothing back', () => {
    expect(said('I told my aunt Marta, no, Greta told her so, as always.')).toContain('user aunt marta')
  })
})

describe('names that are alike', () => {
  test('an adjective tells two apart', () => {
    expect(said('Little Sven and Big Sven are coming. Big Sven is my brother, Little Sven is his son.')).toEqual(['big sven son little sven', 'user brother big sven'])
    expect(said('My brother Sven is big. Little Sven is asleep.')).toContain('user brother sven')
  })

  test('a family name tells two apart', () => {
    expect(said('We have two Julias. Julia Lind is my colleague and Julia Berg is my sister.')).toEqual(['user colleague julia lind', 'user sister julia berg'])
  })

  test('who stand side by side are two', () => {
    expect(said('Tom and Thomas are here. Tom is my brother, Thomas is my boss.')).toEqual(['user boss thomas', 'user brother tom'])
    expect(said('William is my boss and Bill is my cousin.')).toEqual(['user boss william', 'user cousin bill'])
    expect(said('Jon is my brother-in-law. John is my boss.')).toEqual(['user boss john', 'user brother_in_law jon'])
  })
})

describe('who was spoken of', () => {
  test.each([
    ['Met up with Ruta today, my friend from the choir.', 'user friend ruta'],
    ['Saw Elof at the market, my cousin.', 'user cousin elof'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test('a kin word with a verb is another', () => {
    expect(said('Saw Elof at the market, my cousin was ill.').join()).not.toContain('cousin elof')
  })

  test('a word on somebody\'s ways gives the last turn a name', () => {
    expect(said('My boss wants me in again.', 'Honestly Ruta never asks.')).toEqual(['user boss ruta'])
    expect(said('My boss wants me in again.', 'Ruta is coming for dinner.').join()).not.toContain('ruta')
  })
})

describe('several at once', () => {
  test.each([
    ["My parents' names are Ruta and Elof.", ['user parent elof', 'user parent ruta']],
    ['my kids names are lotte n otto', ['user child lotte', 'user child otto']],
    ['my cats r called fig n miso', ['user pet fig', 'user pet miso']],
    ['I have two sisters. Their names are Ruta and Ana.', ['user sister ana', 'user sister ruta']],
    ["Ruta has two sons, they're called Nils and Elof.", ['ruta son elof', 'ruta son nils']],
    ['The twins are called Lotte and Otto.', ['user child lotte', 'user child otto']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })

  test.each([
    'Our neighbours have two dogs. They are called Fig and Miso.', 'The names are Fig and Miso.',
    'If I had two cats they would be called Fig and Miso.',
  ])('%s tells of nobody of mine', text => {
    expect(said(text).join()).not.toContain('user')
  })
})
