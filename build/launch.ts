import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { openDisplay, type Display } from './display'
import { findElectronRuntime, type ElectronRuntime } from './electron-runtime'
import { requireKeytarIn } from './keytar-in-electron'
import { linesOf, nodeProblem, prepareMachine, type Purpose } from './machine'
import { projectDir } from './paths'
import { untilEnded } from './processes'
import { requireRuntime } from './runtime-check'
import { sandboxFlag } from './sandbox-flag'
import { SetupError } from './setup-error'

/**
 * Makes the machine ready, finds the runtime, and makes sure that it can start here and can load keytar.
 *
 * @throws SetupError when the purpose cannot be reached on this machine
 */
export async function prepareRuntime(purpose: Purpose): Promise<ElectronRuntime> {
  await prepareOrStop(purpose)
  const runtime = await findElectronRuntime()
  await requireRuntime(runtime.executable)
  await requireKeytarIn(runtime)
  return runtime
}

const cannot: Readonly<Record<Purpose, string>> = {
  start: 'The app cannot open a window on this machine.',
  package: 'Packages cannot be built on this machine.',
  test: 'Not every test can run on this machine.',
}

/** The doctor's quiet half: says what it did or what is missing, and stops where going on makes no sense. */
export async function prepareOrStop(purpose: Purpose): Promise<void> {
  const tooOld = nodeProblem(process.versions.node)
  if (tooOld) throw new SetupError({ happened: tooOld, kept: 'everything; nothing was started.', todo: 'install a newer Node.' })
  const report = await prepareMachine(purpose)
  for (const line of linesOf(report, purpose)) console.log(line)
  if (report.canGoOn) return
  throw new SetupError({
    happened: cannot[purpose],
    kept: 'everything; nothing was started.',
    todo: 'install what is named above (as root on Debian and Ubuntu it is done for you), then try again.',
  })
}

/** How programs that drive the app are told of the runtime: tests, tour and bench read these. */
export function runtimeEnv(runtime: ElectronRuntime): Readonly<Record<string, string>> {
  return { HOLDFAST_ELECTRON: runtime.executable, HOLDFAST_ELECTRON_VERSION: runtime.version }
}

/** Starts the built app and gives its exit code once it has ended. */
export async function startApp(runtime: ElectronRuntime, appArgs: readonly string[]): Promise<number> {
  const flag = sandboxFlag()
  if (flag.note) console.log(flag.note)
  return onDisplay(async (display) => {
    const args = [...flag.args, projectDir, ...appArgs]
    const env = { ...process.env, ...display.env }
    const isOurs = display.note !== undefined
    const app = spawn(runtime.executable, args, { env, stdio: ['inherit', 'inherit', isOurs ? 'pipe' : 'inherit'] })
    if (app.stderr) passOnWithoutNoise(app.stderr)
    return untilEnded(app)
  })
}

/** Chromium's complaints about a display without a graphics card and a session without a bus; they change nothing. */
const noise = /:ERROR:(bus|viz_main_impl|shared_image_interface_proxy|one_copy_raster_buffer_provider)\.cc\(/

function passOnWithoutNoise(from: Readable): void {
  createInterface({ input: from }).on('line', (line) => {
    if (!noise.test(line)) process.stderr.write(`${line}\n`)
  })
}

/** Runs a task on the session's display, or a virtual one that is ended afterwards. */
export async function onDisplay(task: (display: Display) => Promise<number>, isOwnWanted = false): Promise<number> {
  const display = await openDisplay(isOwnWanted)
  try {
    if (display.note) console.log(display.note)
    return await task(display)
  } finally {
    await display.close()
  }
}
