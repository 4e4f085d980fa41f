// Jobs that were left or refused, work told by what is done where, and years of study.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('a firm by what is done there', () => {
  test.each([
    ['My aunt Gunn does the tills at Halden Stores.', 'gunn works_at halden stores'],
    ['my sister ruta does reception at the clinic', 'ruta works_at clinic'],
    ['I have done six days a week at Halden Mill since March.', 'user works_at halden mill'],
    ['my bf elof is on nightshift at kone again', 'elof works_at kone'],
    ['My brother Elof keeps bragging about the free lunches at Norbit.', 'elof works_at norbit'],
    ['My sister Ruta got promoted at Norbit.', 'ruta works_at norbit'],
    ['My cousin Elof keeps fixing bikes at the Halden garage.', 'elof works_at halden'],
    ['Got a new colleague, Torkel. He is my colleague at Norbit.', 'torkel works_at norbit'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['My brother Elof did two days at the conference.'],
    ['My brother Elof did three nights at the hotel.'],
    ['My brother Elof talked about the lunches at Norbit.'],
    ['My brother Elof turned down a job at Norbit.'],
    ['My brother Elof declined the position at Norbit.'],
    ['My brother Elof quit his job at the bank.'],
    ['My sister Ruta just left her job at Norbit.'],
    ['My sister Ruta lost her job at the harbour.'],
    ['In case I get the job at Norbit, can you draft a letter?'],
  ])('none: %s', text => {
    expect(said(text).join()).not.toContain('works_at')
  })
})

describe('years at a school', () => {
  test.each([
    ['My cousin Elof is in his second year of law at Lund.', 'elof studies_at lund'],
    ['my niece siv is in third year at lund university', 'siv studies_at lund university'],
    ['Torkel sits next to me at Halden School.', 'torkel studies_at halden school'],
    ['Torkel sits next to me at Halden School.', 'user studies_at halden school'],
    ['im at unilag 2nd yr', 'user studies_at unilag'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })
})

describe('professions told beside a name', () => {
  test.each([
    ['The plumber was here, lovely man, Torkel, and he stayed for tea.', 'torkel has_job plumber'],
    ['While the tiler was here, a chatty fellow called Torkel, I read.', 'torkel has_job tiler'],
    ['The plumber came, a man called Torkel, born in Visby.', 'torkel born_in visby'],
    ['Add Elof Berg, my brother-in-law, plumber, and Siv.', 'elof berg has_job plumber'],
    ['My niece Siv, who\'s just started as a midwife, is here.', 'siv has_job midwife'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test('a man is what he is called after his trade alone', () => {
    expect(said('The plumber was here, and then a friend, Torkel, came.').join()).not.toContain('has_job')
  })
})

describe('what a wish or an end governs', () => {
  test.each([
    ['My uncle Per used to live in Visby and speaks Thai.', 'per speaks thai'],
    ['My uncle Per does not eat meat and works at Norbit.', 'per works_at norbit'],
    ['My uncle Per might move to Oslo, speaks Thai.', 'per speaks thai'],
    ['My aunt Siv lives alone. She is the only one of us who speaks Basque.', 'siv speaks basque'],
    ['In case you forgot, my sister Ruta lives in Umeå.', 'ruta lives_in umeå'],
    ['My brother Elof is in Visby, and if he took the job I would see him every week.', 'elof lives_in visby'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })
})

describe('firms, schools and trades in other words', () => {
  test.each([
    ['My aunt Siv earns her living as a tailor.', 'siv has_job tailor'],
    ['My friend Ruta got hired by Norbit.', 'ruta works_at norbit'],
    ['My friend Ruta is on maternity leave from Norbit.', 'ruta works_at norbit'],
    ['My brother Elof is doing an apprenticeship at Kone.', 'elof works_at kone'],
    ['My niece Siv got accepted to Lund University.', 'siv studies_at lund university'],
    ['My niece Siv is a second-year at Lund.', 'siv studies_at lund'],
    ['My niece Siv is reading law at Lund.', 'siv studies_at lund'],
    ['My niece Siv is majoring in history at Lund.', 'siv studies_at lund'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['My father Bert is always reading history at home.'],
    ['My friend Ruta got a leave from her boss.'],
    ['My cousin Siv does yoga at Kone.'],
  ])('none: %s', text => {
    expect(said(text).join()).not.toMatch(/works_at|studies_at/)
  })
})

describe('without capitals and commas', () => {
  test.each([
    ['my sister ruta doesnt work at aldi anymore she works at lidl', 'ruta works_at lidl'],
    ['i used to live in visby now im in oslo', 'user lives_in oslo'],
    ['need a recipe, nan is allergic to cashews', 'user\'s nan allergic_to cashews'],
    ['omw to my shift at aldi', 'user works_at aldi'],
    ['been at aldi 3 yrs', 'user works_at aldi'],
    ['my sister ruta wants a dog she lives in visby', 'ruta lives_in visby'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['i dont think she works at aldi'],
    ['a curry with nan is great'],
    ['i hope the man she loves works at norbit'],
  ])('none: %s', text => {
    expect(said(text)).toEqual([])
  })
})

test('a doctor works where she is said to be, unless one met her there', () => {
  expect(said('Does Dr Lind at Halden Clinic take new patients?')).toContain('lind works_at halden clinic')
  expect(said('I saw Dr Lind at Norbit.').join()).not.toContain('works_at')
  expect(said('I have an appointment with Dr Lind at 5.').join()).not.toContain('works_at')
})

test('the firm, not its room', () => {
  expect(said('I work in the kitchen of the Savoy.')).toContain('user works_at savoy')
})
