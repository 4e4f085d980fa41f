// Milliseconds from the start of a process to the end of its first observe, with a new file, running dist.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './samples.ts'

const library = new URL('../dist/index.js', import.meta.url)

/** Median of ten processes; beside it, what Node takes to run an empty file. */
export async function startFigures(): Promise<Record<string, number>> {
  if (!existsSync(library)) throw new Error('bench: expected dist/index.js, got none; run npm run build')
  const directory = mkdtempSync(join(tmpdir(), 'mneme-bench-'))
  const [first, empty, last]: number[][] = [[], [], []]
  try {
    for (let run = 0; run < 10; run++) {
      const path = join(directory, `memory-${run}`)
      const program = `import { Mneme } from ${JSON.stringify(library.href)}
        const memory = await Mneme.open({ path: ${JSON.stringify(path)} })
        const opened = performance.now()
        await memory.observe('I am allergic to peanuts')
        console.log(JSON.stringify([opened, performance.now()]))
        await memory.close()`
      const [opened, done] = JSON.parse(runNode(program)) as [number, number]
      first!.push(opened)
      last!.push(done)
      empty!.push(Number(runNode('console.log(performance.now())')))
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
  return { 'empty process, ms': median(empty!), 'until open, ms': median(first!), 'until first observe, ms': median(last!) }
}

function runNode(program: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' })
}
