// Where this package lies, found by walking up from this file: sim/ in the repository, dist/sim/ once built.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

interface Manifest {
  name?: string
  version?: string
}

function findRoot(): { root: string; version: string } {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (!existsSync(file)) continue
    const { name, version = '0' } = JSON.parse(readFileSync(file, 'utf8')) as Manifest
    if (name === 'mneme') return { root: folder, version }
  }
  throw new Error('sim: expected to lie in the package mneme, found no package.json of that name above; reinstall the package')
}

const found = findRoot()

/** Root folder of the package. */
export const root: string = found.root

export const version: string = found.version

/** Folder of the written histories. */
export const livesFolder: string = join(root, 'sim', 'lives')

/** Folder of the histories between friends: beside the scripts. */
export const friendsFolder: string = join(root, 'scripts', 'histories')

/** Folder of the grammar of generated worlds. */
export const worldFolder: string = join(root, 'sim', 'world', 'text')

/** Where results go unless told otherwise: an installed package leaves its own folder alone. */
export const resultsFolder: string = root.split(sep).includes('node_modules') ? 'mneme-results' : join(root, 'sim', 'results')
