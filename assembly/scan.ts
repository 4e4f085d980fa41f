// The scan kernel in AssemblyScript with SIMD. `src/tensor/scan/scalar.ts` computes the same numbers bit for bit: change both together.
export { configure } from './layout'
export { dot } from './product'
export { encode, rotate, shrink } from './encode'
export { begin, finish, narrow, products, scan } from './search'
