// Who works with whom, who leads whom, who is whose friend, who is a couple.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('colleagues', () => {
  test.each([
    'I had lunch with Torkel, who has the desk next to mine.',
    'Torkel, whose desk is opposite mine, hums.',
    'Torkel sits across from me in the office.',
    'I sit next to Torkel at work.',
    'Torkel and I share an office.',
    'Torkel, who I share an office with, sneezes.',
    'Torkel shares a desk with me.',
    'I work alongside Torkel.',
    'Torkel works alongside me in the lab.',
    'Torkel and I work at the same bakery.',
    'Torkel is on the same team as me.',
    'Siv and Torkel are both in my team.',
    'Siv and Torkel are getting engaged. They are both in my team.',
    'torkel in my team said he has time',
    'Torkel is the other nurse on my floor.',
    "There's a Siv and a Torkel in our team.",
    'My best mate at work is Torkel.',
    'Torkel is a friend from work.',
    'My work bestie Torkel is leaving.',
    'I swapped shifts with Torkel.',
    'Torkel covered my shift yesterday.',
    'Torkel and I are on shift together tonight.',
    'Torkel and I both report to Siv.',
    'A guy from work called Torkel is ill.',
    'The new girl at work, Torkel, is ill.',
    'My sous chef Torkel is off.',
    'One of my colleagues, Torkel, is ill.',
    'Torkel, a colleague, is ill.',
    'I work with Siv and Torkel.',
    'Siv and Torkel are colleagues of mine.',
    'Torkel my colleague is ill, says Siv.',
  ])('%s', text => {
    expect(said(text).some(triple => /^(user colleague torkel|torkel colleague user)$/.test(triple))).toBe(true)
  })

  test.each([
    'I sat next to Torkel on the train.', 'Torkel sits next to me in German class.', 'Torkel and I share a flat.', 'Is Torkel on your team?',
    'I want to work with Torkel.', "Torkel isn't in my team.", "If Torkel were in my team I'd quit.", 'Torkel sits next to me at dinner.', 'I used to work with Torkel.', 'Torkel is on the team.', 'My colleague\'s wife Torkel is here.',
  ])('%s tells no colleague', text => {
    expect(said(text)).not.toContain('user colleague torkel')
  })
})

describe('bosses', () => {
  test.each([
    ['The head of our department, Berit Dahl, signed it.', 'user boss berit dahl'],
    ['Berit is the new head of our section.', 'user boss berit'],
    ['Berit is in charge of our ward.', 'user boss berit'],
    ['Berit manages me.', 'user boss berit'],
    ['I report directly to Berit.', 'user boss berit'],
    ['Torkel reports to me.', 'torkel boss user'],
    ['my managers name is berit', 'user boss berit'],
    ['Berit became my boss in May.', 'user boss berit'],
    ['My shift lead Berit is late.', 'user boss berit'],
    ['I work for a woman called Berit.', 'user boss berit'],
    ["Berit isn't my boss, Siv is.", 'user boss siv'],
    ["Berit used to be my boss but now she isn't, we're both reporting to Siv.", 'user boss siv'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each(['Berit was my boss at Norbit.', 'Berit is the head of maintenance.', "Berit isn't my boss, Siv is."])('%s tells no boss of that name', text => {
    expect(said(text)).not.toContain('user boss berit')
  })
})

describe('friends', () => {
  test.each([
    ['Elof is my old army buddy.', 'user friend elof'],
    ["My uncle Bert's chess friend Otto called.", 'bert friend otto'],
    ["I'd never have met Elof. We've been best friends since school.", 'user friend elof'],
    ["We've been mates for years, Elof and I.", 'user friend elof'],
    ['Met up with Siv today, my friend from the choir.', 'user friend siv'],
    ['I became friends with Elof at school.', 'user friend elof'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test('what everyone thinks may be wrong', () => {
    expect(said('Everyone thinks Elof is my cousin, but he is my best friend.')).toEqual(['user friend elof'])
  })

  test('who is spoken to is no friend', () => {
    expect(said('Tell her thanks mate, Elof was late.').join()).not.toContain('friend')
  })
})

describe('couples', () => {
  test.each([
    ['Elof and I have been together for four years.', 'elof partner user'],
    ['Elof came by. We have been together four years now.', 'user partner elof'],
    ['Siv is now with a lad called Elof.', 'siv partner elof'],
    ['Elof and Siv are getting married.', 'elof partner siv'],
    ['I proposed to Siv.', 'user partner siv'],
    ['Siv is the widow of Bert.', 'bert wife siv'],
    ['Elof is dating my lab partner Siv.', 'elof partner siv'],
    ['Our oldest boy Elof got married! The bride is called Siv and she danced.', 'elof wife siv'],
    ['My sister Ruta got married. The groom, Elof, fainted.', 'ruta husband elof'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    'Elof and I used to be together at Norbit.', 'Elof is my business partner.', 'My gym partner Elof is off.', 'I was married to Elof.',
    "My aunt Elof is here. We've been together four years.", 'The bride, Elof, was late.', "My sister got married. The bride's brother Elof danced.", "Elof is here. We've been together since Lund.",
  ])('%s tells no partner', text => {
    expect(said(text).join()).not.toMatch(/partner|wife|husband/)
  })
})
