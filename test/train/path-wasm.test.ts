import { pathSuite } from './path-suite.ts'

pathSuite('wasm', { prefer: 'wasm' })
