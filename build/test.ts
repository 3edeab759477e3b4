import type { ElectronRuntime } from './electron-runtime'
import { prepareRuntime } from './launch'
import { Interrupted } from './processes'
import { messageOf, runMain } from './setup-error'
import { endToEndTests, integrationTests, packageTests, quickChecks } from './stages'
import { closingLines, exitCodeOf, wholeStage, type StageResult } from './tally'

/** Every stage runs, whatever became of the one before, so that one run tells all. */
async function everything(runtime: ElectronRuntime, filter: readonly string[]): Promise<ReadonlyArray<StageResult>> {
  return [
    ...(await guarded('quick checks', () => quickChecks(filter))),
    ...(await guarded('integration and security', async () => [await integrationTests(runtime, filter)])),
    ...(await guarded('e2e', () => endToEndTests(runtime, filter))),
    ...(await guarded('package', () => packageTests(runtime, filter, false))),
  ]
}

async function guarded(name: string, stage: () => Promise<ReadonlyArray<StageResult>>): Promise<ReadonlyArray<StageResult>> {
  try {
    return await stage()
  } catch (error) {
    if (error instanceof Interrupted) throw error
    console.error(error)
    return [wholeStage(name, false, messageOf(error).split('\n')[0])]
  }
}

/**
 * `npm test [-- filter]`, `npm run test:e2e [-- filter]` and `npm run test:package [-- filter]`.
 *
 * The last line is always `N passed, N failed`. A machine on which not everything can run is a failure, never a reason
 * to skip: a green run means that every test ran.
 */
async function main(): Promise<number> {
  const [mode, ...rest] = process.argv.slice(2)
  const only = mode === 'e2e' || mode === 'package' ? mode : undefined
  const filter = only ? rest : process.argv.slice(2)
  const results = await preparedResults(async (runtime) => {
    console.log(`Tests run on Electron ${runtime.version} (${runtime.source}) and Node ${process.versions.node}.`)
    if (only === 'e2e') return guarded('e2e', () => endToEndTests(runtime, filter))
    return only === 'package' ? guarded('package', () => packageTests(runtime, filter, true)) : everything(runtime, filter)
  })
  for (const line of closingLines(results)) console.log(line)
  return exitCodeOf(results)
}

async function preparedResults(run: (runtime: ElectronRuntime) => Promise<ReadonlyArray<StageResult>>): Promise<ReadonlyArray<StageResult>> {
  try {
    return await run(await prepareRuntime('test'))
  } catch (error) {
    if (error instanceof Interrupted) throw error
    console.error(messageOf(error))
    return [wholeStage('preparing the machine', false, messageOf(error).split('\n')[0])]
  }
}

await runMain(main)
