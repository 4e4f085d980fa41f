// Compiles assembly/scan.ts, for memory of one thread and for shared memory, and bundles what a thread runs: into files of
// src/tensor/scan, where they change, and dist/scan.wasm.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The bytes of a file in assembly, compiled afresh. In a process of its own: the compiler's types of arrays are not those of here. */
export function compiled(name: string, shared = false): Uint8Array<ArrayBuffer> {
  const directory = mkdtempSync(join(tmpdir(), 'scan-kernel-'))
  const out = join(directory, 'out.wasm')
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/assemblyscript/bin/asc.js'), join('assembly', name), '--outFile', out,
      '-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--importMemory', '--noExportMemory',
      ...shared ? ['--enable', 'threads', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'] : []], { cwd: root })
    return Uint8Array.from(readFileSync(out))
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** What a thread runs, as a script that leaves `scanThread`. */
export function bundled(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(root, 'src/tensor/scan/thread.ts')], bundle: true, write: false, format: 'iife', globalName: 'scanThread',
    platform: 'neutral', target: 'es2022', minify: true, legalComments: 'none',
  })
  return outputFiles[0]!.text.trim()
}

/** The file that embeds some text. */
export function embedding(name: string, text: string, { of, from }: { of: string; from: string }): string {
  const lines = text.match(/[^]{1,120}/g) ?? []
  return `// Made by scripts/scan-kernel.ts from ${from}: change that.\n/** ${of}. */\n` +
    `export const ${name}: string =\n${lines.map(line => `  ${quoted(line)}`).join(' +\n')}\n`
}

function quoted(line: string): string {
  return `'${JSON.stringify(line).slice(1, -1).replaceAll(String.raw`\"`, '"').replaceAll("'", String.raw`\'`)}'`
}

function base64(binary: Uint8Array): string {
  return Buffer.from(binary).toString('base64')
}

/** All files that embed something, by name; `kernel` is assembly/scan.ts compiled. */
export function embedded(kernel: Uint8Array = compiled('scan.ts')): Record<string, string> {
  return {
    'binary.ts': embedding('kernelBinary', base64(kernel), { of: `The kernel's WebAssembly in base64`, from: 'assembly/scan.ts' }),
    'shared-binary.ts': embedding('sharedKernelBinary', base64(compiled('scan.ts', true)), { of: 'The same for shared memory', from: 'assembly/scan.ts' }),
    'thread-source.ts': embedding('threadSource', bundled(), { of: 'What a thread runs', from: 'thread.ts' }),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const kernel = compiled('scan.ts')
  for (const [name, text] of Object.entries(embedded(kernel))) {
    const target = join(root, 'src/tensor/scan', name)
    if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text)
  }
  // For runtimes that compile WebAssembly when they are deployed.
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(join(root, 'dist/scan.wasm'), kernel)
}
