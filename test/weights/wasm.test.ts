import { conformance } from './conformance.ts'

conformance('wasm', { prefer: 'wasm' })
