import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'

/** What tests start as processes and threads of their own. */
const SOURCES = {
  backend: 'build/backend.ts',
  'cache-worker': 'src/main/store/cache-worker.ts',
  'answer-worker': 'src/main/backend/answer-worker.ts',
  'examiner-process': 'src/main/store/examiner-process.ts',
  'dying-process': 'test/support/dying-process.ts',
  'migration-process': 'test/support/migration-process.ts',
  'outbox-process': 'test/support/outbox-process.ts',
  'typing-process': 'test/support/typing-process.ts',
} as const

export type ProgramName = keyof typeof SOURCES

/** Where they lie, for all processes of one run: the first that needs one makes them all. */
const FOLDER_VARIABLE = 'HOLDFAST_TEST_PROGRAMS'

/**
 * One of our programs as a single file of JavaScript, made from today's sources once in a run.
 *
 * From TypeScript each process and each thread would start a compiler first and read some hundred files: more work than most
 * tests ask of them.
 */
export function builtProgram(name: ProgramName): string {
  return join((process.env[FOLDER_VARIABLE] ??= buildPrograms()), `${name}.mjs`)
}

export function builtProgramUrl(name: ProgramName): URL {
  return pathToFileURL(builtProgram(name))
}

/** Vitest's and Playwright's global setup: their workers find the programs made. */
export default function setUp(): void {
  builtProgram('backend')
}

function buildPrograms(): string {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  // Below the project, where the native module that they share is found.
  const all = join(root, 'out/test')
  mkdirSync(all, { recursive: true })
  const folder = mkdtempSync(join(all, 'programs-'))
  buildSync({
    entryPoints: Object.entries(SOURCES).map(([out, source]) => ({ out, in: join(root, source) })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    sourcemap: 'inline',
    platform: 'node',
    format: 'esm',
    alias: { '@shared': join(root, 'src/shared') },
    external: ['libsql'],
    // Under a name that no module of ours has: the bundler does not look at it.
    banner: { js: "import { createRequire as bannerRequire } from 'node:module'; const require = bannerRequire(import.meta.url);" },
  })
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}
