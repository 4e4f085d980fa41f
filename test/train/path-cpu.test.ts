import { pathSuite } from './path-suite.ts'

pathSuite('cpu', { prefer: 'cpu' })
