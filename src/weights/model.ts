// A language model in memory: its configuration and its weights as tensors.
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Files } from '../checkpoint/files.ts'
import { MnemeError } from '../errors.ts'
import { loadBackend, type BackendOptions } from '../tensor/backend.ts'
import type { Param } from '../tensor/params.ts'
import { parseConfig, type ModelConfig } from './config.ts'
import type { WeightFormat } from './number-format.ts'
import { parseObject, sizeOf } from './safetensors.ts'
import { checkStored, shapesOf } from './shapes.ts'
import { openTensors, readSmall, writeTensors } from './tensor-files.ts'

const maxConfigBytes = 2 ** 20
const configName = 'config.json'
// What other programs want beside the weights.
const companions = ['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json', 'chat_template.jinja', 'generation_config.json']
const maxCompanionBytes: number = 64 * 2 ** 20

export interface SaveOptions {
  /** Format of each weight; default that in which it was read, F32 for what was replaced since. */
  format?: (name: string) => WeightFormat
  /** Most bytes of one file; default no bound. */
  shardBytes?: number
  /** Where tokenizer files are copied from; default nowhere. */
  companions?: Files
}

/** Weights on the backend that `loadBackend` chose. Whoever opens one disposes of it. */
export class LanguageModel {
  readonly config: ModelConfig
  /** The parsed config.json, as it was read. */
  readonly source: Readonly<Record<string, unknown>>
  readonly #weights: Record<string, Tensor> = {}
  readonly #formats = new Map<string, WeightFormat>()

  private constructor(source: Record<string, unknown>) {
    this.source = source
    this.config = parseConfig(source)
  }

  /**
   * Reads config.json and the weights of a folder, one tensor at a time. Throws NOT_FOUND, CHECKPOINT_FOREIGN for a model of
   * another kind, CHECKPOINT_CORRUPT for files that contradict themselves or each other, BACKEND_UNAVAILABLE.
   */
  static async open(files: Files, backend: BackendOptions = {}): Promise<LanguageModel> {
    const bytes = await readSmall(files, configName, maxConfigBytes)
    if (!bytes) throw new MnemeError('NOT_FOUND', `model: expected ${configName}, got none; name a folder with a model in it`)
    const model = new LanguageModel(parseObject(bytes, configName))
    const stored = await openTensors(files)
    checkStored(shapesOf(model.config), stored.tensors)
    await loadBackend(backend)
    try {
      for (const [name] of shapesOf(model.config)) {
        model.#put(name, await stored.read(name))
        model.#formats.set(name, stored.tensors.get(name)!.dtype as WeightFormat)
      }
      return model
    } catch (error) {
      model.dispose()
      throw error
    }
  }

  /** A model of given values, by name as in the files; `source` as config.json. The backend must be loaded. Throws SHAPE_MISMATCH. */
  static of(source: Record<string, unknown>, params: Readonly<Record<string, Param>>): LanguageModel {
    const model = new LanguageModel(source)
    for (const [name, shape] of shapesOf(model.config)) {
      const found = params[name]
      if (found?.shape.join() !== shape.join()) {
        model.dispose()
        throw new MnemeError('SHAPE_MISMATCH', `model: expected '${name}' [${shape.join(', ')}], got [${found?.shape.join(', ') ?? 'none'}]; pass all weights`)
      }
      model.#put(name, found.data)
    }
    return model
  }

  /** The tensors by name, for `forward`; they stay the model's. */
  get weights(): Readonly<Record<string, Tensor>> {
    return this.#weights
  }

  /** A copy of a weight's values, row-major as stored. Throws NOT_FOUND. */
  values(name: string): Float32Array {
    return Float32Array.from(this.#named(name).dataSync())
  }

  /** Puts values in place of a weight's own. Throws NOT_FOUND, SHAPE_MISMATCH, INVALID_ARGUMENT for values that are not finite; then nothing changes. */
  replace(name: string, values: Float32Array): void {
    const { size } = this.#named(name)
    if (values.length !== size) throw new MnemeError('SHAPE_MISMATCH', `model: expected ${size} values for '${name}', got ${values.length}; pass as many`)
    if (!values.every(Number.isFinite)) throw new MnemeError('INVALID_ARGUMENT', `model: expected finite values for '${name}', got others; check the edit`)
    this.#put(name, values)
    this.#formats.delete(name)
  }

  /** Writes config.json and the weights so that other programs load them. Throws STORAGE_FAILED. */
  async save(files: Files, { format, shardBytes = Infinity, companions: from }: SaveOptions = {}): Promise<void> {
    const formatOf = format ?? ((name: string): WeightFormat => this.#formats.get(name) ?? 'F32')
    const sources = [...shapesOf(this.config)].map(([name, shape]) =>
      ({ name, shape, dtype: formatOf(name), values: () => this.values(name) }))
    // Programs round everything to this on loading, so it must be the widest that is there.
    const formats = new Set(sources.map(({ dtype }) => dtype))
    const dtype = formats.size > 1 || formats.has('F32') ? 'float32' : formats.has('F16') ? 'float16' : 'bfloat16'
    const key = 'torch_dtype' in this.source ? 'torch_dtype' : 'dtype'
    await writeTensors(files, sources, { shardBytes })
    await files.write(configName, [new TextEncoder().encode(`${JSON.stringify({ ...this.source, [key]: dtype }, null, 2)}\n`)])
    for (const name of from ? companions : []) {
      const bytes = await readSmall(from!, name, maxCompanionBytes)
      if (bytes) await files.write(name, [bytes])
    }
  }

  /** Frees the weights; the model is of no use afterwards. */
  dispose(): void {
    tf.dispose(Object.values(this.#weights))
    for (const name of Object.keys(this.#weights)) delete this.#weights[name]
  }

  #named(name: string): Tensor {
    const weight = this.#weights[name]
    if (weight) return weight
    throw new MnemeError('NOT_FOUND', `model: expected the name of a weight, got '${name}'; use a name of its files, on a model that is open`)
  }

  #put(name: string, values: Float32Array): void {
    const shape = shapesOf(this.config).get(name)!
    if (values.length !== sizeOf(shape)) throw new RangeError(`${name}: ${values.length} values`)
    // The cpu backend keeps the very array it is given.
    const tensor = tf.keep(tf.tensor(values.slice(), shape, 'float32'))
    this.#weights[name]?.dispose()
    this.#weights[name] = tensor
  }
}
