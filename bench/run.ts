// Speed, saving, start, encoding, latency, the token estimate, the scan kernel and recall in a large memory, beside what else does
// them; needs a build. `save`, `scan`, `recall`, `evidence` and `rivals` take --rows, 100,000 unless told.
// npx tsx bench/run.ts [speed] [save] [start] [encode] [tokens] [latency] [scan] [recall] [evidence] [rivals] [edge] [--rows N] [--json]
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { edgeFigures } from './edge.ts'
import { encodeFigures } from './encode.ts'
import { evidenceFigures, recallFigures } from './large.ts'
import { latencyFigures } from './latency.ts'
import { rivalFigures } from './rivals.ts'
import { saveFigures } from './save.ts'
import { scanFigures } from './scan.ts'
import { speedFigures } from './speed.ts'
import { startFigures } from './start.ts'
import { tokenFigures } from './tokens.ts'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false }, rows: { type: 'string', default: '100000' } } })
const sections: Record<string, () => Promise<Record<string, number>>> = {
  speed: speedFigures,
  save: () => saveFigures(Number(values.rows)),
  start: startFigures,
  encode: encodeFigures,
  tokens: tokenFigures,
  latency: latencyFigures,
  scan: () => scanFigures(Number(values.rows)),
  recall: () => recallFigures(Number(values.rows)),
  evidence: () => evidenceFigures(Number(values.rows)),
  rivals: () => rivalFigures(Number(values.rows)),
  edge: edgeFigures,
}

const asked = positionals.length > 0 ? positionals : Object.keys(sections)
const figures: Record<string, Record<string, number>> = {}
for (const name of asked) {
  const section = sections[name]
  if (!section) throw new Error(`bench: expected ${Object.keys(sections).join(', ')}, got ${name}; name some of these`)
  console.log(name)
  figures[name] = await section()
  for (const [figure, value] of Object.entries(figures[name])) console.log(`  ${figure.padEnd(34)} ${readable(value)}`)
}
if (values.json) console.log(JSON.stringify({ cpu: cpus()[0]?.model, node: process.version, figures }))

function readable(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toPrecision(3)
}
