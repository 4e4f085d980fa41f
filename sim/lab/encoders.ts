// The encoders that a simulation can run with, chosen by flags.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { embedded, transformersEncoder, type EmbeddedEncoder, type Encoder, type TransformersOptions } from 'mneme'
import { UsageError, type Flag } from './command.ts'
import { root } from './repository.ts'

/** An encoder, and the reader that the gate always needs. */
export interface Voices {
  encoder: Encoder
  reader: EmbeddedEncoder
}

export const encoderFlags: Readonly<Record<string, Flag>> = {
  encoder: { value: 'NAME', about: 'embedded, or minilm through transformers.js', default: 'embedded' },
  model: { value: 'FOLDER', about: 'a local MiniLM for --encoder minilm; without it the hub is asked' },
}

/** The encoder that --encoder and --model name. */
export async function chooseEncoder(flags: Readonly<Record<string, string>>): Promise<Voices> {
  const { encoder = 'embedded', model } = flags
  const reader = await embedded()
  if (encoder === 'embedded') return { encoder: reader, reader }
  if (encoder !== 'minilm') throw new UsageError(`--encoder: expected embedded or minilm, got "${encoder}"`)
  if (model !== undefined && !existsSync(join(model, 'config.json'))) {
    throw new UsageError(`--model: expected a model's folder, found no config.json in "${model}"`)
  }
  const library = peerOfBench()
  const place =
    model === undefined
      ? { model: 'Xenova/all-MiniLM-L6-v2' }
      : { model: basename(resolve(model)), folder: dirname(resolve(model)) }
  return { encoder: await transformersEncoder({ ...place, dtype: 'q8', ...(library && { library }) }), reader }
}

// Development installs the peer for the benchmarks only; everybody else lets the package look for it.
function peerOfBench(): TransformersOptions['library'] {
  const manifest = join(root, 'bench', 'package.json')
  if (!existsSync(join(root, 'bench', 'node_modules', '@huggingface', 'transformers'))) return undefined
  return createRequire(manifest)('@huggingface/transformers') as TransformersOptions['library']
}
