// The backend that tests compute on where it is not their subject: wasm, or tfjs-node under vitest.native.config.ts.
import type { BackendOptions } from '../src/tensor/backend.ts'

/** Where `scripts/tfjs-node-native.sh .native` builds tfjs-node. */
export const nativeFolder = new URL('../.native/node_modules/@tensorflow/tfjs-node/', import.meta.url)

export const testBackend: BackendOptions = process.env['MNEME_TEST_BACKEND'] === 'node'
  ? { prefer: 'node', nodePackage: new URL('dist/index.js', nativeFolder).href }
  : { prefer: 'wasm' }
