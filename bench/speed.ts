// Milliseconds of observe and recall at 700 turns, beside add and search of MiniSearch on the same texts, by turns.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Mneme } from 'mneme'
import { lives, median, timed, type LifeTurn } from './samples.ts'

interface SearchIndex {
  add(document: { id: number; text: string }): void
  search(query: string): { id: number }[]
}

const turnsHeld = 700
const measured = 100
const rounds = 5
// Of bench/package.json; a name in a variable keeps the types of this folder out of the main install's check.
const rival: string = 'minisearch'

/** The memory without graph and signals. */
const core = {
  graph: { enabled: false }, signals: { dopamine: false, gaba: false, serotonin: false, acetylcholine: false, norepinephrine: false },
}

/** Medians over the last 100 of 700 turns and over all questions, five rounds of each. */
export async function speedFigures(): Promise<Record<string, number>> {
  const { default: MiniSearch } = (await import(rival)) as { default: new (options: object) => SearchIndex }
  const { turns, questions } = lives()
  const directory = mkdtempSync(join(tmpdir(), 'mneme-bench-'))
  const times = {
    observe: [] as number[],
    'observe with a file': [] as number[],
    'observe alone': [] as number[],
    process: [] as number[],
    add: [] as number[],
    recall: [] as number[],
    search: [] as number[],
  }
  try {
    for (let round = 0; round < rounds; round++) {
      let now = turns[0]!.at
      const clock = (): number => now
      const memory = await Mneme.open({ clock, timeZone: 'UTC' })
      const filed = await Mneme.open({ clock, timeZone: 'UTC', path: join(directory, `memory-${round}`) })
      const alone = await Mneme.open({ clock, timeZone: 'UTC', config: core })
      const index = new MiniSearch({ fields: ['text'] })
      for (const [id, turn] of turns.slice(0, turnsHeld).entries()) {
        now = Math.max(now, turn.at)
        const samples = await observeByTurns(memory, filed, alone, index, turn, id)
        if (id >= turnsHeld - measured)
          for (const name of ['observe', 'observe with a file', 'observe alone', 'add'] as const) times[name].push(samples[name])
      }
      for (const question of questions) {
        times.recall.push(await timed(() => memory.recall(question)))
        times.process.push(await timed(() => memory.process(question)))
        times.search.push(await timed(() => index.search(question)))
      }
      await filed.close()
      await alone.close()
      await memory.close()
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
  const medians = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]))
  return {
    'observe, ms': medians['observe']!,
    'observe with a file, ms': medians['observe with a file']!,
    'observe without graph and signals, ms': medians['observe alone']!,
    'observe as a multiple of that': medians['observe']! / medians['observe alone']!,
    'MiniSearch add, ms': medians['add']!,
    'observe as a multiple of add': medians['observe']! / medians['add']!,
    'recall, ms': medians['recall']!,
    'process, ms': medians['process']!,
    'MiniSearch search, ms': medians['search']!,
    'recall as a multiple of search': medians['recall']! / medians['search']!,
  }
}

async function observeByTurns(
  memory: Mneme,
  filed: Mneme,
  alone: Mneme,
  index: SearchIndex,
  turn: LifeTurn,
  id: number,
): Promise<Record<'observe' | 'observe with a file' | 'observe alone' | 'add', number>> {
  return {
    observe: await timed(() => memory.observe(turn)),
    'observe with a file': await timed(() => filed.observe(turn)),
    'observe alone': await timed(() => alone.observe(turn)),
    add: await timed(() => index.add({ id, text: turn.text })),
  }
}
