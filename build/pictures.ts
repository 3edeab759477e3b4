import { buildIfStale } from './app-build'
import { runWithKeyring } from './keyring'
import { onDisplay, prepareRuntime, runtimeEnv } from './launch'
import { typeScriptArgs } from './processes'
import { runMain } from './setup-error'

/** `npm run pictures`: every page and state of the real app, in both languages and themes and four sizes, into out/pictures. */
await runMain(async () => {
  const runtime = await prepareRuntime('test')
  await buildIfStale()
  return onDisplay((display) => {
    const env = { ...process.env, ...display.env, ...runtimeEnv(runtime) }
    return runWithKeyring(process.execPath, typeScriptArgs('test/pictures/run-pictures.ts', process.argv.slice(2)), env)
  }, true)
})
