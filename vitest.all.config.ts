// Everything, the slow tests included: kills, bundles, optional peers.
import base from './vitest.config.ts'

export default {
  ...base,
  test: { ...base.test, exclude: ['**/node_modules/**'], testTimeout: 600_000, hookTimeout: 300_000 },
}
