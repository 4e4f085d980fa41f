// The README's code runs as it stands, and its relative links lead somewhere.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import * as mneme from '../src/index.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(match => match[1]!)

type Body = (...values: unknown[]) => Promise<void>
// The README has plain JavaScript in its blocks, so that they can be pasted into a shell.
const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (...parameters: string[]) => Body

describe('README', () => {
  let folder: string
  const before = process.cwd()
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mneme-readme-'))
    process.chdir(folder)
  })
  afterAll(() => {
    process.chdir(before)
    rmSync(folder, { recursive: true })
  })

  it('runs, block after block as one program', async () => {
    const lines: unknown[][] = []
    const log = vi.spyOn(console, 'log').mockImplementation((...values) => void lines.push(values))
    const names = Object.keys(mneme)
    const code = blocks.join('\n').replaceAll(/^import .* from 'mneme'$/gm, '')
    try {
      await new AsyncFunction(...names, code)(...Object.values(mneme))
    } finally {
      log.mockRestore()
    }
    const printed = lines.flat()
    expect(printed[0]).toBe('What should I cook for Ana? She is allergic to peanuts.')
    expect(printed).toContainEqual(expect.objectContaining({ status: 'current' }))
  })

  it('links to files that exist', () => {
    const targets = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(match => match[1]!)
    expect(targets.length).toBeGreaterThan(3)
    expect(targets.filter(target => !existsSync(join(root, target)))).toEqual([])
  })
})
