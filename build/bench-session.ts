import { passThrough, typeScriptArgs } from './processes'
import { runMain } from './setup-error'

/**
 * `npm run bench:session`: our session engine beside the usual ways to renew a token, on the same server and transport.
 * In a process of its own, so that libraries that read NODE_ENV once run without their development checks.
 */
await runMain(() => passThrough(process.execPath, typeScriptArgs('test/bench/session/main.ts'), { env: { ...process.env, NODE_ENV: 'production' } }))
