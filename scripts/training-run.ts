// A training in parts, each in a process of its own: what is fitted is kept on disk, so that a run that was broken off goes on where it was.
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { execPath, stdout } from 'node:process'
import { decodeTree, encodeTree } from '../src/checkpoint/bytes.ts'

/** Parts by name with those that must be fitted before. */
export type Needs = Readonly<Record<string, readonly string[]>>

const unsummed = { checksum: (): bigint => 0n }
const barLength = 24

/** The folder of what was fitted of these files and folders, made where it is missing: where one of them changes, or `teacher`, it is another. */
export function trainingFolder(base: string, inputs: readonly string[], teacher: string): string {
  const hash = createHash('sha256').update(teacher)
  for (const input of inputs) {
    for (const file of filesOf(input)) {
      const bytes = readFileSync(file)
      hash.update(`\0${relative(input, file)}\0${bytes.length}\0`).update(bytes)
    }
  }
  const folder = join(base, hash.digest('hex').slice(0, 16))
  mkdirSync(folder, { recursive: true })
  return folder
}

/** A part that was fitted. */
export function readPart(folder: string, name: string): unknown {
  return decodeTree({ header: new Uint8Array(readFileSync(fileOf(folder, name))), blocks: [] }, unsummed, name)
}

/** Keeps a part. */
export function writePart(folder: string, name: string, part: unknown): void {
  // Under another name first: a run that is broken off while it writes leaves no half of a part.
  const file = fileOf(folder, name)
  writeFileSync(`${file}.new`, encodeTree(part, unsummed, Infinity).header)
  renameSync(`${file}.new`, file)
}

/** What a part printed while it was fitted. */
export function printedBy(folder: string, name: string): string {
  return readFileSync(join(folder, `${name}.log`), 'utf8').trim()
}

/** Fits every part that is not there, some at once, each by `node ...command NAME`; throws where one fails. */
export async function fitParts(needs: Needs, folder: string, command: readonly string[], atOnce: number): Promise<void> {
  const names = Object.keys(needs)
  const done = new Set(names.filter(name => existsSync(fileOf(folder, name))))
  const running = new Map<string, Promise<string>>()
  const begun = performance.now()
  const show = (): void => print(done.size, names.length, performance.now() - begun, [...running.keys()])
  const timer = setInterval(show, 1000)
  try {
    while (done.size < names.length) {
      for (const name of names) {
        if (running.size >= atOnce) break
        if (!done.has(name) && !running.has(name) && needs[name]!.every(needed => done.has(needed))) running.set(name, fitOne(name, folder, command))
      }
      show()
      if (running.size === 0) throw new Error(`expected a part whose needs are met, got none among ${names.filter(name => !done.has(name)).join(', ')}; mend their needs`)
      const fitted = await Promise.race(running.values())
      running.delete(fitted)
      done.add(fitted)
    }
    show()
  } finally {
    clearInterval(timer)
    // Where one part failed, the others would go on unseen.
    for (const child of children) child.kill()
    stdout.write('\n')
  }
}

function fitOne(name: string, folder: string, command: readonly string[]): Promise<string> {
  const log = openSync(join(folder, `${name}.log`), 'w')
  const child = spawn(execPath, [...command, name], { stdio: ['ignore', log, log] })
  closeSync(log)
  children.add(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', code => {
      children.delete(child)
      if (code === 0) resolve(name)
      else reject(new Error(`${name}: expected to be fitted, got exit code ${code}; see ${join(folder, `${name}.log`)}`))
    })
  })
}

function print(done: number, all: number, ms: number, running: readonly string[]): void {
  const filled = Math.round(barLength * done / all)
  const line = `[${'#'.repeat(filled)}${'.'.repeat(barLength - filled)}] ${done} of ${all} parts, ${(ms / 60_000).toFixed(1)} min${running.length > 0 ? `: ${running.join(', ')}` : ''}`
  if (stdout.isTTY) stdout.write(`\r${line.padEnd(stdout.columns - 1)}`)
  else if (last !== `${done} ${running.join()}`) stdout.write(`${line}\n`)
  last = `${done} ${running.join()}`
}

let last = ''
const children = new Set<ChildProcess>()

function fileOf(folder: string, name: string): string {
  return join(folder, `${name}.msgpack`)
}

/** Every file below a path, in one order everywhere. */
function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name)).sort()
}
