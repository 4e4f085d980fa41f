// The command line as a whole: help, exit codes, errors without stacks.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { text as readStream } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { freshPath } from '../mneme/memory.ts'
import { mneme } from './terminal.ts'

const commands = ['sim', 'chat', 'inspect', 'import', 'export', 'weights']

describe('help', () => {
  test('lists the commands', async () => {
    const { code, stdout } = await mneme(['--help'])
    expect(code).toBe(0)
    for (const name of commands) expect(stdout).toMatch(new RegExp(`^  ${name}\\s+\\w`, 'm'))
  })

  test.each(commands)('of %s says how it is used', async name => {
    for (const flag of ['--help', '-h']) {
      const { code, stdout, stderr } = await mneme([name, flag])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toContain(`mneme ${name}`)
    }
  })

  test('without a command is the same, and wrong usage', async () => {
    expect(await mneme([])).toMatchObject({ code: 2, stdout: (await mneme(['--help'])).stdout })
  })

  test("--version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
    expect(await mneme(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })
})

describe('wrong usage', () => {
  test.each([
    ['an unknown command', ['dance']],
    ['a name of every object', ['constructor']],
    ['an unknown option', ['inspect', 'x', '--fast']],
    ['no file', ['inspect']],
    ['two files', ['export', 'a', 'b']],
    ['no memory to import to', ['import', '-']],
    ['an empty name to import to', ['import', 'a.jsonl', '--into', '']],
    ['a folder of lives that is not there', ['sim', 'lives', '--data', '/no/such/folder']],
    ['a count that is none', ['inspect', 'x', '--top', '-1']],
    ['an unknown simulation', ['sim', 'weather']],
    ['an option without its value', ['chat', 'x', '--user']],
  ])('%s is told in one line, with code 2', async (_, argv) => {
    const { code, stdout, stderr } = await mneme(argv)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^mneme[^\n]*: .*; see mneme[^\n]* --help\n$/)
    expect(stderr).not.toContain('    at ')
  })
})

describe('a failure', () => {
  test('of the memory is told in one line, with code 1', async () => {
    const path = freshPath()
    writeFileSync(path, 'my shopping list')
    for (const argv of [
      ['inspect', path],
      ['export', path],
      ['chat', path],
    ]) {
      const { code, stderr } = await mneme(argv)
      expect(code).toBe(1)
      expect(stderr).toMatch(/^mneme: [^\n]*expected MNEME at its start[^\n]*\n$/)
    }
    expect(readFileSync(path, 'utf8')).toBe('my shopping list')
  })

  test('shows its stack when it is asked for', async () => {
    process.env['MNEME_DEBUG'] = '1'
    try {
      expect((await mneme(['inspect', freshPath()])).stderr).toMatch(/^mneme: .*\n\s*.*no such file[^]*\n {4}at /)
    } finally {
      delete process.env['MNEME_DEBUG']
    }
  })
})

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))

// Linux has a device that is always full.
test.skipIf(!existsSync('/dev/full'))('an output that is full is told in one line, with code 1', async () => {
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, ['--import', 'tsx', cli, '--help'], { stdio: ['ignore', full, 'pipe'] })
  closeSync(full)
  const [stderr, [code]] = await Promise.all([readStream(child.stderr!), once(child, 'exit')])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^mneme: standard output: expected [^\n]*ENOSPC[^\n]*\n$/)
})

test('the file itself sets the exit code', async () => {
  const run = (...argv: string[]): Promise<{ code: unknown; out: string }> =>
    new Promise(resolve => {
      execFile(process.execPath, ['--import', 'tsx', cli, ...argv], (error, stdout, stderr) => {
        resolve({ code: error?.code ?? 0, out: stdout + stderr })
      })
    })
  expect(readFileSync(cli, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
  const [good, failed, wrong] = await Promise.all([run('--version'), run('inspect', '/no/such/memory'), run('dance')])
  expect(good).toMatchObject({ code: 0 })
  expect(failed).toEqual({ code: 1, out: expect.stringMatching(/^mneme: [^\n]*no such file[^\n]*\n$/) })
  expect(wrong).toEqual({ code: 2, out: expect.stringMatching(/^mneme: [^\n]*got "dance"[^\n]*\n$/) })
})
