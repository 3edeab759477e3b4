import { join } from 'node:path'
import { projectDir } from '../paths'
import { capture } from '../processes'
import { sandboxFlag } from '../sandbox-flag'

/**
 * How V8 is told to compile every function, not only those that run at once, and to give the same bytes each time: it orders
 * names by a seed that is another one in every process.
 */
const compilingFlags = '--js-flags=--no-lazy --hash-seed=1'

/** What takes a second. */
const longestRunMs = 60_000

/** Nothing is shown: the scripts end before there is a window, and a build machine has no screen. */
const withoutScreen = '--ozone-platform=headless'

/**
 * Has this Electron compile the built main, for a program that is made of it: `<file>.v8` for each file that
 * `src/main/entry.ts` loads. Two runs: one compiles, and one without flags signs what was compiled as being of its kind, and
 * sees that V8 takes it.
 *
 * @param folder where to write them
 * @returns the folder; null where V8 does not take them. The program then reads its files, and is somewhat later at its window
 */
export async function compileMain(electron: string, folder: string): Promise<string | null> {
  const script = join(projectDir, 'build', 'package', 'compile-main.js')
  const run = (step: 'compile' | 'seal', flags: readonly string[]) =>
    capture(electron, [...sandboxFlag().args, withoutScreen, ...flags, script, step, join(projectDir, 'out', 'main'), folder], { timeout: longestRunMs })
  const compiled = await run('compile', [compilingFlags])
  const sealed = compiled.code === 0 ? await run('seal', []) : compiled
  if (sealed.code === 0) return folder
  console.log(`! Main's code is not compiled beforehand: ${sealed.stderr.trim().split('\n').at(-1) || `Electron ended with ${sealed.code}.`} The program starts without, somewhat later.`)
  return null
}
