import { resolve } from 'node:path'
import { passThrough, typeScriptArgs } from './processes'
import { runMain } from './setup-error'

/** Megabytes; `v8.getHeapSpaceStatistics()` of Electron gives 16 for both halves, this Node up to 128. */
const APP_HEAP = '--max-semi-space-size=8'

/**
 * `npm run bench:offline`: drafts, journal, outbox, cache and long answers. Threads are the built ones: from source they would
 * pay for a compiler that the app does not have. Young objects have as much room as in the app: cleared, they stop everything
 * for a time that grows with it.
 */
await runMain(async () => {
  const built = await passThrough(process.execPath, typeScriptArgs('build/build.ts'))
  if (built !== 0) return built
  const env = { ...process.env, NODE_ENV: 'production', HOLDFAST_CACHE_THREAD: resolve('out/main/cache-worker.cjs'), HOLDFAST_ANSWER_THREAD: resolve('out/main/answer-worker.cjs') }
  return passThrough(process.execPath, [APP_HEAP, ...typeScriptArgs('test/bench/offline/main.ts')], { env })
})
