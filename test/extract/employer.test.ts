// Employers that are told by what one does for them, and by what one has there.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('employers', () => {
  test.each([
    ['My brother Per drives for DHL.', 'per works_at dhl'],
    ['My uncle Bo has been driving for Posti since the spring.', 'bo works_at posti'],
    ['My cousin Ines sells phones for Vodacom.', 'ines works_at vodacom'],
    ['My friend Olle cooks at the Marriott.', 'olle works_at marriott'],
    ['My sister Ruta is on nights at Thornfield General this week.', 'ruta works_at thornfield general'],
    ['The boiler at Pellow Laundry packed up and I am on shift until nine.', 'user works_at pellow laundry'],
    ['At Lidl, where my brother Per does nights, they are on strike.', 'per works_at lidl'],
    ['My team at Kone is going bowling.', 'user works_at kone'],
    ['My last day at Kone is Friday.', 'user works_at kone'],
    ['I am leaving Kone, what goes into the notice letter?', 'user works_at kone'],
    ['My employer, Kone, pays for the course.', 'user works_at kone'],
    ['My nephew Sten is in the navy.', 'sten works_at navy'],
    ['My nephew Sten joined the air force.', 'sten works_at air force'],
    ['My wife Ylva is with the ferry company.', 'ylva works_at ferry company'],
    ['My friend Olle is now at a startup called Fernwood.', 'olle works_at fernwood'],
    ['I went to the library. My friend Olle has worked there for years.', 'olle works_at library'],
    ['My friend Olle works at Denny\'s.', 'olle works_at denny\'s'],
    ['my cousin ines drives for posti', 'ines works_at posti'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['My friend Olle cooks for his kids.'],
    ['My friend Olle drives for hours.'],
    ['My friend Olle works with dogs.'],
    ['My sister bakes for Christmas. My friend Ana sings for Tom.'],
    ['My friend Olle wants to drive for Posti.'],
    ['My nephew Sten is in the choir.'],
    ['My old team at Kone sent a card.'],
    ['I am leaving Oslo on Monday.'],
    ['My nephew Sten may join the army.'],
    ['Half the tenors work at Kone so the choir is cancelled.'],
    ['We are at a bar called Blue Door.'],
  ])('none: %s', text => {
    expect(said(text).join()).not.toContain('works_at')
  })
})

test('the florist of somebody is another', () => {
  expect(said('I follow Ruta\'s florist.').join()).not.toContain('has_job')
})
