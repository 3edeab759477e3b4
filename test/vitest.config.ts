import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const alias = { '@shared': `${root}src/shared`, '@renderer': `${root}src/renderer` }

/** `npm run mutate` hands the tests one source file with one small fault in it; the file itself is not touched. */
function mutant() {
  const { file, start, end, replacement } = JSON.parse(process.env['HOLDFAST_MUTANT'] ?? '{}') as { file?: string; start?: number; end?: number; replacement?: string }
  if (file === undefined) return []
  const broken = (text: string): string => `${text.slice(0, start)}${replacement}${text.slice(end)}`
  return [{ name: 'mutant', enforce: 'pre' as const, transform: (text: string, id: string) => (id === `${root}${file}` ? broken(text) : null) }]
}

const project = (name: string, include: string[], environment: 'node' | 'happy-dom' = 'node') => ({
  root,
  plugins: [...mutant(), vue()],
  resolve: { alias },
  test: {
    name,
    include,
    environment,
    // Kept between runs, a page whose style sheet alone was changed cannot be loaded, and a mutant is not seen.
    fsModuleCache: false,
    // Limits are there to end what hangs, not to time it: on a busy machine the same test takes many times as long.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    server: { deps: { inline: ['electron-store'] } },
  },
})

/** Files one after another in one worker: loading the program anew for each of them cost more than its tests. */
const shared = <P extends ReturnType<typeof project>, More extends object>({ test, ...rest }: P, more: More) => ({ ...rest, test: { ...test, isolate: false, ...more } })

const CUT_OVER_TLS = ['session/faults', 'sync/outbox', 'sync/commands', 'sync/connectivity', 'sync/reads'].map((file) => `test/integration/${file}.test.ts`)

export default defineConfig({
  test: {
    // By itself Vitest leaves one core idle: on two that is half of the machine.
    maxWorkers: '100%',
    execArgv: ['--max-semi-space-size=64'],
    globalSetup: ['test/support/built-programs.ts'],
    projects: [
      shared(project('unit', ['test/unit/**/*.test.ts']), { exclude: ['test/unit/renderer/**'] }),
      shared(project('renderer', ['test/unit/renderer/**/*.test.ts'], 'happy-dom'), { setupFiles: ['test/unit/renderer/support/setup.ts'] }),
      shared(project('integration', ['test/integration/**/*.test.ts']), {}),
      shared(project('security', ['test/security/**/*.test.ts']), {}),
      // One after another: there is one screen, and one system to install into.
      shared(project('package', ['test/package/*.test.ts']), { fileParallelism: false }),
      shared(project('package in full', ['test/package/full/*.test.ts']), { fileParallelism: false }),
      // The rows that cut, reset and half-close connections, once more over TLS with HTTP/2 offered.
      shared(project('integration over TLS', CUT_OVER_TLS), { env: { HOLDFAST_TEST_WIRE: 'tls' } }),
    ],
  },
})
