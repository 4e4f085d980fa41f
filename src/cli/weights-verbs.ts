// The commands below `mneme weights`: talk, write, check, repair, hand on, locate.
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { diskFiles } from '../weights.ts'
import { countOption, onlyPositional, UsageError, type Terminal } from './command.ts'
import { talk } from './weights-chat.ts'
import { auditLine, factLines, sleepLines, statusLines } from './weights-lines.ts'
import { locateFacts, openStore, requestIn, storeFlags, type Store, type StoreOptions } from './weights-store.ts'

export type Run = (argv: readonly string[], terminal: Terminal) => Promise<void>

const json = { json: { type: 'boolean', default: false } } as const

/** By name; `weights.ts` loads this file when one is called, and TensorFlow with it. */
export const verbs: Readonly<Record<string, Run>> = { chat, edit, audit, sleep, export: exportWeights, locate }

async function chat(argv: readonly string[], terminal: Terminal): Promise<void> {
  const options = { ...storeFlags, temperature: { type: 'string', default: '0' }, 'top-p': { type: 'string', default: '1' }, seed: { type: 'string', default: '0' } } as const
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options })
  const settings = { temperature: number('temperature', values.temperature), topP: number('top-p', values['top-p']), seed: number('seed', values.seed) }
  await withStore(positionals, values, store => talk(store, terminal, settings))
}

async function edit(argv: readonly string[], { stdout }: Terminal): Promise<void> {
  const { values, positionals: [dir = '', ...facts] } = parseArgs({ args: [...argv], allowPositionals: true, options: { ...storeFlags, ...json } })
  const requests = facts.map(requestIn)
  if (requests.length === 0) throw new UsageError('expected "SUBJECT | RELATION | VALUE", got none')
  await withStore([dir], values, async ({ memory }) => {
    for (const request of requests) memory.remember(request)
    const report = await memory.write()
    const written = memory.facts.slice(-requests.length)
    await memory.save()
    stdout.write(values.json ? `${JSON.stringify({ ids: written.map(({ id }) => id), ...report })}\n` : `${factLines(written)}\n`)
  })
}

async function audit(argv: readonly string[], { stdout }: Terminal): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: { ...storeFlags, ...json } })
  await withStore(positionals, values, ({ memory }) => {
    const found = memory.audit()
    stdout.write(values.json ? `${JSON.stringify(found)}\n` : `  ${auditLine(found)}\n${factLines(memory.facts)}\n`)
  })
}

async function sleep(argv: readonly string[], { stdout }: Terminal): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: { ...storeFlags, ...json, nap: { type: 'boolean', default: false }, consolidate: { type: 'boolean', default: false } } })
  await withStore(positionals, values, async ({ memory }) => {
    const report = values.nap ? await memory.nap() : await memory.sleep(values.consolidate ? { consolidate: {} } : {})
    await memory.save()
    stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${sleepLines(report)}\n${statusLines(memory.status())}\n`)
  })
}

async function exportWeights(argv: readonly string[], { stdout }: Terminal): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: { ...storeFlags, into: { type: 'string' } } })
  const into = values.into
  if (into === undefined || into === '') throw new UsageError('expected --into FOLDER, got none')
  if (positionals[0] !== undefined && resolve(into) === resolve(positionals[0])) throw new UsageError(`--into: expected a folder other than the model's own, got "${into}"`)
  await withStore(positionals, values, async ({ memory, modelFiles }) => {
    await mkdir(into, { recursive: true })
    await memory.export(diskFiles(into), { companions: modelFiles })
    stdout.write(`  ${memory.facts.filter(({ stage }) => stage !== 'superseded').length} facts in the weights written to ${into}\n`)
  })
}

async function locate(argv: readonly string[], { stdout }: Terminal): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: { ...storeFlags, ...json, layers: { type: 'string' } } })
  const found = await locateFacts(onlyPositional(positionals, 'the folder DIR of a model'), values, values.layers === undefined ? undefined : countOption('layers', values.layers))
  if (values.json) {
    stdout.write(`${JSON.stringify(found)}\n`)
    return
  }
  stdout.write([
    `  site: layer ${found.site.layers.join(' and ')}, ${found.site.position === 'last' ? 'last token' : 'last token of the subject'}; ${Math.round(found.success * 100)} % of trial facts can be changed there`,
    '  what comes back when one state is put back, by layer:',
    row('last token', found.effects.last), row('subject\'s last token', found.effects.subject), '',
  ].join('\n'))
}

function row(name: string, effects: readonly number[]): string {
  return `  ${name.padEnd(22)}${effects.map(effect => effect.toFixed(2).padStart(7)).join('')}`
}

async function withStore(positionals: readonly string[], options: StoreOptions, work: (store: Store) => Promise<void> | void): Promise<void> {
  const store = await openStore(onlyPositional(positionals, 'the folder DIR of a model'), options)
  try {
    await work(store)
  } finally {
    store.close()
  }
}

function number(name: string, value: string): number {
  if (!/^\d+(\.\d+)?$/.test(value)) throw new UsageError(`--${name}: expected a number from 0, got "${value}"`)
  return Number(value)
}
