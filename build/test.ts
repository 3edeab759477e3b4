import type { ElectronRuntime } from './electron-runtime'
import { prepareRuntime } from './launch'
import { Interrupted } from './processes'
import { messageOf, runMain } from './setup-error'
import { endToEndTests, integrationTests, quickChecks } from './stages'
import { closingLines, exitCodeOf, wholeStage, type StageResult } from './tally'

/** Every stage runs, whatever became of the one before, so that one run tells all. */
async function everything(runtime: ElectronRuntime, filter: readonly string[]): Promise<ReadonlyArray<StageResult>> {
  return [
    ...(await guarded('quick checks', () => quickChecks(filter))),
    ...(await guarded('integration and security', async () => [await integrationTests(runtime, filter)])),
    ...(await guarded('e2e', () => endToEndTests(runtime, filter))),
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
 * `npm test [-- filter]` and `npm run test:e2e [-- filter]`.
 *
 * The last line is always `N passed, N failed`. A machine on which not everything can run is a failure, never a reason
 * to skip: a green run means that every test ran.
 */
async function main(): Promise<number> {
  const [mode, ...rest] = process.argv.slice(2)
  const isEndToEndOnly = mode === 'e2e'
  const filter = isEndToEndOnly ? rest : process.argv.slice(2)
  const results = await preparedResults(async (runtime) => {
    console.log(`Tests run on Electron ${runtime.version} (${runtime.source}) and Node ${process.versions.node}.`)
    return isEndToEndOnly ? guarded('e2e', () => endToEndTests(runtime, filter)) : everything(runtime, filter)
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
