import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Dumps of processes that crashed (docs/session.md, "Crash dumps"): only where the person has chosen it, on this computer only,
 * their owner's alone, at most three, for fourteen days. A dump is a piece of a process's memory: it may hold the session.
 */
export interface CrashDumps {
  /** Before the app is ready. Never throws: without dumps the program starts all the same. @param isWanted false: none is made in this run, and what is there goes. */
  begin(isWanted: boolean): void
  /** Those that are too many or too old go. Never throws. */
  prune(): void
  /** All of them go: the person does not want them any more, or has signed out. Never throws. */
  removeAll(): void
}

export interface CrashDumpsDeps {
  readonly dataFolder: string
  readonly wallMs: () => number
  /** Electron's own part: where dumps go, and that they are made and stay here. Cannot be taken back in one run. */
  readonly start: (folder: string) => void
  /** No dumps can be made in this run. */
  readonly onFault: (error: unknown) => void
}

const MOST_DUMPS = 3
const OLDEST_MS = 14 * 24 * 60 * 60 * 1000
const PRIVATE = 0o600
/** What belongs to one dump: the memory, its notes, and the lock that a killed writer left. */
const OF_A_DUMP = /\.(dmp|meta|lock)$/

export function crashDumpFolder(dataFolder: string): string {
  return join(dataFolder, 'crash-dumps')
}

export function createCrashDumps({ dataFolder, wallMs, start, onFault }: CrashDumpsDeps): CrashDumps {
  const folder = crashDumpFolder(dataFolder)
  const prune = (): void => {
    const files = dumpsBelow(folder)
    const dumps = files.filter(({ path }) => path.endsWith('.dmp')).toSorted((a, b) => b.changedMs - a.changedMs)
    const kept = dumps.filter(({ changedMs }, index) => index < MOST_DUMPS && wallMs() - changedMs < OLDEST_MS)
    const names = new Set(kept.map(({ path }) => stemOf(path)))
    for (const { path } of files) {
      if (names.has(stemOf(path))) quietly(() => chmodSync(path, PRIVATE))
      else quietly(() => rmSync(path, { force: true }))
    }
  }
  return {
    begin: (isWanted) => {
      if (!isWanted) {
        quietly(() => rmSync(folder, { recursive: true, force: true }))
        return
      }
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        prune()
        start(folder)
      } catch (error) {
        // A file may stand in its place, or the folder is not ours to write in: at every start, so it must not be the end of one.
        onFault(error)
      }
    },
    prune,
    removeAll: () => {
      // The folder stays: while it is in use, whoever writes there would not make it anew.
      for (const { path } of dumpsBelow(folder)) quietly(() => rmSync(path, { force: true }))
    },
  }
}

/** In the folder itself, or in those that tell how far a dump has come (`new`, `pending`, `completed`). What cannot be looked at is passed over. */
function dumpsBelow(folder: string): { readonly path: string; readonly changedMs: number }[] {
  return (readable(() => readdirSync(folder)) ?? []).flatMap((name) => {
    const path = join(folder, name)
    const info = readable(() => statSync(path))
    if (info?.isDirectory()) return dumpsBelow(path)
    return info?.isFile() && OF_A_DUMP.test(name) ? [{ path, changedMs: info.mtimeMs }] : []
  })
}

function readable<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

function stemOf(path: string): string {
  return path.replace(OF_A_DUMP, '')
}

/** One that is gone meanwhile, or held by its writer, must not keep the others. */
function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // The next start prunes again.
  }
}
