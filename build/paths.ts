import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder with package.json. */
export const projectDir = fileURLToPath(new URL('..', import.meta.url))

/** Where every stage leaves its machine-readable results. */
export const resultsDir = join(projectDir, 'out', 'test-results')

/**
 * Holdfast's own cache: `$XDG_CACHE_HOME` or `~/.cache`, then `holdfast`.
 *
 * Outside node_modules, so that `npm ci` does not throw away what took 196 MB to fetch.
 */
export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'holdfast')
}
