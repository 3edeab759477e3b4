import { join } from 'node:path'
import { buildIfStale } from './app-build'
import { runWithKeyring } from './keyring'
import { onDisplay, prepareRuntime, runtimeEnv } from './launch'
import { programFacts } from './package/program-facts'
import { makeProgram } from './package/program-folder'
import { typeScriptArgs } from './processes'
import { runMain } from './setup-error'

/** `npm run bench:start [-- --packaged]`: how long our window takes, and what it weighs, beside an empty one in the same run. */
await runMain(async () => {
  const runtime = await prepareRuntime('test')
  await buildIfStale()
  // The folder is what a package installs; where it lies makes no difference that can be measured.
  const program = process.argv.includes('--packaged') ? join(await makeProgram(runtime, await programFacts({ isQuick: true })), 'holdfast') : undefined
  return onDisplay((display) => {
    const env = { ...process.env, ...display.env, ...runtimeEnv(runtime), ...(program === undefined ? {} : { HOLDFAST_BENCH_PROGRAM: program }) }
    return runWithKeyring(process.execPath, typeScriptArgs('build/bench-measure.ts'), env)
  }, true)
})
