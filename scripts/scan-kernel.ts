// Compiles assembly/scan.ts and writes its bytes to src/tensor/scan/binary.ts, where they change, and to dist/scan.wasm.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The bytes of a file in assembly, compiled afresh. In a process of its own: the compiler's types of arrays are not those of here. */
export function compiled(name: string): Uint8Array<ArrayBuffer> {
  const directory = mkdtempSync(join(tmpdir(), 'scan-kernel-'))
  const out = join(directory, 'out.wasm')
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/assemblyscript/bin/asc.js'), join('assembly', name), '--outFile', out,
      '-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--importMemory', '--noExportMemory'], { cwd: root })
    return Uint8Array.from(readFileSync(out))
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** The file that embeds some bytes. */
export function embedding(binary: Uint8Array): string {
  const lines = Buffer.from(binary).toString('base64').match(/.{1,120}/g) ?? []
  return `// Made by scripts/scan-kernel.ts from assembly/scan.ts: change that.\n/** The kernel's WebAssembly in base64. */\n` +
    `export const kernelBinary: string =\n${lines.map(line => `  '${line}'`).join(' +\n')}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = join(root, 'src/tensor/scan/binary.ts')
  const binary = compiled('scan.ts')
  const text = embedding(binary)
  if (readFileSync(target, 'utf8') !== text) writeFileSync(target, text)
  // For runtimes that compile WebAssembly when they are deployed.
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(join(root, 'dist/scan.wasm'), binary)
}
