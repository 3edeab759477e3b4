import { onDisplay, prepareRuntime, runtimeEnv } from './launch'
import { passThrough, typeScriptArgs } from './processes'
import { runMain } from './setup-error'

/** `npm run bench:tree`: our tree picker with 5,000 and 50,000 nodes beside Element Plus' with 500, in a real Electron page. */
await runMain(async () => {
  const runtime = await prepareRuntime('test')
  return onDisplay((display) => {
    const env = { ...process.env, ...display.env, ...runtimeEnv(runtime), NODE_ENV: 'production' }
    return passThrough(process.execPath, typeScriptArgs('test/bench/tree/main.ts'), { env })
  }, true)
})
