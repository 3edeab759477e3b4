import { passThrough, toolPath } from './processes'
import { runMain } from './setup-error'

/** `npm test` plays ten thousand schedules; this is for a night, or for a change of the engine. */
const schedules = '200000'

/** `npm run fuzz:session`: random schedules against the session engine. FUZZ_RUNS and FUZZ_SEED are the person's to set. */
await runMain(() => {
  const args = [toolPath('vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', '--project', 'integration', 'session/schedules']
  return passThrough(process.execPath, args, { env: { FUZZ_RUNS: schedules, ...process.env } })
})
