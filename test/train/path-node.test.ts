// tfjs-node, where `scripts/tfjs-node-native.sh .native` has built it.
import { existsSync } from 'node:fs'
import { it } from 'vitest'
import { pathSuite } from './path-suite.ts'

const addon = new URL('../../.native/node_modules/@tensorflow/tfjs-node/', import.meta.url)

if (existsSync(addon)) pathSuite('tensorflow', { prefer: 'node', nodePackage: new URL('dist/index.js', addon).href })
else {
  it('runs on tfjs-node', context => {
    context.skip('tfjs-node is not built; run scripts/tfjs-node-native.sh .native')
  })
}
