import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { projectDir } from './paths'
import { passThrough, toolPath } from './processes'
import { SetupError } from './setup-error'

/**
 * The oldest Electron the built code has to run on: the one from the npm package (runtime-from-npm-package).
 *
 * electron-vite would aim at the installed electron package's Chrome and Node, and may leave in what older ones lack.
 */
const oldestElectronMajor = '33'

/** What goes into the build. */
const sources = [
  'src',
  'CHANGELOG.md',
  'electron.vite.config.ts',
  'build/chunk-report.ts',
  'build/bundled-report.ts',
  'build/start-chunks.ts',
  'build/no-remote-log.ts',
  'build/no-schema-validator.ts',
  'package.json',
  'package-lock.json',
]

/** What comes out of it, one file of each of the three parts. */
const products = ['out/main/entry.cjs', 'out/main/index.cjs', 'out/preload/workspace.cjs', 'out/renderer/workspace/index.html', 'out/bundled.json']

/** The environment for electron-vite. */
export function viteEnv(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, ELECTRON_MAJOR_VER: oldestElectronMajor }
}

/**
 * Runs `electron-vite build` and gives its exit code.
 *
 * @param flags of electron-vite; `--logLevel warn` when its lists of files are of no interest
 */
export function buildApp(flags: readonly string[] = []): Promise<number> {
  const args = [toolPath('electron-vite', 'bin', 'electron-vite.js'), 'build', ...flags]
  return passThrough(process.execPath, args, { env: viteEnv() })
}

/** Whether `out/` has to be built anew: a product is absent, or older than the newest source. */
export async function isBuildStale(dir: string = projectDir): Promise<boolean> {
  if (products.some((product) => !existsSync(join(dir, product)))) return true
  const built = await Promise.all(products.map(async (product) => (await stat(join(dir, product))).mtimeMs))
  const changed = await Promise.all(sources.map((source) => newestIn(join(dir, source))))
  return Math.max(...changed) > Math.min(...built)
}

async function newestIn(path: string): Promise<number> {
  const info = await stat(path).catch(() => undefined)
  if (!info) return 0
  if (!info.isDirectory()) return info.mtimeMs
  const names = await readdir(path)
  const below = await Promise.all(names.map((name) => newestIn(join(path, name))))
  return Math.max(info.mtimeMs, ...below) // the folder's own time tells of a file that was removed
}

const quietly = ['--logLevel', 'warn']

/** @throws SetupError when the build fails; what was built before is then not started */
export async function buildIfStale(say: (line: string) => void = console.log): Promise<void> {
  if (!(await isBuildStale())) return
  say('Building the app …')
  if ((await buildApp(quietly)) === 0) return
  throw new SetupError({
    happened: 'The app could not be built; the reason stands above.',
    kept: 'the sources; an older build is not started in place of this one.',
    todo: 'mend what the build names, then start again.',
  })
}
