import { buildIfStale } from './app-build'
import { runWithKeyring } from './keyring'
import { onDisplay, prepareRuntime, runtimeEnv } from './launch'
import { typeScriptArgs } from './processes'
import { runMain } from './setup-error'

/** `npm run bench:bridge`: what a call of a page costs beside a bare request of main, in the real app on a display of its own. */
await runMain(async () => {
  const runtime = await prepareRuntime('test')
  await buildIfStale()
  return onDisplay((display) => {
    const env = { ...process.env, ...display.env, ...runtimeEnv(runtime), NODE_ENV: 'production' }
    return runWithKeyring(process.execPath, typeScriptArgs('test/bench/bridge/main.ts'), env)
  }, true)
})
