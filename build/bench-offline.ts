import { resolve } from 'node:path'
import { passThrough, typeScriptArgs } from './processes'
import { runMain } from './setup-error'

/**
 * `npm run bench:offline`: drafts, journal, outbox, cache and long answers. Threads are the built ones: from source they would
 * pay for a compiler that the app does not have.
 */
await runMain(async () => {
  const built = await passThrough(process.execPath, typeScriptArgs('build/build.ts'))
  if (built !== 0) return built
  const env = { ...process.env, NODE_ENV: 'production', HOLDFAST_CACHE_THREAD: resolve('out/main/cache-worker.js'), HOLDFAST_ANSWER_THREAD: resolve('out/main/answer-worker.js') }
  return passThrough(process.execPath, typeScriptArgs('test/bench/offline/main.ts'), { env })
})
