// Makes the golden checkpoint of the current format version and the answers it gave: npx tsx test/golden/make.ts
// Run it once when a format version is born, never to make a test pass: an old file must give its old answers for ever.
import { existsSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Mneme } from 'mneme'
import { formatVersion } from '../../src/checkpoint/snapshot.ts'
import { goldenAnswers, goldenConversation, goldenEncoder, goldenNow, goldenStart } from './golden.ts'

const place = (ending: string): string => fileURLToPath(new URL(`v${formatVersion}.${ending}`, import.meta.url))
if (existsSync(place('msgpack')) && !process.argv.includes('--force')) {
  throw new Error(`golden: expected no ${place('msgpack')}, got one; a format version has one golden file (--force before its release)`)
}

let now = goldenStart
const memory = await Mneme.open({
  encoder: goldenEncoder,
  clock: () => now,
  timeZone: 'UTC',
  user: 'golden',
  seed: 42,
  config: { gate: { enabled: false }, retentionDays: 3 },
})
for (const [index, turn] of goldenConversation.entries()) {
  now = goldenStart + index * 43_200_000
  await memory.observe({ ...turn, id: `g${index + 1}` })
  if (index === 4) await memory.endSession()
}
await memory.suppress('g3')
await memory.recall('Which instrument do I play?', { k: 1, reinforce: true })
await memory.forget('g4')
await memory.tick(2)
await memory.endSession()
writeFileSync(place('msgpack'), memory.toBytes())
now = goldenNow
writeFileSync(place('json'), `${JSON.stringify(await goldenAnswers(memory), null, 1)}\n`)
