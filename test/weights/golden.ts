// The golden models, as scripts/weights-golden.py made them.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Every folder of a model. */
export const families = ['llama-gqa', 'llama3', 'llama-linear', 'qwen2', 'smollm2'] as const

/** A sequence and the logits after each of its tokens. */
export interface GoldenCase {
  ids: number[]
  logits: number[][]
}

/** The path of a folder of golden files. */
export function goldenFolder(name: string): string {
  return fileURLToPath(new URL(`golden/${name}`, import.meta.url))
}

/** The cases of a family, of 1, 5, 9 and 23 tokens. */
export function goldenCases(name: string): GoldenCase[] {
  return readJson(name, 'logits.json') as GoldenCase[]
}

/** A golden file's JSON. */
export function readJson(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(`${goldenFolder(folder)}/${file}`, 'utf8'))
}

/** The greatest distance between two lists of numbers of one length. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity
  let most = 0
  for (let index = 0; index < a.length; index++) most = Math.max(most, Math.abs(a[index]! - b[index]!))
  return most
}
