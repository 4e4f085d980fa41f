// Stands in for file.ts where there is no disk: package.json maps it there for browsers.
import { MnemeError } from '../errors.ts'
import type { Files } from './files.ts'
import type { Storage } from './storage.ts'

/** Throws STORAGE_FAILED: a browser has no files. */
export async function openFileStorage(path: string, _options: { fsync?: boolean } = {}): Promise<Storage> {
  throw new MnemeError('STORAGE_FAILED', `storage: expected a disk for ${path}, got a browser; use Mneme.fromBytes and toBytes`)
}

/** Throws STORAGE_FAILED: a browser cannot read the package's files. */
export async function readPackageFile(name: string): Promise<Uint8Array> {
  throw new MnemeError('STORAGE_FAILED', `checkpoints/${name}: expected a disk, got none; fetch it and pass embedded({ bytes })`)
}

/** Throws STORAGE_FAILED: a browser has no files. */
export async function writeTextFile(path: string, _text: string): Promise<void> {
  throw new MnemeError('STORAGE_FAILED', `file: expected a disk for ${path}, got a browser; use trainingLines`)
}

/** Throws STORAGE_FAILED: a browser has no folders. */
export async function filesIn(folder: string): Promise<string[]> {
  throw new MnemeError('STORAGE_FAILED', `folder: expected a disk for ${folder}, got a browser; use one Mneme for each user`)
}

/** The path of a file in a folder. */
export function pathIn(folder: string, name: string): string {
  return `${folder}/${name}`
}

/** Throws STORAGE_FAILED: a browser has no folders. */
export async function readIn(folder: string, _name: string): Promise<Uint8Array | undefined> {
  await filesIn(folder)
  return undefined
}

/** Throws STORAGE_FAILED: a browser has no folders. */
export async function markIn(folder: string, _name: string): Promise<void> {
  await filesIn(folder)
}

/** Throws STORAGE_FAILED: a browser has no folders. */
export async function removeFiles(folder: string, _names: readonly string[]): Promise<void> {
  await filesIn(folder)
}

/** Throws STORAGE_FAILED: a browser has no folders. */
export function diskFiles(folder: string): Files {
  throw new MnemeError('STORAGE_FAILED', `files: expected a disk for ${folder}, got a browser; fetch the files and pass memoryFiles`)
}
