import type { ThreadFile } from '../../src/main/store/cache-thread'

/** The cache's thread from its source: the app has it built, tests run it as it stands. */
export const cacheThread: ThreadFile = {
  file: new URL('../../src/main/store/cache-worker.ts', import.meta.url),
  execArgv: ['--import', 'tsx'],
}
