import { cp } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { buildIfStale } from './app-build'
import type { ElectronRuntime } from './electron-runtime'
import { runWithKeyring } from './keyring'
import { onDisplay, prepareRuntime, runtimeEnv } from './launch'
import { programFacts } from './package/program-facts'
import { makeProgram, workDir } from './package/program-folder'
import { typeScriptArgs } from './processes'
import { runMain } from './setup-error'

/** `npm run bench:start [-- --packaged]`: how long our window takes, and what it weighs, beside an empty one in the same run. */
await runMain(async () => {
  const runtime = await prepareRuntime('test')
  await buildIfStale()
  const places = process.argv.includes('--packaged') ? await packagedPlaces(runtime) : {}
  return onDisplay((display) => {
    const env = { ...process.env, ...display.env, ...runtimeEnv(runtime), ...places }
    return runWithKeyring(process.execPath, typeScriptArgs('build/bench-measure.ts'), env)
  }, true)
})

/**
 * The folder that a package installs, and for the empty window a copy of the runtime: memory is counted by shares (PSS), and
 * what other programs on this machine share with the one must not make it lighter than the other.
 */
async function packagedPlaces(runtime: ElectronRuntime): Promise<Readonly<Record<string, string>>> {
  const program = join(await makeProgram(runtime, await programFacts({ isQuick: true })), 'holdfast')
  const copy = join(workDir, 'empty')
  await cp(dirname(runtime.executable), copy, { recursive: true })
  return { HOLDFAST_BENCH_PROGRAM: program, HOLDFAST_ELECTRON: join(copy, basename(runtime.executable)) }
}
