// A media encoder that runs CLIP (Radford et al. 2021) through transformers.js, an optional peer: images and texts in one space.
import { MnemeError } from '../errors.ts'
import type { MediaEncoder } from './media-encoder.ts'
import { loadPeer, useFolder, type TransformersEnvironment } from './transformers.ts'

interface Tensor {
  data: ArrayLike<number>
  dims: number[]
}

type Loads<T> = { from_pretrained(model: string, options: object): Promise<T> }

/** The part of transformers.js that CLIP needs. */
export interface ClipLibrary extends TransformersEnvironment {
  AutoTokenizer: Loads<(texts: string[], options: object) => object>
  AutoProcessor: Loads<(images: object[]) => Promise<object>>
  CLIPTextModelWithProjection: Loads<(inputs: object) => Promise<{ text_embeds: Tensor }>>
  CLIPVisionModelWithProjection: Loads<(inputs: object) => Promise<{ image_embeds: Tensor }>>
  RawImage: { fromBlob(blob: Blob): Promise<object> }
}

/** What `clipEncoder` needs. */
export interface ClipOptions {
  /** Name on the hub ("Xenova/clip-vit-base-patch32"), or of a folder under `folder`. */
  model: string
  /** Folder of local models; given, nothing is fetched. */
  folder?: string
  /** Precision of the weights. @default 'q8' */
  dtype?: string
  /** Images or texts per forward pass at most, from 1. @default 8 */
  batchSize?: number
  /** Milliseconds that one call may take. @default 60000 */
  timeoutMs?: number
  /** The library itself, where the host has loaded it already. @default import('@huggingface/transformers') */
  library?: ClipLibrary
}

/**
 * Loads the model. Reads images other than SVG, which browsers cannot decode to pixels; the rest keeps its caption alone.
 * Throws PEER_MISSING without transformers.js, ENCODER_FAILED when the model does not load, INVALID_ARGUMENT for a bad option.
 */
export async function clipEncoder(options: ClipOptions): Promise<MediaEncoder> {
  const { model, folder, dtype = 'q8', batchSize = 8, timeoutMs } = options
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new MnemeError('INVALID_ARGUMENT', `batchSize: expected an integer from 1, got ${String(batchSize)}; pass one, or leave it out`)
  }
  const library = options.library ?? (await loadPeer<ClipLibrary>())
  useFolder(library, folder)
  const { tokenize, embedTexts, look, embedImages } = await load(library, model, dtype)
  const encodeText = (texts: readonly string[]): Promise<Float32Array[]> => inBatches(texts.length, batchSize, async (start, end) => {
    const inputs = tokenize(texts.slice(start, end), { padding: true, truncation: true })
    return rows((await embedTexts(inputs)).text_embeds)
  })
  const [probe] = await encodeText(['memory'])
  return {
    id: `clip:${model}:${dtype}`,
    dim: probe!.length,
    ...timeoutMs !== undefined && { timeoutMs },
    accepts: type => type.startsWith('image/') && type !== 'image/svg+xml',
    encode: (media, types) => inBatches(media.length, batchSize, async (start, end) => {
      const images = await Promise.all(media.slice(start, end).map((bytes, row) =>
        library.RawImage.fromBlob(new Blob([new Uint8Array(bytes)], { type: types[start + row]! }))))
      return rows((await embedImages(await look(images))).image_embeds)
    }),
    encodeText,
  }
}

async function inBatches(count: number, batchSize: number, encode: (start: number, end: number) => Promise<Float32Array[]>): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (let start = 0; start < count; start += batchSize) vectors.push(...await encode(start, Math.min(count, start + batchSize)))
  return vectors
}

/** Rows of a tensor [B, D]. */
function rows({ data, dims }: Tensor): Float32Array[] {
  const dim = dims.at(-1) ?? 0
  const flat = Float32Array.from(data)
  return Array.from({ length: dims[0] ?? 0 }, (_, row) => flat.slice(row * dim, (row + 1) * dim))
}

interface ClipParts {
  tokenize: (texts: string[], options: object) => object
  embedTexts: (inputs: object) => Promise<{ text_embeds: Tensor }>
  look: (images: object[]) => Promise<object>
  embedImages: (inputs: object) => Promise<{ image_embeds: Tensor }>
}

async function load(library: ClipLibrary, model: string, dtype: string): Promise<ClipParts> {
  try {
    const [tokenize, embedTexts, look, embedImages] = await Promise.all([
      library.AutoTokenizer.from_pretrained(model, {}),
      library.CLIPTextModelWithProjection.from_pretrained(model, { dtype }),
      library.AutoProcessor.from_pretrained(model, {}),
      library.CLIPVisionModelWithProjection.from_pretrained(model, { dtype }),
    ])
    return { tokenize, embedTexts, look, embedImages }
  } catch (cause) {
    throw new MnemeError(
      'ENCODER_FAILED',
      `clip: expected a CLIP model "${model}" (${dtype}) with a text and a vision part, it did not load; check the name, the folder and the network`,
      { cause },
    )
  }
}
