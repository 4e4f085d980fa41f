// How people write: slips of the finger, lost apostrophes, no capitals.
import { describe, expect, test } from 'vitest'
import { slipOf } from '../../src/extract/slip.ts'
import { said } from './said.ts'

describe('slips', () => {
  test.each([
    ['wrks', 'works'], ['lvies', 'lives'], ['nxt', 'next'], ['husbnd', 'husband'], ['collegue', 'colleague'], ['allergc', 'allergic'], ['stuyd', 'study'],
    ['everythng', 'everything'], ['havnt', 'havent'], ['calld', 'called'], ['techer', 'teacher'], ['chewd', 'chewed'],
  ])('%s is %s', (word, meant) => {
    expect(slipOf(word)).toBe(meant)
  })

  test.each(['liv', 'marie', 'lasse', 'marnie', 'sid', 'tucker', 'martin', 'hanna', 'peder', 'kris', 'nevin', 'lloyd', 'works', 'mothers', 'toast'])('%s is none', word => {
    expect(slipOf(word)).toBeUndefined()
  })

  test.each([
    ['my sister ruta wrks at a bakry in lund', 'ruta works_at bakery'],
    ['my freind elof lvies in kiel', 'elof lives_in kiel'],
    ['im alergic to peanuts', 'user allergic_to peanuts'],
    ['my cat is calld fig', 'user pet fig'],
    ['elof is my techer', 'elof has_job teacher'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })
})

describe('lost apostrophes', () => {
  test.each([
    ['its my moms bday, her name is greta', 'user mother greta'],
    ['my mums bday is friday, her names greta', 'user mother greta'],
    ['my neices name is lotte', 'user niece lotte'],
    ['dads in hosp, his names elof', 'user father elof'],
    ['my cats name is fig', 'user pet fig'],
    ['a card for my dad pls. names elof', 'user father elof'],
    ['my bros little girl is called lotte', "user's bro daughter lotte"],
    ['wifes name is ruta', 'user wife ruta'],
    ['my daughters 4 and shes called lotte', 'user daughter lotte'],
    ['my bf jonas going to lund', 'user partner jonas'],
    ["It's my mum's birthday, not mine. Her name is Greta.", 'user mother greta'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each(['my sisters live in lund', 'my kids 4 and 6 are asleep', 'the names on the list are wrong'])('%s names nobody', text => {
    expect(said(text)).toEqual([])
  })
})

describe('names without capitals', () => {
  test.each([
    ['ok mark is my cousin, the tall one', 'user cousin mark'],
    ['may and june are my aunts', 'user aunt june'],
    ['we drove all day, ruta\'s husband elof slept', 'ruta husband elof'],
    ['its greta who has her bday on fri, her husbnd elof is ill', 'greta husband elof'],
    ['greta (my aunt) said hi', 'user aunt greta'],
    ['my kids are nils (4), ruta and elof', 'user child ruta'],
    ['we wanted sten as boss instead of bo but sten is my cousin', 'user cousin sten'],
    ['nils and greta are siblings', 'nils sibling greta'],
    ['gunnar and i are cousins', 'gunnar cousin user'],
    ['my brother is mark, he is loud', 'user brother mark'],
    ['my boss is xiaoming li', 'user boss xiaoming li'],
    ['met up with ruta today, my friend from the choir', 'user friend ruta'],
    ['gunnar next door has a dog called fig', 'gunnar pet fig'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each(['i left it in lund, my aunt was cross', 'will my mum call', 'the porridge next door smells', 'i ate risotto, my sisters idea', 'my dad is rich and my mum is frank', 'an uncle of my wife, will wait', 'she is allergic to kiwi, and his friend is late', 'their mam died tuesday'])('%s names nobody', text => {
    expect(said(text).filter(triple => !triple.includes("user's"))).toEqual([])
  })
})

test('a table is booked, a book is read', () => {
  expect(said('please book a table, my wife greta is allergic to shrimp')).toContain('greta allergic_to shrimp')
  expect(said('In the book Siv is allergic to nuts.')).toEqual([])
})

describe('chat words', () => {
  test.each([
    ['my hubby ken wrks 4 ikea', 'ken works_at ikea'],
    ['mi bro nils lives in kiel', 'user brother nils'],
    ['my sister greta is allergic 2 nuts', 'greta allergic_to nuts'],
    ['my bezzie ruta studys at oxford', 'ruta studies_at oxford'],
    ['got a q about my dads knee. his names elof btw', 'user father elof'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each(['hiya need a recipe w/o cashews', 'she got 2 cats and moved 2 times', 'mi casa es su casa', 'my dads knees hurt'])('%s names nobody', text => {
    expect(said(text).filter(triple => !triple.includes("user's"))).toEqual([])
  })
})
