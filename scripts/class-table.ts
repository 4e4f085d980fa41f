// The table of classes that the policy file carries: the lines of scripts/classes.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** All lines of a folder's files. */
export function readClassTable(folder: string): string {
  return readdirSync(folder).sort().flatMap(file => readFileSync(join(folder, file), 'utf8').split('\n')).filter(line => line.trim() !== '').join('\n')
}
