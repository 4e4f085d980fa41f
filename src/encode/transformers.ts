// Encoders that run a feature-extraction model through transformers.js, an optional peer.
import { MnemeError } from '../errors.ts'
import type { Encoder } from './encoder.ts'

/** Where transformers.js looks for models. */
export interface TransformersEnvironment {
  env: { allowRemoteModels: boolean; localModelPath: string }
}

/** The part of transformers.js that is used. */
export interface TransformersLibrary extends TransformersEnvironment {
  pipeline(task: 'feature-extraction', model: string, options: object): Promise<FeatureExtraction>
}

type FeatureExtraction = (texts: string[], options: object) => Promise<{ data: ArrayLike<number>; dims: number[] }>

/** What `transformersEncoder` needs. */
export interface TransformersOptions {
  /** Name on the hub ("Xenova/all-MiniLM-L6-v2"), or of a folder under `folder`. */
  model: string
  /** Folder of local models; given, nothing is fetched. */
  folder?: string
  /** Precision of the weights. @default 'q8' */
  dtype?: string
  /** How token vectors become one: their mean, or that of the first token; see the model's card. @default 'mean' */
  pooling?: 'mean' | 'cls'
  /** Texts per forward pass at most. @default 32 */
  batchSize?: number
  /** The library itself, where the host has loaded it already. @default import('@huggingface/transformers') */
  library?: TransformersLibrary
}

const peer = '@huggingface/transformers'

/** Loads the model. Throws PEER_MISSING without transformers.js, ENCODER_FAILED when the model does not load. */
export async function transformersEncoder(options: TransformersOptions): Promise<Encoder> {
  const { model, folder, dtype = 'q8', pooling = 'mean', batchSize = 32 } = options
  const library = options.library ?? (await loadPeer<TransformersLibrary>())
  useFolder(library, folder)
  const run = await load(library, model, dtype)
  const encodeBatch = async (texts: readonly string[]): Promise<Float32Array[]> => {
    const { data, dims } = await run([...texts], { pooling, normalize: true })
    const dim = dims.at(-1) ?? 0
    const flat = Float32Array.from(data)
    return texts.map((_, row) => flat.slice(row * dim, (row + 1) * dim))
  }
  const [probe] = await encodeBatch(['memory'])
  return {
    id: `transformers:${model}:${dtype}:${pooling}`,
    dim: probe!.length,
    encode: texts => encodeAll(texts, batchSize, encodeBatch),
  }
}

// A batch costs as much as its longest text in every row: texts of like length go together.
async function encodeAll(
  texts: readonly string[],
  batchSize: number,
  encodeBatch: (batch: readonly string[]) => Promise<Float32Array[]>,
): Promise<Float32Array[]> {
  const order = texts.map((_, index) => index).sort((a, b) => texts[a]!.length - texts[b]!.length)
  const vectors = Array.from<Float32Array>({ length: texts.length })
  for (let start = 0; start < order.length; start += batchSize) {
    const batch = order.slice(start, start + batchSize)
    const encoded = await encodeBatch(batch.map(index => texts[index]!))
    batch.forEach((index, row) => {
      vectors[index] = encoded[row]!
    })
  }
  return vectors
}

async function load(library: TransformersLibrary, model: string, dtype: string): Promise<FeatureExtraction> {
  try {
    return await library.pipeline('feature-extraction', model, { dtype })
  } catch (cause) {
    throw new MnemeError(
      'ENCODER_FAILED',
      `transformers: expected the feature-extraction model "${model}" (${dtype}), it did not load; ` +
        'check the name, the folder and the network',
      { cause },
    )
  }
}

/** Takes models from a folder and nowhere else, where there is one. */
export function useFolder({ env }: TransformersEnvironment, folder: string | undefined): void {
  if (folder === undefined) return
  env.allowRemoteModels = false
  env.localModelPath = folder
}

/** The optional peer. Throws PEER_MISSING. */
export async function loadPeer<Library extends TransformersEnvironment>(): Promise<Library> {
  try {
    return (await import(/* @vite-ignore */ peer)) as Library
  } catch (cause) {
    throw new MnemeError('PEER_MISSING', `transformers: expected the package ${peer}, it is not installed; npm install ${peer}`, {
      cause,
    })
  }
}
