// Chat through a pipe: what it shows of the memory at work.
import { expect, test } from 'vitest'
import { HandClock, freshPath, openMemory } from '../mneme/memory.ts'
import { mneme } from './terminal.ts'

test('shows what is recalled, stored and ignored, and why', async () => {
  const path = freshPath()
  const { code, stdout, stderr } = await mneme(
    ['chat', path, '--user', 'alex'],
    'I am allergic to peanuts\n\nhaha lol\n/why\nWhat food should I avoid?\nI am allergic to peanuts!\n/why m1\n',
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain(`${path}: 0 turns, 0 traces.`)
  expect(stdout).toMatch(/recalled nothing\n {2}stored as m1: worth keeping \(importance \d\.\d\d/)
  expect(stdout).toMatch(/ignored: not worth keeping/)
  expect(stdout).toMatch(/t2 \(unstored\): not worth keeping/)
  expect(stdout).toMatch(
    /recalled\n +-?\d+\.\d\d {2}m1 +\d{4}-\d\d-\d\d {2}user: I am allergic to peanuts\n +\w+, strength \d\.\d\d; .*attention/,
  )
  expect(stdout).toMatch(/strengthened m1: says again what is stored/)
  expect(stdout).toMatch(/m1 \(current\): worth keeping[^]*repeated 1 times; falls dormant in \d+ days/)
  const memory = await openMemory(new HandClock(), { path })
  expect(memory.stats()).toMatchObject({ turns: 4, user: 'alex' })
})

test('has commands, and goes on after a mistake', async () => {
  const { code, stdout, stderr } = await mneme(
    ['chat', freshPath()],
    '/why\n/why m9\n/dance\n/help\nMy sister Ana lives in Lisbon\nbad \u0000 input\n/sleep\n/stats\n/quit\nnever said\n',
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('say something first')
  expect(stdout).toContain('got "m9"')
  expect(stdout).toContain('no command /dance')
  expect(stdout).toContain('/sleep      end the session')
  expect(stdout).toContain('expected no control characters, got U+0000')
  for (const phase of ['scan', 'score', 'extract', 'archive', 'patterns', 'prune']) expect(stdout).toMatch(new RegExp(`^  ${phase}: \\d+ \\w+`, 'm'))
  expect(stdout).toMatch(/1 turns in the log[^]*session 2/)
  expect(stdout).not.toContain('never said')
})
