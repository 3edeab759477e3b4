import { buildIfStale } from './app-build'
import { runWithKeyring } from './keyring'
import { onDisplay, prepareRuntime, runtimeEnv } from './launch'
import { typeScriptArgs } from './processes'
import { runMain } from './setup-error'

/** `npm run tour`: the story of an edit, told by the real app, on a display and a keyring of its own. */
await runMain(async () => {
  const runtime = await prepareRuntime('test')
  await buildIfStale()
  return onDisplay((display) => {
    const env = { ...process.env, ...display.env, ...runtimeEnv(runtime) }
    return runWithKeyring(process.execPath, typeScriptArgs('test/tour/run-tour.ts', process.argv.slice(2)), env)
  }, true)
})
