import { buildIfStale } from './app-build'
import { runWithKeyring } from './keyring'
import { onDisplay, prepareRuntime, runtimeEnv } from './launch'
import { typeScriptArgs } from './processes'
import { runMain } from './setup-error'

/** `npm run bench:start`: how long our window takes, and what it weighs, beside an empty one in the same run. */
await runMain(async () => {
  const runtime = await prepareRuntime('test')
  await buildIfStale()
  return onDisplay((display) => {
    const env = { ...process.env, ...display.env, ...runtimeEnv(runtime) }
    return runWithKeyring(process.execPath, typeScriptArgs('build/bench-measure.ts'), env)
  }, true)
})
