import { buildIfStale } from './app-build'
import { prepareRuntime, startApp } from './launch'
import { runMain } from './setup-error'

/** `npm start [-- flags of the app]`: from a fresh clone to an open window. */
await runMain(async () => {
  const runtime = await prepareRuntime('start')
  await buildIfStale()
  return startApp(runtime, process.argv.slice(2))
})
