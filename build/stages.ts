import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { buildApp, buildIfStale } from './app-build'
import { type Display, openDisplay } from './display'
import type { ElectronRuntime } from './electron-runtime'
import { runWithKeyring } from './keyring'
import { runtimeEnv } from './launch'
import { buildForFullTests, buildForQuickTests } from './package-tests'
import { projectDir, resultsDir } from './paths'
import { passThrough, toolPath } from './processes'
import { playwrightCounts, vitestCounts } from './runner-reports'
import { reportedStage, timed, wholeStage, type StageResult } from './tally'

/** How a stage runs its command: as it is, or in a session of its own. */
type Run = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<number>

/** These tools make a great many short-lived objects: with more room for them V8 collects less often, which is worth a fifth of their time. Vitest's workers have it from its config. */
const ROOM = '--max-semi-space-size=64'

const plainly: Run = (args, env) => passThrough(process.execPath, [ROOM, ...args], { env })
const withKeyring: Run = (args, env) => runWithKeyring(process.execPath, [ROOM, ...args], env)

/**
 * eslint, where a warning is a failure, on one core; beside it the form of the files, what nobody uses, vue-tsc over both halves
 * of the program and the tests, and then the quick tests: no core waits for the last file of eslint. What they find names its
 * file, so that both may write as they come.
 */
