// Kin told in more than one phrase: corrected, denied, of each other, of one after another.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('what else one is', () => {
  test.each([
    ['Olle is my cousin, not my brother.', ['user cousin olle']],
    ['Olle is not my brother but my cousin.', ['user cousin olle']],
    ["Olle isn't my brother, he's my cousin.", ['user cousin olle']],
    ["People keep thinking Olle is my dad. He isn't, he's my uncle.", ['user uncle olle']],
    ['Berit is my cousin and best friend.', ['user cousin berit', 'user friend berit']],
    ["Berit is my colleague, and Olle's wife too.", ['olle wife berit', 'user colleague berit']],
    ['Berit is not my mum, nor my aunt.', []],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })

  test('a clause of its own says nothing of the subject', () => {
    expect(said('Berit is my aunt, my sister came by.')).not.toContain('user sister berit')
    expect(said("Berit's my sister and my brother Olle is here.")).toEqual(['user brother olle', 'user sister berit'])
  })
})

describe('what people take for so', () => {
  test.each([
    ["Everyone at work thinks Olle is Bertil's son but he's his nephew.", ['bertil nephew olle']],
    ["I thought Olle was Bertil's son, but he's his nephew.", ['bertil nephew olle']],
    ['Everyone says Berit is my sister.', []],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })

  test('what one thinks oneself is so', () => {
    expect(said('I think my sister Berit is late.')).toEqual(['user sister berit'])
  })
})

describe('nobody is her own kin', () => {
  test.each([
    ['Olle is my son, and Berit is his baby sister.', 'olle sister berit'],
    ["Olle isn't Bertil's son, he's his nephew.", 'bertil nephew olle'],
    ["Berit's my sister, Will is her husband and June is my friend.", 'berit husband will'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })
})

describe('what two are to each other', () => {
  test.each([
    ["Olle and Berit aren't married, they're brother and sister.", ['berit brother olle', 'olle sister berit']],
    ["Olle and Berit aren't a couple, they're siblings.", ['olle sibling berit']],
    ['Berit and Olle are mother and son.', ['berit son olle', 'olle mother berit']],
    ['My aunt Berit and Olle are here. They are brother and sister.', ['berit brother olle', 'olle sister berit', 'user aunt berit']],
    ["Berit and I are twins.", ['berit sibling user']],
    ['Olle and Berit are cousins of mine.', ['user cousin berit', 'user cousin olle']],
    ["Olle and Berit are friends of my uncle Per.", ['per friend berit', 'per friend olle', 'user uncle per']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})

describe('kin phrases', () => {
  test.each([
    ['Our oldest boy Olle is here.', ['user son olle']],
    ['My two brothers are called Olle and Anton.', ['user brother anton', 'user brother olle']],
    ["The bride's name is Berit, and her mother Siv and her father Per danced.", ['berit father per', 'berit mother siv']],
    ["Ring Dora, she's the grandma of Jonas, my son Olle's mate.", ['jonas grandmother dora', 'olle friend jonas', 'user son olle']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})

describe('companions', () => {
  test.each([
    ['My chess friend Olle called.', ['user friend olle']],
    ["My uncle Anton's drinking buddy Olle called.", ['anton friend olle', 'user uncle anton']],
    ['My lab partner Berit called.', []],
    ['My flat mate Berit called.', []],
    ['My partner Berit called.', ['user partner berit']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})

test('"our" children are of both who were spoken of', () => {
  expect(said('Add my husband Olle and our daughter Ida.')).toEqual(['olle daughter ida', 'user daughter ida', 'user husband olle'])
  expect(said('My husband Olle is here.', 'Our daughter Ida is ill.')).not.toContain('olle daughter ida')
})

describe('who speaks', () => {
  test.each([
    ['Neighbour texted: "My son Olle is moving in."', 'neighbour'],
    ['"My brother Olle is late" is what Berit opened with.', 'berit brother olle'],
    ['Proofread this: "I, Berit Sund, leave it to my nephew Olle."', 'berit sund nephew olle'],
  ])('%s', (text, expected) => {
    expect(said(text).join()).toContain(expected)
    expect(said(text).join()).not.toContain('user son')
  })

  test('nobody does in an exercise', () => {
    expect(said('Translate this for a worksheet: "My name is Berit and Olle is my brother."')).toEqual([])
  })
})

describe('the one whom a sentence points at', () => {
  test('is kin of the speaker', () => {
    expect(said("My daughter Ida adores her coach Olle. That's my brother!")).toContain('user brother olle')
  })

  test('is not whoever is named after Mum', () => {
    expect(said('Mum says hi. Olle lost a tooth.').join()).not.toContain('olle')
    expect(said('My sister is ill. Olle drove her.').join()).not.toContain('olle')
  })
})

describe('two kin words and two names', () => {
  test.each([
    ['My niece and nephew, Siv and Olle, are here.', ['user nephew olle', 'user niece siv']],
    ["Berit's mum and dad are called Siv and Olle.", ['berit father olle', 'berit mother siv']],
    ['Siv is the daughter of my cousin Berit and her husband Olle.', ['berit daughter siv', 'berit husband olle', 'olle daughter siv', 'user cousin berit']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})

describe('who comes with kin', () => {
  test.each([
    ['Berit is a nurse with two kids, Siv and Olle.', ['berit child olle', 'berit child siv']],
    ['I am a clerk with a son, Olle, who sings.', ['user son olle']],
    ['The kids, Siv and Olle, are asleep.', ['user child olle', 'user child siv']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expect.arrayContaining(expected))
  })

  test('is whoever stands right before', () => {
    expect(said('I met a woman with a son, Olle.')).toEqual([])
    expect(said('Berit is sharing with a girl called Siv.')).toEqual([])
    expect(said('Berit left, and the kids, Siv and Olle, are with her.').join()).not.toContain('user child')
  })
})

describe('"we" and whoever was spoken of last', () => {
  test.each([
    ["I met Anton in Leeds. We've been best friends since our first week.", ['user friend anton']],
    ["Anton is sweet. We've been together four years now.", ['user partner anton']],
    ['Siv called. We were together at school.', []],
    ["Siv called. We're friends with Olle.", ['user friend olle']],
    ["My boss Siv called. We're married now.", ['user boss siv']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})

describe('children of two', () => {
  test.each([
    ["Olle and Siv's kids are Anton and Ida.", ['olle child anton', 'olle child ida', 'siv child anton', 'siv child ida']],
    ["Olle and Siv's son Anton is here.", ['olle son anton', 'siv son anton']],
    ["I met Olle and Siv's son Anton.", ['siv son anton']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })
})

test('whoever has no name is less in view than the one she is told by', () => {
  expect(said("Siv's landlord is selling, her boyfriend Olle is away.")).toEqual(['siv partner olle'])
  expect(said("Zara rings Anton's kids, Ida and Olle, because his wife Ulla is ill.").join()).not.toContain('zara wife')
})

describe('beside a name', () => {
  test.each([
    ['Siv, wife of my brother Anton, called.', ['anton wife siv', 'user brother anton']],
    ['Anton, son of my cousin Siv, called.', ['siv son anton', 'user cousin siv']],
    ['Siv, mother of Olle and Ida, called.', ['olle mother siv']],
    ['Siv, 5, and Anton, 3, are my kids.', ['user child anton', 'user child siv']],
    ['my dads name is anton', ['user father anton']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })

  test('an age alone makes no kin', () => {
    expect(said('I met Siv, 5, and Anton, 3, at the lake.')).toEqual([])
  })
})
