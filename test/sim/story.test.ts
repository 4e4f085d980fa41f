// The story as a newcomer runs it, and the frame that all simulations share.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { command, wholeNumber } from '../../sim/lab/command.ts'
import { Report, table } from '../../sim/lab/report.ts'
import * as forgetting from '../../sim/forgetting.ts'
import * as story from '../../sim/story.ts'

let folder = ''
let printed = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mneme-sim-'))
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation(chunk => {
    printed += String(chunk)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

interface Figures {
  name: string
  passed: boolean
  claims: { claim: string; pass: boolean; numbers: string }[]
  maxDeviation: number
}

function lastLine(): Figures {
  return JSON.parse(printed.trimEnd().split('\n').at(-1)!) as Figures
}

describe('story', () => {
  it('holds its claims and prints its figures as the last line', async () => {
    await story.run(['--json', '--out', folder])
    const { name, claims, passed } = lastLine()
    expect(name).toBe('story')
    expect(claims.filter(({ pass }) => !pass)).toEqual([])
    expect(claims.length).toBeGreaterThan(10)
    expect(passed).toBe(true)
  })

  it('writes a record of its settings and a plot', async () => {
    await story.run(['--seed', '3', '--out', folder])
    const [first] = readFileSync(join(folder, 'story.jsonl'), 'utf8').split('\n')
    const version = expect.stringMatching(/^\d/) as string
    expect(JSON.parse(first!)).toMatchObject({ name: 'story', seed: 3, node: process.version, version })
    expect(readFileSync(join(folder, 'story.svg'), 'utf8')).toMatch(/^<svg/)
  })

  it('fits a terminal of 100 columns', async () => {
    await story.run(['--out', folder])
    const wide = printed.split('\n').filter(line => line.length > 100 && !line.startsWith('[') && !line.startsWith('Records'))
    expect(wide).toEqual([])
  })
})

describe('forgetting', () => {
  it('lies on the closed form', async () => {
    await forgetting.run(['--json', '--out', folder, '--days', '40'])
    expect(lastLine().maxDeviation).toBeLessThan(1e-12)
    expect(lastLine().claims.every(({ pass }) => pass)).toBe(true)
  })
})

describe('the frame', () => {
  const usage = { code: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' }

  it('refuses unknown flags, stray words and bad numbers with one line', async () => {
    const message = expect.stringContaining('--sed') as string
    await expect(story.run(['--sed', '1'])).rejects.toMatchObject({ ...usage, message })
    await expect(story.run(['more'])).rejects.toMatchObject(usage)
    await expect(story.run(['--seed', '-1'])).rejects.toMatchObject(usage)
    await expect(story.run(['--seed', 'x'])).rejects.toMatchObject({ message: expect.stringContaining('"x"') as string })
    expect(() => wholeNumber('days', '1.5')).toThrow(/--days/)
  })

  it('prints its usage', async () => {
    await story.run(['--help'])
    expect(printed).toContain(story.usage)
    expect(story.usage).toContain('--json')
  })

  it('gives flags with their defaults', async () => {
    const seen: unknown[] = []
    const description = { name: 'x', summary: 's', flags: { days: { value: 'N', about: 'a', default: '90' } } }
    await command(description, ['--seed', '4', '--json'], settings => Promise.resolve(void seen.push(settings)))
    expect(seen).toMatchObject([{ seed: 4, json: true, flags: { days: '90' } }])
  })

  it('aligns tables and ends a report with its figures', () => {
    expect(table(['name', 'n'], [['a', '1'], ['long', '22']])).toBe('name   n\n--------\na      1\nlong  22')
    const report = new Report({ name: 'x', seed: 1, json: true, out: folder, flags: {} }, 'encoder-1')
    report.record({ found: 1 })
    // Before the end: an interrupted run keeps what it found.
    const lines = (): unknown[] => readFileSync(join(folder, 'x.jsonl'), 'utf8').trimEnd().split('\n').map(line => JSON.parse(line) as unknown)
    expect(lines()).toMatchObject([{ name: 'x' }, { found: 1 }])
    report.finish({ answer: 42 }, '<svg/>')
    expect(lines()).toHaveLength(2)
    expect(printed.trimEnd().split('\n').at(-1)).toBe('{"name":"x","seed":1,"answer":42}')
  })
})
