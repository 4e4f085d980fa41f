// tfjs-node, where `scripts/tfjs-node-native.sh .native` has built it; once built it must load and must be what runs.
import { existsSync } from 'node:fs'
import { it } from 'vitest'
import { nativeFolder } from '../backend.ts'
import { conformance } from './conformance.ts'

if (existsSync(nativeFolder)) conformance('tensorflow', { prefer: 'node', nodePackage: new URL('dist/index.js', nativeFolder).href })
else {
  it('runs on tfjs-node', context => {
    context.skip('tfjs-node is not built; run scripts/tfjs-node-native.sh .native')
  })
}
