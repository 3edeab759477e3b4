import { join } from 'node:path'
import type { FoundRuntime } from './runtime-files'
import { installKeytar, isKeytarBuilt } from './keytar'
import { projectDir } from './paths'
import { capture } from './processes'
import { messageOf, SetupError } from './setup-error'

/**
 * Makes sure that the keytar in node_modules loads in the Electron that will run it, by loading it there.
 *
 * npm builds it for the Node-API of the Node it finds, and an Electron with an older one does not refuse such a module:
 * it crashes (seen with a build for Node-API 10 in Electron 33). Then it is built anew for an old one. Where there is no
 * keytar at all there is nothing to do: the app says so and keeps secrets in memory.
 *
 * @throws SetupError when it does not load and cannot be built anew
 */
export async function requireKeytarIn(runtime: FoundRuntime, say: (line: string) => void = console.log): Promise<void> {
  if (!isKeytarBuilt() || (await loadsIn(runtime.executable))) return
  say(`keytar was built for a newer Node-API than that of Electron ${runtime.version}: building it anew (half a minute, once) …`)
  try {
    await installKeytar()
  } catch (error) {
    throw unusable(runtime, messageOf(error))
  }
  if (!(await loadsIn(runtime.executable))) throw unusable(runtime, 'it does not load after that either')
}

/** Electron as a plain Node: no window, no display needed, and a crash there is a crash of that process alone. */
async function loadsIn(executable: string): Promise<boolean> {
  const module = join(projectDir, 'node_modules', 'keytar', 'build', 'Release', 'keytar.node')
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  return (await capture(executable, ['-e', 'require(process.argv[1])', module], { env })).code === 0
}

function unusable(runtime: FoundRuntime, why: string): SetupError {
  return new SetupError({
    happened: `keytar in node_modules would crash Electron ${runtime.version}, and it could not be built anew: ${why}`,
    kept: 'everything; nothing was started.',
    todo: 'run `npm run doctor` for what building it needs, or delete node_modules/keytar: secrets are then kept in memory only.',
  })
}
