// The simulations as the command line finds them.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { mneme } from './terminal.ts'

// Run from the sources, the command line reads the folder sim of the checkout.
const folder = new URL('../../sim/', import.meta.url)

test('are listed with the question that each answers', async () => {
  const { code, stdout } = await mneme(['sim', '--help'])
  expect(code).toBe(0)
  expect(stdout).toContain('mneme sim [NAME]')
  for (const name of ['story', 'forgetting', 'lives', 'locomo', 'ablation']) {
    if (existsSync(new URL(`${name}.ts`, folder))) expect(stdout).toMatch(new RegExp(`^  ${name} +\\w`, 'm'))
  }
})

test('tell their own options', async () => {
  const { stdout } = await mneme(['sim', '--help'])
  const name = /^ {2}(\w+) /m.exec(stdout)?.[1] ?? ''
  const { code, stdout: own } = await mneme(['sim', name, '--help'])
  expect(code).toBe(0)
  expect(own).not.toBe('')
  expect(readFileSync(new URL(`${name}.ts`, folder), 'utf8')).toContain('usage')
})

test('say in one line what is wrong with a file or a folder, before any work', async () => {
  const notJson = fileURLToPath(new URL('README.md', folder.href.replace(/sim\/$/, '')))
  const notLocomo = fileURLToPath(new URL('../package.json', folder))
  for (const [flags, expected] of [
    [['--data', notJson], /^mneme sim: --data: expected JSON, got .*\n$/],
    [['--data', notLocomo], /^mneme sim: --data: expected a list of conversations .*\n$/],
    [['--data', notLocomo, '--out', notLocomo], /^mneme sim: --out: expected a folder .*\n$/],
  ] as const) {
    expect(await mneme(['sim', 'locomo', ...flags])).toMatchObject({ code: 2, stderr: expect.stringMatching(expected) })
  }
})

test('that do not exist are answered with those that do', async () => {
  const { code, stderr } = await mneme(['sim', '../../etc/passwd'])
  expect(code).toBe(2)
  expect(stderr).toMatch(/expected a simulation \(.*\w.*\), got "\.\.\/\.\.\/etc\/passwd"; see mneme sim --help\n$/)
})
