// What a memory's bytes hold, for tests that compare all but one field.
import { loadHasher } from '../../src/checkpoint/bytes.ts'
import { decodeSnapshot } from '../../src/checkpoint/snapshot.ts'

interface Tree {
  identity: object
  state: Record<string, unknown>
}

/** The decoded tree of `toBytes()` without the number of the running session. */
export async function treeBeyondSession(bytes: Uint8Array): Promise<Tree> {
  const { tree } = decodeSnapshot(bytes, await loadHasher())
  const { identity, state } = tree as Tree
  return { identity, state: { ...state, session: 0 } }
}
