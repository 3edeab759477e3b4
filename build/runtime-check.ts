import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { unresolvedLibraries } from './os-needs'
import { capture } from './processes'
import { SetupError } from './setup-error'

/** What keeps a runtime from starting on this machine: one line each, nothing when it can start. */
export async function runtimeProblems(executable: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return []
  const [libraries, sandbox] = await Promise.all([unresolvedLibraries(executable), sandboxProblem(executable)])
  const missing = libraries.length > 0 ? [`Electron needs libraries that are missing here: ${libraries.join(', ')}`] : []
  return [...missing, ...(sandbox ? [sandbox] : [])]
}

/**
 * Why Chromium's sandbox cannot work for an ordinary user here, with the commands that mend it; undefined if it can.
 *
 * The sandbox needs user namespaces, which some systems (Ubuntu since 23.10) keep from unknown programs, or Chromium's
 * own helper with the rights of root. We never turn the sandbox off instead.
 */
async function sandboxProblem(executable: string): Promise<string | undefined> {
  if (process.getuid?.() === 0) return undefined
  const namespaces = await capture('unshare', ['--user', '--map-root-user', 'true'])
  if (namespaces.code === 0) return undefined
  const helper = join(dirname(executable), 'chrome-sandbox')
  const info = await stat(helper).catch(() => undefined)
  if (info && info.uid === 0 && (info.mode & 0o4000) !== 0) return undefined
  const commands = `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`
  return `this system keeps user namespaces from programs, and Chromium's sandbox needs them or its helper: ${commands}`
}

/** @throws SetupError when the runtime cannot start here */
export async function requireRuntime(executable: string): Promise<void> {
  const problems = await runtimeProblems(executable)
  if (problems.length === 0) return
  throw new SetupError({
    happened: `Electron cannot start on this machine: ${problems.join('; ')}.`,
    kept: 'everything; nothing was started.',
    todo: 'mend what is named above (`npm run doctor` shows all of it), then start again.',
  })
}
