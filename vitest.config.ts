import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    alias: [
      { find: /^mneme$/, replacement: fileURLToPath(new URL('src/index.ts', import.meta.url)) },
      { find: /^mneme\/research$/, replacement: fileURLToPath(new URL('src/research.ts', import.meta.url)) },
      { find: /^mneme\/weights$/, replacement: fileURLToPath(new URL('src/weights.ts', import.meta.url)) },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/slow/**', '**/node_modules/**'],
    expect: { requireAssertions: true },
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
  },
})
