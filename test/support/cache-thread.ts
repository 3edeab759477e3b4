import type { ThreadFile } from '../../src/main/store/cache-thread'
import { builtProgramUrl } from './built-programs'

/** The cache's thread. */
export const cacheThread: ThreadFile = { file: builtProgramUrl('cache-worker') }
