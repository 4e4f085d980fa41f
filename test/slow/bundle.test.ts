// The library in a bundle for browsers: nothing of Node in it, and it observes and recalls where there is no process.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type BuildOptions } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'mneme-bundle-'))
const bundle = join(directory, 'mneme.mjs')

const browser: BuildOptions = {
  bundle: true, platform: 'browser', format: 'esm', logLevel: 'error',
  // Optional peers: a host that has them brings them.
  external: ['@huggingface/transformers', '@tensorflow/tfjs-node'],
}

beforeAll(async () => {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: root })
  await build({ ...browser, entryPoints: [join(root, 'dist/index.js')], outfile: bundle })
}, 300_000)
afterAll(() => rmSync(directory, { recursive: true, force: true }))

// Runs before anything of the bundle is loaded: the bytes come from the host, then Node's names are gone.
const page = `
import { readFileSync } from 'node:fs'
const [encoderBytes, policyBytes] = ['encoder-en', 'policy-en'].map(name =>
  new Uint8Array(readFileSync(${JSON.stringify(join(root, 'checkpoints'))} + '/' + name + '.msgpack')))
const print = console.log.bind(console)
for (const name of ['process', 'Buffer', 'global', 'setImmediate', 'clearImmediate']) delete globalThis[name]
const { Mneme, embedded, loadPolicy, MnemeError } = await import(${JSON.stringify(bundle)})
const reader = await embedded({ bytes: encoderBytes })
const options = { reader, encoder: reader, policy: loadPolicy(policyBytes), timeZone: 'UTC', clock: () => 1767600000000 }
const memory = await Mneme.open(options)
const said = ['I am allergic to peanuts', 'haha ok', 'My sister Ana lives in Lisbon']
const { decisions } = await memory.observeMany(said.map(text => ({ text })))
await memory.endSession()
const copy = await Mneme.fromBytes(memory.toBytes(), options)
const filed = Mneme.open({ ...options, path: 'memory.mneme' })
const refused = await filed.catch(error => MnemeError.isInstance(error) ? error.message : String(error))
const hits = await copy.recall('What food is dangerous?', { k: 1 })
const { context } = await copy.process('Where does Ana live?')
const actions = decisions.map(({ action }) => action)
print(JSON.stringify({ actions, hit: hits[0].text, context, refused, node: typeof globalThis.process }))
`

test('observes and recalls without Node', () => {
  const file = join(directory, 'page.mjs')
  writeFileSync(file, page)
  const answer = JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' })) as Record<string, unknown>
  expect(answer).toMatchObject({
    actions: ['ltm', 'ignore', expect.stringMatching(/ltm|stm/)],
    hit: 'I am allergic to peanuts',
    node: 'undefined',
    context: expect.stringContaining('My sister Ana lives in Lisbon'),
    refused: expect.stringContaining('Mneme.fromBytes'),
  })
})

test.each(['index', 'tensor/scan/threads'])('imports nothing of Node into %s', async name => {
  const { outputFiles } = await build({ ...browser, entryPoints: [join(root, `dist/${name}.js`)], write: false })
  const { text } = outputFiles[0]!
  expect(
    text.match(
      /(?:from|import|import\(|require\()\s*["'](?:node:)?(?:fs|path|os|crypto|url|util|stream|worker_threads|module)["']/g,
    ),
  ).toBeNull()
  expect(text.match(/["']node:[\w/]+["']/g)).toBeNull()
})

test('maps the file system away by the browser field', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { browser?: Record<string, string> }
  expect(manifest.browser).toEqual({
    './dist/checkpoint/disk-files.js': './dist/checkpoint/no-file.js',
    './dist/checkpoint/file.js': './dist/checkpoint/no-file.js',
    './dist/checkpoint/folder.js': './dist/checkpoint/no-file.js',
    './dist/checkpoint/text-file.js': './dist/checkpoint/no-file.js',
    './dist/tensor/scan/node-thread.js': './dist/tensor/scan/web-thread.js',
  })
})
