import { passThrough, toolPath } from './processes'
import { runMain } from './setup-error'

/** 200 single bits in the data file and 200 in its log; `npm test` turns over a few of both. */
const night = { FUZZ_DAMAGE_FLIPS: '200' }

/** `npm run fuzz:damage`: single bits of somebody's work turned over on the disk. FUZZ_DAMAGE_SEED repeats a run. */
await runMain(() => {
  const args = [toolPath('vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', '--project', 'integration', 'store/flipped-bits']
  return passThrough(process.execPath, args, { env: { ...night, ...process.env } })
})
