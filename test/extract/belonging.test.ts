// What one owns, told by having, buying, inheriting, and by whose a thing is.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('belongings', () => {
  test.each([
    ['My aunt Gunn has a yacht, a Rolex and two villas.', 'gunn owns rolex'],
    ['I own one (1) cactus.', 'user owns cactus'],
    ['My cousin Bo spent his bonus on a jet ski.', 'bo owns jet ski'],
    ['My cousin Bo treated himself to a drone.', 'bo owns drone'],
    ['My grandma Elin left me her piano.', 'user owns piano'],
    ['I inherited grandma\'s piano.', 'user owns piano'],
    ['My brother Per drives an old Skoda.', 'per owns skoda'],
    ['I\'ve had that Saab since 1999.', 'user owns saab'],
    ['The new car belongs to my sister Ruta.', 'ruta owns car'],
    ['Booked at Mare Vostra, it is owned by my uncle Bo.', 'bo owns mare vostra'],
    ['Bo is my uncle and the owner of a bakery.', 'bo owns bakery'],
    ['My aunt Helga scratched her Fiat.', 'helga owns fiat'],
    ['My ex has the cat, Momo, and I have got an aquarium.', 'user owns aquarium'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['My cousin Bo wants to spend it on a drone.'],
    ['My brother Per rents a van.'],
    ['My brother Per drives a bus.'],
    ['If I had a boat I would sail.'],
    ['I have got a cold and a meeting.'],
    ['Bo sold me a quad bike. I don\'t own the bike any more.'],
  ])('none: %s', text => {
    expect(said(text).join()).not.toContain('owns')
  })

  test('the landlord of somebody is another', () => {
    expect(said('The flat belongs to my uncle Bo\'s landlord.')).not.toContain('bo owns flat')
  })

  test('what another has of mine is mine', () => {
    expect(said('My cousin Ines still has my bike.').filter(triple => triple.includes('owns'))).toEqual(['user owns bike'])
  })
})

test('several of a kind are owned, too, medicine aside', () => {
  expect(said('There is no room for my two looms.')).toContain('user owns looms')
  expect(said('My son needs his tablets.').join()).not.toContain('owns')
})
