import { buildIfStale } from './app-build'
import { runWithKeyring } from './keyring'
import { onDisplay, prepareRuntime, runtimeEnv } from './launch'
import { typeScriptArgs } from './processes'
import { runMain, SetupError } from './setup-error'

/** `npm run count-secrets`: how many copies of a sign-in password are left in the memory of the running app. */
await runMain(async () => {
  if (process.platform !== 'linux') {
    throw new SetupError({ happened: 'Only Linux shows the memory of a program to its starter, as /proc/<pid>/mem.', kept: 'nothing was started.', todo: 'run it on Linux.' })
  }
  const runtime = await prepareRuntime('test')
  await buildIfStale()
  return onDisplay((display) => {
    const env = { ...process.env, ...display.env, ...runtimeEnv(runtime) }
    return runWithKeyring(process.execPath, typeScriptArgs('test/bench/secrets/main.ts'), env)
  }, true)
})