export async function quickChecks(filter: readonly string[]): Promise<ReadonlyArray<StageResult>> {
  heading('eslint; format, knip, vue-tsc, and then unit')
  const [linted, others] = await Promise.all([
    oneCheck('eslint', [toolPath('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0']),
    otherChecks().then(async (results) => [...results, await unitTests(filter)]),
  ])
  return [linted, ...others]
}

async function otherChecks(): Promise<ReadonlyArray<StageResult>> {
  const results = [await oneCheck('format', [toolPath('@biomejs/biome', 'bin', 'biome'), 'format']), await oneCheck('knip', [toolPath('knip', 'bin', 'knip.js')])]
  return [...results, ...(await typeChecks())]
}

/** vue-tsc over main, the pages, and the tests. */
export async function typeChecks(): Promise<ReadonlyArray<StageResult>> {
  const results: StageResult[] = []
  for (const config of ['tsconfig.json', 'tsconfig.web.json', 'tsconfig.test.json']) {
    results.push(await oneCheck(`vue-tsc ${config}`, [toolPath('vue-tsc', 'bin', 'vue-tsc.js'), '--noEmit', '-p', config]))
  }
  return results
}

function oneCheck(name: string, args: readonly string[]): Promise<StageResult> {
  return timed(async () => wholeStage(name, (await plainly(args, process.env)) === 0))
}

/** The quick tests: pure code, and the pages' components in a simulated DOM. */
function unitTests(filter: readonly string[]): Promise<StageResult> {
  return vitest('unit', ['unit', 'renderer'], filter, { run: plainly, env: process.env, flags: [] })
}

/**
 * Tests that need a real keychain: in a D-Bus session of their own, with an unlocked keyring of their own. All in one run, so
 * that no core waits for the last file of one kind before the next kind begins.
 */
export function integrationTests(runtime: ElectronRuntime, filter: readonly string[]): Promise<StageResult> {
  const env = { ...process.env, ...runtimeEnv(runtime) }
  // They wait for disks, processes and answers: one more of them than there are cores uses what the others leave.
  const how: How = { run: withKeyring, env, flags: [`--maxWorkers=${availableParallelism() + 1}`] }
  return vitest('integration and security', ['integration', 'integration over TLS', 'security'], filter, how)
}

interface How {
  readonly run: Run
  readonly env: NodeJS.ProcessEnv
  /** Of vitest. */
  readonly flags: readonly string[]
}

function vitest(name: string, projects: readonly string[], filter: readonly string[], how: How): Promise<StageResult> {
  return timed(() => runVitest(name, projects, filter, how))
}

async function runVitest(name: string, projects: readonly string[], filter: readonly string[], { run, env, flags }: How): Promise<StageResult> {
  heading(name)
  const report = await freshReport(name)
  const args = [toolPath('vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', ...flags]
  for (const project of projects) args.push('--project', project)
  args.push('--reporter=default', '--reporter=json', `--outputFile.json=${report}`)
  if (filter.length > 0) args.push('--passWithNoTests', ...filter)
  const code = await run(args, env)
  return reportedStage(name, code, vitestCounts(await readReport(report)), filter.length > 0)
}

/** The built app, driven by Playwright on a display and a keyring of its own. Without a build there is nothing to drive. */
export async function endToEndTests(runtime: ElectronRuntime, filter: readonly string[]): Promise<ReadonlyArray<StageResult>> {
  heading('build')
  const built = await timed(async () => wholeStage('build', (await buildApp(['--logLevel', 'warn'])) === 0))
  if (built.failed > 0) return [built, wholeStage('e2e', false, 'there was no build to test')]
  return [built, await timed(() => driveBuiltApp(runtime, filter))]
}

/** An app that starts keeps one core busy, and then mostly waits: two at a time use both, each on a display of its own. A third gained 3 %. */
const WORKERS = process.platform === 'linux' ? 2 : 1

async function driveBuiltApp(runtime: ElectronRuntime, filter: readonly string[]): Promise<StageResult> {
  heading('e2e')
  const report = await freshReport('e2e')
  const displays: Display[] = []
  try {
    while (displays.length < WORKERS) displays.push(await openDisplay(true))
    const args = [toolPath('@playwright', 'test', 'cli.js'), 'test', '--config', 'test/playwright.config.ts', '--workers', String(WORKERS)]
    args.push('--reporter=list,json', ...(filter.length > 0 ? ['--pass-with-no-tests', ...filter] : []))
    const places = { HOLDFAST_DISPLAYS: JSON.stringify(displays.map(({ env }) => env)) }
    const env = { ...process.env, ...displays[0]?.env, ...places, ...runtimeEnv(runtime), PLAYWRIGHT_JSON_OUTPUT_FILE: report }
    const code = await withKeyring(args, env)
    return reportedStage('e2e', code, playwrightCounts(await readReport(report)), filter.length > 0)
  } finally {
    for (const display of displays) await display.close()
  }
}

/**
 * Packages are built, and the installed program is driven from outside, with keys and by what is on the screen.
 *
 * @param isFull all packages, packed as they are handed out, and everything that takes longer than a run of all tests has
 */
export async function packageTests(runtime: ElectronRuntime, filter: readonly string[], isFull: boolean): Promise<ReadonlyArray<StageResult>> {
  if (process.platform !== 'linux' || !(await isAnyMeant(filter))) return []
  heading('package')
  await buildIfStale()
  const startedAt = performance.now()
  const built = await (isFull ? buildForFullTests : buildForQuickTests)(runtime)
  const whole = { ...wholeStage('packages built', true), seconds: (performance.now() - startedAt) / 1000 }
  try {
    const how: How = { run: plainly, env: { ...process.env, ...built.env }, flags: [] }
    return [whole, await vitest('package', isFull ? ['package', 'package in full'] : ['package'], filter, how)]
  } finally {
    await built.close()
  }
}

/** Whether a filter means one of them: building a package for none would be half a minute of nothing. */
async function isAnyMeant(filter: readonly string[]): Promise<boolean> {
  const files = (await readdir(join(projectDir, 'test', 'package'), { recursive: true })).map((name) => `test/package/${name}`)
  return filter.length === 0 || files.some((file) => file.endsWith('.test.ts') && filter.some((part) => file.includes(part)))
}

function heading(name: string): void {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(3, 70 - name.length))}`)
}

/** The path of a report that is certainly not the one of an earlier run. */
async function freshReport(name: string): Promise<string> {
  await mkdir(resultsDir, { recursive: true })
  const path = join(resultsDir, `${name}.json`)
  await rm(path, { force: true })
  return path
}

async function readReport(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}
