// tfjs-node, where `scripts/tfjs-node-native.sh .native` has built it; once built it must load and must be what runs.
import { existsSync } from 'node:fs'
import { it } from 'vitest'
import { conformance } from './conformance.ts'

const addon = new URL('../../.native/node_modules/@tensorflow/tfjs-node/', import.meta.url)

if (existsSync(addon)) conformance('tensorflow', { prefer: 'node', nodePackage: new URL('dist/index.js', addon).href })
else {
  it('runs on tfjs-node', context => {
    context.skip('tfjs-node is not built; run scripts/tfjs-node-native.sh .native')
  })
}
