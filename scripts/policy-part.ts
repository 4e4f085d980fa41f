// One part of the shipped policy fitted anew: it is written in, every other part stays as it is.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { decodeTree } from '../src/checkpoint/bytes.ts'
import { encodePolicy, type Policy } from '../src/controller/policy.ts'

type Params = Omit<Policy, 'meaning' | 'classes'>

/** Fits some parts of the policy file, given the policy as it was, and writes them into it. */
export async function refit(fit: (policy: Policy) => Partial<Params> | Promise<Partial<Params>>): Promise<void> {
  const path = fileURLToPath(new URL('../checkpoints/policy-en.msgpack', import.meta.url))
  // Not by loadPolicy: the file may be one of an older version, which it refuses.
  const unsummed = { checksum: (): bigint => 0n }
  const file = decodeTree({ header: new Uint8Array(readFileSync(path)), blocks: [] }, unsummed, 'policy') as Pick<Policy, 'meaning' | 'classes'> & { params: Params }
  const policy = { ...file.params, meaning: file.meaning, classes: file.classes }
  const bytes = encodePolicy({ ...policy, ...await fit(policy) })
  writeFileSync(path, bytes)
  console.log(`wrote checkpoints/policy-en.msgpack, ${(bytes.length / 1024).toFixed(0)} KiB`)
}
