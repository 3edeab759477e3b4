import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const alias = { '@shared': `${root}src/shared`, '@renderer': `${root}src/renderer` }
const project = (name: string, include: string[], environment: 'node' | 'happy-dom' = 'node') => ({
  root,
  plugins: [vue()],
  resolve: { alias },
  test: {
    name,
    include,
    environment,
    testTimeout: 30_000,
    // Opening a whole page in a simulated DOM takes its time on a busy machine.
    hookTimeout: 60_000,
    server: { deps: { inline: ['electron-store'] } },
  },
})

const CUT_OVER_TLS = ['session/faults', 'sync/outbox', 'sync/commands', 'sync/connectivity', 'sync/reads'].map((file) => `test/integration/${file}.test.ts`)

export default defineConfig({
  test: {
    projects: [
      { ...project('unit', ['test/unit/**/*.test.ts']), test: { ...project('unit', ['test/unit/**/*.test.ts']).test, exclude: ['test/unit/renderer/**'] } },
      project('renderer', ['test/unit/renderer/**/*.test.ts'], 'happy-dom'),
      project('integration', ['test/integration/**/*.test.ts']),
      project('security', ['test/security/**/*.test.ts']),
      // The rows that cut, reset and half-close connections, once more over TLS with HTTP/2 offered.
      {
        ...project('integration over TLS', CUT_OVER_TLS),
        test: { ...project('integration over TLS', CUT_OVER_TLS).test, env: { HOLDFAST_TEST_WIRE: 'tls' } },
      },
    ],
  },
})
