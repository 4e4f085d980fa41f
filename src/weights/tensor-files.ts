// The tensors of a model's folder, one at a time: model.safetensors, or shards with their index.
import { corrupt } from '../checkpoint/msgpack.ts'
import { checkName, type Files } from '../checkpoint/files.ts'
import { MnemeError } from '../errors.ts'
import { bytesOf, decode, encode, isWeightFormat } from './number-format.ts'
import { headerLength, headerOf, lengthBytes, parseHeader, parseObject, sizeOf, type TensorEntry, type TensorPlan } from './safetensors.ts'

/** A tensor and the file it lies in. */
export interface StoredTensor extends TensorEntry {
  file: string
}

/** What is stored; only headers are read until a tensor is asked for. */
export interface TensorFiles {
  /** By name. */
  tensors: ReadonlyMap<string, StoredTensor>
  /** The values, exact. At most a few MiB beside the result are held. Throws NOT_FOUND, CHECKPOINT_FOREIGN for no weight format, STORAGE_FAILED. */
  read: (name: string) => Promise<Float32Array>
}

/** A tensor to be written; `values` is asked for when its turn comes. */
export interface TensorSource extends TensorPlan {
  values: () => Float32Array | Promise<Float32Array>
}

const single = 'model.safetensors'
const indexName = 'model.safetensors.index.json'
const maxIndexBytes = 16 * 2 ** 20
const maxShards = 1024
const pieceValues = 2 ** 20

/**
 * Opens the folder's tensors. With an index each tensor must lie in the shard that it names.
 * Throws NOT_FOUND without either file, CHECKPOINT_CORRUPT for one that does not hold what it says.
 */
export async function openTensors(files: Files): Promise<TensorFiles> {
  const stored = await files.size(single) === undefined ? await openShards(files) : await openOne(files, single)
  const tensors = new Map(stored.map(tensor => [tensor.name, tensor]))
  return {
    tensors,
    read: async name => {
      const tensor = tensors.get(name)
      if (tensor) return readValues(files, tensor)
      throw new MnemeError('NOT_FOUND', `weights: expected a tensor '${name}', got none of that name; check that the config is the model's own`)
    },
  }
}

/**
 * Writes tensors as one file, or as shards of about `shardBytes` each with an index, a tensor in memory at a time.
 * Throws INVALID_ARGUMENT for two of a name, values that do not fit the shape, or shards beside a model.safetensors; what stood
 * there before then stays.
 */
export async function writeTensors(
  files: Files,
  sources: readonly TensorSource[],
  { shardBytes = Infinity, metadata = { format: 'pt' } }: { shardBytes?: number, metadata?: Record<string, string> } = {},
): Promise<void> {
  const names = new Set(sources.map(({ name }) => name))
  if (names.size !== sources.length) throw new MnemeError('INVALID_ARGUMENT', 'weights: expected names once each, got one twice; rename it')
  const shards = split(sources, shardBytes)
  if (shards.length === 1) return files.write(single, chunks(sources, metadata))
  if (await files.size(single) !== undefined) {
    throw new MnemeError('INVALID_ARGUMENT', `weights: expected a folder without ${single}, which readers take first, got one; write the shards elsewhere`)
  }
  const nameOf = (shard: number): string => `model-${pad(shard + 1)}-of-${pad(shards.length)}.safetensors`
  for (const [shard, part] of shards.entries()) await files.write(nameOf(shard), chunks(part, metadata))
  const index = {
    metadata: { total_size: sources.reduce((sum, source) => sum + bytesIn(source), 0) },
    weight_map: Object.fromEntries(shards.flatMap((part, shard) => part.map(({ name }) => [name, nameOf(shard)]))),
  }
  await files.write(indexName, [new TextEncoder().encode(`${JSON.stringify(index, null, 2)}\n`)])
}

