import { runWithKeyring } from './keyring'
import { prepareRuntime, runtimeEnv } from './launch'
import { typeScriptArgs } from './processes'
import { runMain } from './setup-error'

/**
 * `npm run mutate [-- --folder=sync --count=20 --seed=1]`: breaks main's engines in one small place at a time, and asks whether a
 * test notices. What no test notices is listed.
 */
await runMain(async () => {
  const runtime = await prepareRuntime('test')
  return runWithKeyring(process.execPath, typeScriptArgs('test/mutation/main.ts', process.argv.slice(2)), { ...process.env, ...runtimeEnv(runtime) })
})
