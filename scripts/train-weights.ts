// Trains a small Llama that knows facts about people who do not exist: npm run train:weights [-- --size small|large --out FOLDER].
// On two threads by default, or on tfjs-node where .native has it; models of one and of two threads differ by rounding.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { diskFiles } from '../src/checkpoint/disk-files.ts'
import { createRandom } from '../src/random.ts'
import { loadBackend, backendName } from '../src/tensor/backend.ts'
import { parseConfig } from '../src/weights/config.ts'
import { LanguageModel } from '../src/weights/model.ts'
import { perplexity, scoreCompletions } from '../src/weights/score.ts'
import { TextTokenizer } from '../src/weights/tokenizer.ts'
import { promptOf, targetOf, type KnownFacts } from '../sim/lab/weights-facts.ts'
import { everyText, makeFacts, makeSamples } from './weights/corpus.ts'
import { wordTokenizer } from './weights/tokenizer.ts'
import { GradientThread } from './weights/gradient-thread.ts'
import { initialParams, train } from './weights/trainer.ts'

const sizes = {
  small: { dim: 64, innerDim: 256, layers: 4, heads: 4, keyHeads: 2, subjects: 80, texts: 600, epochs: 18, rate: 4e-3, out: 'checkpoints/tiny-llama' },
  large: { dim: 128, innerDim: 512, layers: 6, heads: 8, keyHeads: 4, subjects: 200, texts: 1500, epochs: 8, rate: 3e-3, out: '.weights/large' },
}

const { values: flags } = parseArgs({
  options: {
    size: { type: 'string', default: 'large' }, out: { type: 'string' }, seed: { type: 'string', default: '1' },
    epochs: { type: 'string' }, rate: { type: 'string' }, rows: { type: 'string', default: '64' }, backend: { type: 'string' },
    threads: { type: 'string', default: '2' },
  },
})
if (flags.size !== 'small' && flags.size !== 'large') {
  console.error(`train-weights: expected --size small or large, got ${flags.size}; pass one of them`)
  process.exit(2)
}
const size = sizes[flags.size]
const out = flags.out ?? size.out
const seed = Number(flags.seed)
const begun = performance.now()

const addon = new URL('../.native/node_modules/@tensorflow/tfjs-node/dist/index.js', import.meta.url)
const prefer = flags.backend === 'wasm' || flags.backend === 'cpu' ? flags.backend : 'node'
await loadBackend({ prefer, ...existsSync(addon) && { nodePackage: addon.href } })

const random = createRandom(seed)
const { facts, texts } = makeFacts(size.subjects, size.texts, seed, random)
const files = wordTokenizer(everyText(facts, texts))
mkdirSync(out, { recursive: true })
writeJson('tokenizer.json', files.tokenizer)
writeJson('tokenizer_config.json', files.config)
writeJson('facts.json', facts)
const tokenizer = await TextTokenizer.open(diskFiles(out))

const source = {
  architectures: ['LlamaForCausalLM'], model_type: 'llama', hidden_act: 'silu', vocab_size: files.vocabulary, hidden_size: size.dim,
  intermediate_size: size.innerDim, num_hidden_layers: size.layers, num_attention_heads: size.heads, num_key_value_heads: size.keyHeads,
  head_dim: size.dim / size.heads, max_position_embeddings: 128, rms_norm_eps: 1e-5, rope_theta: 10_000, attention_bias: false, mlp_bias: false,
  tie_word_embeddings: true, bos_token_id: files.beginId, eos_token_id: files.endId, torch_dtype: 'float16',
}
const config = parseConfig(source)
const samples = makeSamples(facts, texts, tokenizer, files.endId)
const start = initialParams(config, random)
const parameters = Object.values(start).reduce((sum, { data }) => sum + data.length, 0)
console.log(`${parameters} parameters, ${facts.facts.length} facts, ${files.vocabulary} words, ${samples.length} sequences, backend ${backendName()}`)
// tfjs-node has threads of its own.
const beside = flags.threads === '1' || backendName() === 'tensorflow' ? undefined : new GradientThread({ prefer: backendName() === 'cpu' ? 'cpu' : 'wasm' })
const params = await train(config, start, samples, {
  epochs: Number(flags.epochs ?? size.epochs), rows: Number(flags.rows), rate: Number(flags.rate ?? size.rate), random, beside,
  report: (epoch, loss) => console.log(`epoch ${epoch + 1}: loss ${loss.toFixed(4)}, ${seconds()} s`),
})
await beside?.end()

const exact = LanguageModel.of(source, params)
await exact.save(diskFiles(out), { format: () => 'F16' })
exact.dispose()
const model = await LanguageModel.open(diskFiles(out))
measure(model, facts)
model.dispose()
console.log(`${seconds()} s in all, written to ${out}`)

function measure(known: LanguageModel, { relations, facts: all, text }: KnownFacts): void {
  const rows = new Map<string, boolean[]>()
  for (const { subject, relation, target } of all) {
    const { forms } = relations[relation]!
    const answers = scoreCompletions(known, forms.map(form => ({ prompt: promptOf(tokenizer, form, subject), target: targetOf(tokenizer, target) })))
    forms.forEach(({ kind, held }, index) => {
      const name = `${kind}${held ? ', held' : ''}`
      rows.set(name, [...rows.get(name) ?? [], answers[index]!.exact])
    })
  }
  for (const [name, right] of rows) console.log(`${name}: ${(right.filter(Boolean).length / right.length).toFixed(4)} of ${right.length}`)
  const [seen, unseen] = [text.train, text.held].map(part => perplexity(known, part.map(each => tokenizer.encode(each))).toFixed(3))
  console.log(`perplexity: ${seen} on text of the training, ${unseen} on text not seen`)
}

function writeJson(name: string, value: unknown): void {
  writeFileSync(join(out, name), `${JSON.stringify(value)}\n`)
}

function seconds(): string {
  return ((performance.now() - begun) / 1000).toFixed(0)
}
