// What runs in workerd: a memory from bytes, told something, asked. One request does it all: promises do not outlive theirs.
import encoder from '../checkpoints/encoder-en.msgpack'
import policy from '../checkpoints/policy-en.msgpack'
import scanKernel from '../dist/scan.wasm'
import { Mneme, embedded, loadPolicy } from '../dist/index.js'

export default {
  async fetch(request) {
    const { searchParams } = new URL(request.url)
    const reader = await embedded({ bytes: encoder })
    const now = Number(searchParams.get('now'))
    const memory = await Mneme.fromBytes(new Uint8Array(await request.arrayBuffer()), {
      reader, policy: loadPolicy(new Uint8Array(policy)), timeZone: 'UTC', clock: () => now, ...(searchParams.has('kernel') && { scanKernel }),
    })
    const { decisions } = await memory.observe(searchParams.get('said'))
    const hits = []
    for (let turn = 0; turn < Number(searchParams.get('recalls')); turn++) {
      hits.push((await memory.recall(searchParams.get('asked'))).map(({ text, score }) => ({ text, score })))
    }
    return Response.json({ action: decisions[0].action, hits: hits.at(-1), compiles: compiles() })
  },
}

/** True where WebAssembly is compiled from bytes. */
function compiles() {
  try {
    return new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)) instanceof WebAssembly.Module
  } catch {
    return false
  }
}
