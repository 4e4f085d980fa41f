// One process, one memory.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFileStorage } from '../../src/checkpoint/file.ts'

let directory = ''
let path = ''
const children: ChildProcess[] = []
beforeEach(() => {
  directory = fs.mkdtempSync(join(tmpdir(), 'mneme-'))
  path = join(directory, 'memory')
})
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill))
  fs.rmSync(directory, { recursive: true })
})

function start(task: string): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('child.ts', import.meta.url)), task, path],
    { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

const line = (child: ChildProcess): Promise<string> =>
  new Promise(resolve => child.stdout!.once('data', (text: Buffer) => resolve(text.toString().trim())))

async function kill(child: ChildProcess): Promise<void> {
  const dead = new Promise(resolve => child.once('close', resolve))
  if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await dead
}

const owner = { pid: 2 ** 22 + 1, host: hostname(), started: '', token: 'dead-1' }
const leaveLock = (lock: object, file = `${path}.lock`): void => fs.writeFileSync(file, JSON.stringify(lock))

test('a second opener of this process is refused until the first closes', async () => {
  const first = await openFileStorage(path)
  await expect(openFileStorage(path)).rejects.toMatchObject({ code: 'LOCKED' })
  await expect(openFileStorage(path)).rejects.toThrow('close the other memory')
  await first.close()
  expect(fs.readdirSync(directory)).toEqual([])
  const second = await openFileStorage(path)
  await second.close()
})

test('another process is refused; once it is killed with -9 its lock is taken over', async () => {
  const holder = start('hold')
  expect(await line(holder)).toBe('held')
  await expect(openFileStorage(path)).rejects.toThrow(`a lock of process ${holder.pid} on ${hostname()}`)
  await kill(holder)
  const storage = await openFileStorage(path)
  await storage.close()
  expect(fs.readdirSync(directory)).toEqual([])
})

test('of many takers of a stale lock one wins', async () => {
  leaveLock(owner)
  const takers = Array.from({ length: 5 }, () => start('take'))
  await Promise.all(takers.map(line))
  const answers = takers.map(line)
  for (const taker of takers) taker.stdin!.write('go\n')
  expect((await Promise.all(answers)).sort()).toEqual(['LOCKED', 'LOCKED', 'LOCKED', 'LOCKED', 'won'])
})

test('a taker that died while taking over is taken over too', async () => {
  leaveLock(owner)
  leaveLock({ ...owner, token: 'dead-2' }, `${path}.lock.dead-1`)
  const storage = await openFileStorage(path)
  await storage.close()
  expect(fs.readdirSync(directory)).toEqual([])
})

test.skipIf(process.platform !== 'linux')('a process id that is used again does not keep a lock alive', async () => {
  leaveLock({ ...owner, pid: process.pid, started: 'an earlier boot 1' })
  const storage = await openFileStorage(path)
  await storage.close()
  expect(fs.readdirSync(directory)).toEqual([])
})

test.each([
  ['of another machine', { ...owner, host: 'elsewhere.invalid' }], ['without a holder', {}],
  ['with a path for a token', { ...owner, token: '../x' }],
])('a lock %s is never taken over', async (_, lock) => {
  leaveLock(lock)
  await expect(openFileStorage(path)).rejects.toMatchObject({ code: 'LOCKED' })
  await expect(openFileStorage(path)).rejects.toThrow('delete this file')
  expect(fs.readdirSync(directory)).toEqual(['memory.lock'])
})

test('closing leaves a lock that is no longer its own', async () => {
  const storage = await openFileStorage(path)
  leaveLock({ ...owner, token: 'other' })
  await storage.close()
  expect(fs.readdirSync(directory)).toEqual(['memory.lock'])
})
