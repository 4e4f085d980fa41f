import { mergeConfig } from 'vitest/config'
import base from './vitest.config.ts'

export default { ...mergeConfig(base, { test: { testTimeout: 600_000, exclude: [] } }) }
