// A memory file as it lies on the disk, for commands that look at it and need neither its encoder nor its owner's name.
import { existsSync } from 'node:fs'
import { openFileStorage } from '../checkpoint/file.ts'
import { MnemeError } from '../index.ts'
import { openKeeper, type Keeper } from '../state/keeper.ts'

/** Opens an existing memory, hands it to `look`, and closes it. Throws NOT_FOUND where there is no file. */
export async function withStored<T>(path: string, look: (keeper: Keeper) => T): Promise<T> {
  checkExists(path)
  const storage = await openFileStorage(path)
  try {
    const nobody = { user: 'user', encoder: { id: '', dim: 0 }, seed: 1 }
    return look(await openKeeper(storage, { identity: nobody, keyDim: 0, origin: 0, config: {} }, () => undefined))
  } finally {
    await storage.close()
  }
}

function checkExists(path: string): void {
  if (existsSync(path)) return
  throw new MnemeError(
    'NOT_FOUND',
    `${path}: expected a memory, got no such file; check the path, or make one with mneme chat or mneme import`,
  )
}
