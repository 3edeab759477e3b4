import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startBackendProcess } from '../../support/backend-process'
import { report } from './report'
import { runScenarios, runTimed } from './run'
import { REFRESH_PATH, type Stack } from './stack'
import { articleInterceptor, authRefreshDefaults, authRefreshNoDedupe, singleFlight } from './stacks/axios-peers'
import { googleAuth } from './stacks/google-auth'
import { holdfast } from './stacks/holdfast'
import { kyHook } from './stacks/ky-hook'
import { rtkQuery } from './stacks/rtk-query'

const stacks: readonly Stack[] = [holdfast, articleInterceptor, singleFlight, authRefreshDefaults, authRefreshNoDedupe, rtkQuery, googleAuth, kyHook]

// A stack that leaves a rejection behind must not end the run of the others.
let unhandled = 0
process.on('unhandledRejection', () => {
  unhandled += 1
})

const server = await startBackendProcess({ refresh: 'rotating', generatedUsers: 30 })
let isOurs = false
try {
  await server.control.setDelay(40, REFRESH_PATH)
  const tell = (line: string): void => {
    console.log(line)
  }
  const rows = [...(await runTimed(server, stacks, tell)), ...(await runScenarios(server, stacks, tell))]
  const folder = fileURLToPath(new URL('../../../out/bench/', import.meta.url))
  await mkdir(folder, { recursive: true })
  await writeFile(`${folder}session.json`, `${JSON.stringify({ rows }, null, 2)}\n`)
  const { text, isAllOurs } = report(rows, holdfast.name)
  console.log(text)
  if (unhandled > 0) console.log(`${unhandled} rejection(s) were left unhandled by a stack.`)
  isOurs = isAllOurs
} finally {
  await server.close()
}
// Calls that hang and timers of abandoned clients would keep the process alive.
process.exit(isOurs ? 0 : 1)
