import { passThrough, toolPath } from './processes'
import { runMain } from './setup-error'

/** Ten seeds of 500 edits each, and a hundred kills of a process that types; `npm test` plays a few of both. */
const night = { FUZZ_OFFLINE_EDITS: '500', FUZZ_OFFLINE_SEEDS: '10', FUZZ_KILLS: '100' }

/**
 * `npm run fuzz:offline`: two clients that edit offline against one back-end, once for each habit of real servers, and kills at
 * random moments of typing.
 * FUZZ_OFFLINE_SEED (the first of the seeds) and FUZZ_SEED repeat a run.
 */
await runMain(() => {
  const args = [toolPath('vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', '--project', 'integration', 'sync/offline-fuzz', 'store/kills-typing']
  return passThrough(process.execPath, args, { env: { ...night, ...process.env } })
})
