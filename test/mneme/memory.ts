// What the facade's tests share: a clock moved by hand, memories on it, texts to observe, folders that go away.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect } from 'vitest'
import { Mneme, MnemeError, embedded, loadPolicy, type Encoder, type MnemeOptions, type Policy } from 'mneme'
import { readPackageFile } from '../../src/checkpoint/file.ts'

export const dayMs = 86_400_000

/** Where every test's clock starts: a Monday morning. */
export const start: number = Date.UTC(2026, 0, 5, 9)

/** A clock that stands still until it is moved. */
export class HandClock {
  now: number = start
  readonly read = (): number => this.now

  advance(days: number): void {
    this.now += days * dayMs
  }
}

const open = new Set<Mneme>()
const folders: string[] = []
afterEach(async () => {
  for (const memory of open) await memory.close()
  open.clear()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A memory in UTC that is closed when the test ends. */
export async function openMemory(clock: HandClock, options: MnemeOptions = {}): Promise<Mneme> {
  return keep(await Mneme.open({ clock: clock.read, timeZone: 'UTC', ...options }))
}

/** The same from bytes. */
export async function reviveMemory(bytes: Uint8Array, clock: HandClock, options: MnemeOptions = {}): Promise<Mneme> {
  return keep(await Mneme.fromBytes(bytes, { clock: clock.read, timeZone: 'UTC', ...options }))
}

function keep(memory: Mneme): Mneme {
  open.add(memory)
  return memory
}

/** A path in a new folder that is removed when the test ends. */
export function freshPath(name = 'memory.mneme'): string {
  const folder = mkdtempSync(join(tmpdir(), 'mneme-'))
  folders.push(folder)
  return join(folder, name)
}

/** Every turn gets a trace in long-term memory: for tests of what is done with traces. */
export const keepEverything = { gate: { enabled: false } } as const

/** The shipped policy with its mind made up: every turn that repeats nothing goes to short-term memory. */
export async function alwaysShortTerm(): Promise<Policy> {
  const policy = loadPolicy(await readPackageFile('policy-en.msgpack'))
  const { weight } = policy.controller
  const data = weight.data.slice()
  // The first row of [C, A] is the bias; ignore, stm, ltm, reinforce.
  data.set([-1000, 500, -1000, 0], 0)
  data[5 * 4 + 3] = 1000
  // Nothing matters to it either: what dopamine marks goes to long-term memory.
  const cue = { ...policy.cue, bias: { ...policy.cue.bias, data: policy.cue.bias.data.map(() => -1000) } }
  return { ...policy, cue, controller: { ...policy.controller, weight: { ...weight, data } } }
}

/** The embedded encoder under a name of its own, so that a memory takes it for another. */
export async function otherEncoder(id = 'other'): Promise<Encoder> {
  const reader = await embedded()
  return { id, dim: reader.dim, encode: async texts => (await reader.encode(texts)).map(vector => vector.slice().reverse()) }
}

/** An encoder of texts in the plane, each at a given cosine to the direction of 1; a text it was not given lies across. */
export function planeEncoder(cosines: Readonly<Record<string, number>>): Encoder {
  const known = new Map(Object.entries(cosines))
  const vectorOf = (text: string): Float32Array => {
    const cosine = known.get(text)
    return cosine === undefined ? Float32Array.of(0, 0, 1) : Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2), 0)
  }
  return { id: 'plane', dim: 3, encode: texts => Promise.resolve(texts.map(vectorOf)) }
}

/** Keys are what the encoder gives, without time and tone. */
export const meaningAlone = { implicit: { enabled: false } } as const

/** Statements that have nothing in common. */
export const statements: readonly string[] = [
  'My sister Ana is vegetarian and hates mushrooms',
  'I am severely allergic to peanuts',
  'The production database runs on port 6543',
  'We moved to Lisbon in 2019',
  'Our dog Bruno had surgery on his left knee',
  'I play the cello in an amateur orchestra',
  'My passport expires in March 2027',
  'The red bicycle belongs to our neighbour Marek',
]

/** Whether UTF-8 bytes hold a text, in either case. */
export function holds(bytes: Uint8Array, text: string): boolean {
  const buffer = Buffer.from(bytes)
  return [text, text.toLowerCase()].some(form => buffer.includes(Buffer.from(form, 'utf8')))
}

/** The code that a call is refused with, 'fine' for none; the message must tell expected, got and the next step. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'fine'
  } catch (error) {
    if (!MnemeError.isInstance(error)) throw error
    expect(error.message).toMatch(/^[^:]+: .*expected .+, got .+; .+/s)
    return error.code
  }
}
