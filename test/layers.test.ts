// The architecture as a test: what lies in src, who may import whom, and what never loads by accident.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

// Top to bottom: a file imports its own folder and lines below it. A name is a folder or a file of src.
const layers = [
  ['cli'],
  ['index', 'research'],
  ['hub'],
  ['mneme'],
  ['train'],
  ['sleep'],
  ['training'],
  ['plan', 'context', 'llm'],
  ['recall'],
  ['state'],
  ['extract'],
  ['graph', 'rules', 'topics', 'media', 'procedures'],
  ['fast'],
  ['log', 'lexical', 'stm', 'ltm', 'attention'],
  ['trace'],
  ['controller'],
  ['signals'],
  ['gate'],
  ['classes'],
  ['encode'],
  ['dates'],
  ['weights'],
  ['checkpoint'],
  ['tensor'],
  ['random', 'clock', 'config', 'vector'],
  ['errors'],
]

const whereNewThingsGo = 'maps tensors to tensors -> tensor; text into vectors -> encode; decides -> gate, controller or plan; ' +
  'remembers -> log, stm, ltm, lexical or graph; reads text into the graph -> extract;  happens during sleep -> sleep; ' +
  'answers a question with a number -> sim (outside src); ' +
  'a helper used once stays in its file, used twice it moves to the lowest module that owns its noun; ' +
  'a new layer gets its line in test/layers.test.ts and in the design'

const mayImportNode = /^(tensor\/scan\/node-thread\.ts$|checkpoint\/((text-)?file|disk-files|folder)\.ts$|cli)/
const mayImportTensorFlow = /^(tensor\/|fast\/|attention\/attention\.ts$|(gate|encode)\/[^/]*tensor[^/]*$|train\/(path|trainer)\.ts$|weights\/(activations|adapter|cache|covariance|distil|forward|generate|locate|loss|model|product|rows|score|target-state)\.ts$)/
const mostLines = 320

const root = fileURLToPath(new URL('../src/', import.meta.url))
const sources = new Map(readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.ts'))
  .sort()
  .map(path => [path, readFileSync(root + path, 'utf8')]))

describe('src', () => {
  it('holds only what the layers name', () => {
    const strangers = [...sources.keys()].filter(path => layerOf(path) < 0)
    expect(strangers, `not in the list of layers; where a new thing goes: ${whereNewThingsGo}`).toEqual([])
  })

  it('imports downwards only', () => {
    const wrong = [...sources].flatMap(([path, text]) => imports(text)
      .map(({ from }) => resolve(path, from))
      .filter(target => target !== undefined)
      .filter(target => layerOf(target) >= 0 && topOf(target) !== topOf(path) && layerOf(target) <= layerOf(path))
      .map(target => `${path} imports ${target}`))
    expect(wrong, 'move what is shared to a lower layer, or pass it in as an argument').toEqual([])
  })

  it('imports files that exist, by their whole name', () => {
    const missing = [...sources].flatMap(([path, text]) => imports(text)
      .map(({ from }) => resolve(path, from))
      .filter(target => target !== undefined && !sources.has(target) && !existsSync(root + target))
      .map(target => `${path} imports ${target}`))
    expect(missing).toEqual([])
  })

  it('touches Node in checkpoint/file.ts and the command line only', () => {
    expect(importersOf(/^node:/).filter(path => !mayImportNode.test(path)),
      'the core runs where there is no Node: take the file system through checkpoint/file.ts').toEqual([])
  })

  it('touches TensorFlow where tensors are computed only', () => {
    expect(importersOf(/^@tensorflow\//).filter(path => !mayImportTensorFlow.test(path)),
      'use plain typed arrays, or move the tensor code to src/tensor').toEqual([])
  })

  it('has no long file', () => {
    const long = [...sources].map(([path, text]): [string, number] => [path, text.trimEnd().split('\n').length])
      .filter(([, lines]) => lines > mostLines)
    expect(long, `over ${mostLines} lines: split by noun into a folder of the same name`).toEqual([])
  })

  it('has an index that only re-exports', () => {
    const reExport = /export\s+(type\s+)?\{[^}]*\}\s*from\s*'[^']+';?/g
    const rest = withoutComments(sources.get('index.ts') ?? '').replace(reExport, '').trim()
    expect(rest, 'index.ts lists names; code goes below it').toBe('')
  })

  it('loads no TensorFlow when the index is imported', () => {
    const reached = new Set(['index.ts'])
    const packages = new Map<string, string>()
    for (const path of reached) {
      for (const { from, lazy } of imports(sources.get(path) ?? '')) {
        if (lazy) continue
        const target = resolve(path, from)
        if (target === undefined) packages.set(from, path)
        else reached.add(target)
      }
    }
    const heavy = [...packages].filter(([name]) => /^(@tensorflow|@huggingface|onnxruntime)/.test(name))
    expect(heavy, 'import it with import() where it is first needed').toEqual([])
  })
})

describe('the reader of imports', () => {
  it('sees every form and no comment', () => {
    const text = `// import './no.ts'
      /* from './no.ts' */
      import { a } from './a.ts'
      import type { B } from "./b.ts"
      import './c.ts'
      export { d,
        e } from './d.ts'
      export type { F } from './f.ts'
      export * from './g.ts'
      const h = await import('./h.ts')
      const i = await import(name)`
    expect(imports(text)).toEqual([
      { from: './a.ts', lazy: false }, { from: './b.ts', lazy: true }, { from: './c.ts', lazy: false },
      { from: './d.ts', lazy: false }, { from: './f.ts', lazy: true }, { from: './g.ts', lazy: false },
      { from: './h.ts', lazy: true },
    ])
  })
})

interface Import {
  from: string
  /** Not there at run time, or loaded when asked for. */
  lazy: boolean
}

function imports(text: string): Import[] {
  const pattern = /\b(import|export)\b(\s+type\b)?(\s*\()?(?:[\w\s{},*$]*?\bfrom)?\s*(['"])([^'"\n]+)\4/g
  return [...withoutComments(text).matchAll(pattern)].map(match => ({ from: match[5]!, lazy: Boolean(match[2] ?? match[3]) }))
}

function importersOf(specifier: RegExp): string[] {
  return [...sources].filter(([, text]) => imports(text).some(({ from }) => specifier.test(from))).map(([path]) => path)
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

function resolve(path: string, from: string): string | undefined {
  return from.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), from)) : undefined
}

function topOf(path: string): string {
  return path.split('/')[0]!.replace(/\.ts$/, '')
}

function layerOf(path: string): number {
  return layers.findIndex(names => names.includes(topOf(path)))
}
