// Professions by what one does, is taken on as, or is likened to.
import { describe, expect, test } from 'vitest'
import { said } from './said.ts'

describe('professions', () => {
  test.each([
    ['My uncle Bo drives lorries.', 'bo has_job lorry driver'],
    ['My sister Ruta teaches physics.', 'ruta has_job physics teacher'],
    ['I teach geography at Norbit College.', 'user has_job geography teacher'],
    ['My brother Per has been cutting hair for years.', 'per has_job hairdresser'],
    ['My aunt Gunn keeps bees.', 'gunn has_job beekeeper'],
    ['My friend Olle carves spoons for a living.', 'olle has_job spoon carver'],
    ['My cousin Tove trained as a midwife.', 'tove has_job midwife'],
    ['We hired Sixten as gardener.', 'sixten has_job gardener'],
    ['I could never be a surgeon like my brother Elof.', 'elof has_job surgeon'],
    ["The new plumber's name is Torkel.", 'torkel has_job plumber'],
    ['My cousin Siv, our head of payroll, is ill.', 'siv has_job head of payroll'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['My uncle Bo wants to drive lorries.'],
    ['My sister Ruta taught me chess.'],
    ['My brother Per learned to fly planes.'],
    ['If Ruta taught physics we would know.'],
    ['The guy who drives the bus waved at Siv.'],
  ])('none: %s', text => {
    expect(said(text).join()).not.toContain('has_job')
  })
})

test('a sentence without a verb tells the profession of the last one', () => {
  expect(said('My aunt Gunn is visiting. Retired headmistress.')).toContain('gunn has_job retired headmistress')
  expect(said('The appointment is fixed. Dentist on Tuesday.').join()).not.toContain('has_job')
})

test('a job that is left ends the firm and the boss', () => {
  expect(said('I work at Norbit and my boss is Torkel.', 'I resigned on Monday.')).toEqual([])
  expect(said('I work at Norbit and my boss is Torkel.', 'I quit smoking.')).toEqual(['user boss torkel', 'user works_at norbit'])
})

describe('professions beside others', () => {
  test.each([
    ['My husband Aron, who is a father of two and an architect, cried.', 'aron has_job architect'],
    ['My sister Ruta got a job as a nurse.', 'ruta has_job nurse'],
    ['My friend Olle sells insurance.', 'olle has_job insurance salesman'],
    ['My friend Olle sells houses.', 'olle has_job estate agent'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected)
  })

  test.each([
    ['I am the maid of honour.'],
    ['I am the designated driver tonight.'],
    ['My sister Ruta is training to be a nurse.'],
    ['My son Leo is at the ward with a doctor and a nurse.'],
    ['My friend Olle is selling his house.'],
  ])('none: %s', text => {
    expect(said(text).join()).not.toContain('has_job')
  })
})
