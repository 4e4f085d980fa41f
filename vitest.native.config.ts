// The suites that compute with tensors, on tfjs-node: `npm run test:native` builds it first.
import base from './vitest.config.ts'

export default {
  ...base,
  test: { ...base.test, include: ['test/tensor/**/*.test.ts', 'test/weights/**/*.test.ts'], env: { MNEME_TEST_BACKEND: 'node' } },
}
