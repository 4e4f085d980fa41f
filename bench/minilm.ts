// The MiniLM vectors of the same texts, for `bench/scan.ts` and `bench/rivals.ts` with --vectors FILE --dim 384.
// npx tsx bench/minilm.ts --model FOLDER --out FILE: float32, row by row; some ten minutes
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { chooseEncoder } from '../sim/lab/encoders.ts'
import { written } from './vectors.ts'

const { values: { model, out } } = parseArgs({ options: { model: { type: 'string' }, out: { type: 'string', default: 'minilm.f32' } } })
const { encoder } = await chooseEncoder({ encoder: 'minilm', ...model !== undefined && { model } })
const { dim, values } = await written(encoder)
writeFileSync(out, new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
console.log(`${values.length / dim} texts x ${dim}: ${out}`)
