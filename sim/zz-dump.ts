import { writeFileSync } from 'node:fs'
import { createRandom, Mneme } from '../src/index.ts'
import { Experience } from '../src/controller/experience.ts'
import { drawMessages, wanted } from './lab/taste.ts'
const log: any[] = []
const old = Experience.prototype.apply
Experience.prototype.apply = function (step: any, radius: number) { log.push(step.type === 'decided' ? { ...step, features: [...step.features] } : step); return old.call(this, step, radius) }
for (const seed of [50, 51, 52]) {
  log.length = 0
  const random = createRandom(seed * 1000)
  const messages = drawMessages(600, random)
  let now = Date.UTC(2025, 1, 1)
  const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC', config: { learning: { enabled: true, trustRegion: 0 } } })
  const subjectOf = new Map(messages.map(({ subject }, at) => [`t${at}`, subject]))
  const dec: any[] = []
  for (const [at, m] of messages.entries()) {
    now += 120000
    const { memories } = await memory.process(m.text)
    let sum = 0
    for (const h of memories) for (const id of h.sourceIds) sum += wanted.has(subjectOf.get(id)!) ? 1 : -1
    if (at % 3 === 0 && sum !== 0) await memory.feedback(Math.sign(sum))
    const { decisions: [d] } = await memory.observe({ id: `t${at}`, text: m.text })
    dec.push({ s: m.subject, i: d!.importance, a: d!.action, forced: /replaces|matters/.test(d!.why) || d!.action === 'reinforce' })
    if (at % 20 === 19) { await memory.endSession(); now += 86400000 }
  }
  writeFileSync(`/tmp/dump-${seed}.json`, JSON.stringify({ log, dec }))
}
