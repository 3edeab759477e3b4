import { resolve } from 'node:path'
import { projectDir } from './paths'

/** The bundler, of which this asks what a module imports. */
interface Bundle {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/** The windows, by the HTML that each begins with. */
const windows = ['workspace', 'sign-in'].map((name) => resolve(projectDir, 'src/renderer', name, 'index.html'))

/**
 * Names the file that a module of the pages goes to. What a window needs before its first paint is its beginning, one file of
 * the workspace and one that both windows share; the rest is the bundler's choice. Left alone it makes some sixty files of
 * them, each of which has to come through main before anything is painted.
 *
 * @returns a group for `output.codeSplitting` of the bundler
 */
export function startChunks(): { readonly debugName: string; readonly name: (id: string, bundle: Bundle) => string | null } {
  let needs: readonly ReadonlySet<string>[] | null = null
  return {
    debugName: 'start',
    name: (id, bundle) => {
      needs ??= windows.map((window) => reachedFrom(window, bundle))
      const [workspace, signIn] = needs.map((modules) => modules.has(id))
      // A window without a file of its own would be missing in the report of the build.
      const isBeginning = windows.some((window) => window === id || bundle.getModuleInfo(window)?.importedIds.includes(id))
      if (!workspace || isBeginning) return null
      return signIn ? 'both-windows' : 'shell'
    },
  }
}

/** A module and all that has to be there before it runs. What is imported when it is wanted is not among them. */
function reachedFrom(entry: string, bundle: Bundle): ReadonlySet<string> {
  const reached = new Set([entry])
  for (const id of reached) for (const imported of bundle.getModuleInfo(id)?.importedIds ?? []) reached.add(imported)
  return reached
}