/** A whole small file as bytes, undefined where it is missing. Throws CHECKPOINT_CORRUPT when it is longer than `most`. */
export async function readSmall(files: Files, name: string, most: number): Promise<Uint8Array | undefined> {
  const size = await files.size(name)
  if (size === undefined) return undefined
  if (size > most) throw corrupt(name, `at most ${most} bytes`, `${size}`)
  return files.read(name, 0, size)
}

async function openShards(files: Files): Promise<StoredTensor[]> {
  const bytes = await readSmall(files, indexName, maxIndexBytes)
  if (!bytes) throw new MnemeError('NOT_FOUND', `weights: expected ${single} or ${indexName}, got neither; name a folder with a model in it`)
  const map = parseObject(bytes, indexName)['weight_map']
  if (typeof map !== 'object' || map === null) throw corrupt(indexName, 'a weight_map', typeof map)
  const places = new Map(Object.entries(map as Record<string, unknown>).map(([name, file]): [string, string] => {
    if (typeof file !== 'string' || !file.endsWith('.safetensors')) throw corrupt(indexName, 'names of safetensors files', typeof file)
    return [name, checkName(file)]
  }))
  const shards = new Set(places.values())
  if (shards.size > maxShards) throw corrupt(indexName, `at most ${maxShards} files`, `${shards.size}`)
  const stored: StoredTensor[] = []
  for (const file of shards) stored.push(...await openOne(files, file))
  for (const { name, file } of stored) {
    if (places.get(name) !== file) throw corrupt(indexName, `'${name}' in ${file}`, places.get(name) ?? 'no such name')
  }
  if (stored.length !== places.size) throw corrupt(indexName, `${places.size} tensors in its files`, `${stored.length}`)
  return stored
}

async function openOne(files: Files, file: string): Promise<StoredTensor[]> {
  const size = await files.size(file)
  if (size === undefined) throw new MnemeError('NOT_FOUND', `weights: expected the file ${file}, got none; fetch every shard of the index`)
  const length = headerLength(await files.read(file, 0, Math.min(size, lengthBytes)), size, file)
  const { entries } = parseHeader(await files.read(file, lengthBytes, lengthBytes + length), size, file)
  return entries.map(entry => ({ ...entry, file }))
}

async function readValues(files: Files, { name, file, dtype, shape, start, end }: StoredTensor): Promise<Float32Array> {
  if (!isWeightFormat(dtype)) {
    throw new MnemeError('CHECKPOINT_FOREIGN', `weights: expected '${name}' in F32, F16 or BF16, got ${dtype}; use a model that is not quantised`)
  }
  const values = new Float32Array(sizeOf(shape))
  const piece = pieceValues * bytesOf(dtype)
  for (let at = start; at < end; at += piece) {
    decode(dtype, await files.read(file, at, Math.min(end, at + piece)), values, (at - start) / bytesOf(dtype))
  }
  return values
}

async function* chunks(sources: readonly TensorSource[], metadata: Record<string, string>): AsyncGenerator<Uint8Array> {
  yield headerOf(sources, metadata)
  for (const { name, dtype, shape, values } of sources) {
    const all = await values()
    if (all.length !== sizeOf(shape)) {
      throw new MnemeError('INVALID_ARGUMENT', `weights: expected ${sizeOf(shape)} values for '${name}', got ${all.length}; pass as many`)
    }
    for (let at = 0; at < all.length; at += pieceValues) yield encode(dtype, all.subarray(at, at + pieceValues))
  }
}

function split(sources: readonly TensorSource[], most: number): TensorSource[][] {
  const shards: TensorSource[][] = [[]]
  let held = 0
  for (const source of sources) {
    if (held > 0 && held + bytesIn(source) > most) {
      shards.push([])
      held = 0
    }
    shards.at(-1)!.push(source)
    held += bytesIn(source)
  }
  return shards
}

function bytesIn({ shape, dtype }: TensorPlan): number {
  return sizeOf(shape) * bytesOf(dtype)
}

function pad(number: number): string {
  return String(number).padStart(5, '0')
}
