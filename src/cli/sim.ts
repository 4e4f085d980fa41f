// mneme sim: runs one of the simulations that lie beside the built command line.
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { UsageError, type Command } from './command.ts'

/** What a simulation's file exports. */
interface Simulation {
  /** One line: the question that it answers. */
  summary: string
  usage: string
  run(argv: string[]): Promise<void> | void
}

const standard = 'story'

/** In the package they are built beside this folder; a checkout that runs from its sources has them at its root. */
const folder: URL =
  [new URL('../sim/', import.meta.url), new URL('../../sim/', import.meta.url)].find(place => existsSync(place)) ??
  new URL('../sim/', import.meta.url)
const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

export const sim: Command = {
  summary: `run a simulation (${standard} unless you name another)`,

  async usage(argv) {
    const name = argv.find(argument => !argument.startsWith('-'))
    if (name !== undefined) return (await load(name)).usage
    const simulations = await Promise.all((await names()).map(async found => ({ name: found, ...(await load(found)) })))
    const width = Math.max(0, ...simulations.map(simulation => simulation.name.length))
    return [
      'usage: mneme sim [NAME] [options of the simulation]',
      '',
      ...simulations.map(simulation => `  ${simulation.name.padEnd(width)}  ${simulation.summary}`),
      '',
      `Without a name: ${standard}. mneme sim NAME --help tells its options.`,
    ].join('\n')
  },

  async run(argv) {
    const [first, ...rest] = argv
    const named = first !== undefined && !first.startsWith('-')
    const simulation = await load(named ? first : standard)
    await simulation.run(named ? rest : [...argv])
  },
}

async function load(name: string): Promise<Simulation> {
  const known = await names()
  if (!known.includes(name)) {
    throw new UsageError(`expected a simulation (${known.join(', ') || 'none is built: npm run build'}), got "${name}"`)
  }
  return simulationIn(name) as Promise<Simulation>
}

/** Names of the files here that are simulations; others are what they share. */
async function names(): Promise<string[]> {
  const files = existsSync(folder) ? await readdir(folder) : []
  const candidates = files
    .filter(file => file.endsWith(extension) && !file.endsWith(`.d${extension}`))
    .map(file => file.slice(0, -extension.length))
    .sort()
  const found = await Promise.all(candidates.map(async name => ((await simulationIn(name)) ? [name] : [])))
  return found.flat()
}

async function simulationIn(name: string): Promise<Simulation | undefined> {
  const file = new URL(`${name}${extension}`, folder).href
  const module = (await import(file)) as Partial<Simulation>
  const { run, summary, usage } = module
  return run && summary !== undefined && usage !== undefined ? { run, summary, usage } : undefined
}
