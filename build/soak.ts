import { buildIfStale } from './app-build'
import { runWithKeyring } from './keyring'
import { onDisplay, prepareRuntime, runtimeEnv } from './launch'
import { typeScriptArgs } from './processes'
import { runMain } from './setup-error'

/** `npm run soak [-- --minutes=60]`: work that never ends in the real app, and what of its memory does not come back. */
await runMain(async () => {
  const runtime = await prepareRuntime('test')
  await buildIfStale()
  return onDisplay((display) => {
    const env = { ...process.env, ...display.env, ...runtimeEnv(runtime), NODE_ENV: 'production' }
    return runWithKeyring(process.execPath, typeScriptArgs('test/soak/main.ts', process.argv.slice(2)), env)
  }, true)
})
