import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'

export interface MachineFacts {
  readonly platform: NodeJS.Platform
  /** Windows' `%LOCALAPPDATA%`, which stays where a roaming profile goes. */
  readonly localAppData: string | undefined
  /** Files that hold the system's own id, the first that can be read. */
  readonly idFiles?: readonly string[]
}

/** https://www.freedesktop.org/software/systemd/man/latest/machine-id.html */
const ID_FILES = ['/etc/machine-id', '/var/lib/dbus/machine-id']

/**
 * This computer, as the data files name it: as good as what it is made of, and never what the system itself calls it.
 *
 * On Linux that is the system's own id (a cloned disk has the same), on Windows one of ours. On macOS, and where there is neither,
 * it is the computer's name: with a new name work waits for a person without need, and of two with one name neither is noticed.
 */
export function machineId({ platform, localAppData, idFiles = ID_FILES }: MachineFacts): string {
  const system = platform === 'win32' ? ownId(localAppData) : firstOf(idFiles)
  return createHash('sha256')
    .update(`holdfast ${system ?? hostname()}`)
    .digest('hex')
    .slice(0, 16)
}

function firstOf(files: readonly string[]): string | null {
  for (const file of files) {
    const text = textOf(file)
    if (text) return text
  }
  return null
}

/** Made once, and kept where no profile takes it along. */
function ownId(localAppData: string | undefined): string | null {
  if (localAppData === undefined) return null
  const file = join(localAppData, 'Holdfast', 'machine-id')
  const known = textOf(file)
  if (known) return known
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, randomUUID(), { flag: 'wx' })
  } catch {
    // Another start has just made it, or nothing can be kept there.
  }
  return textOf(file)
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null
  } catch {
    return null
  }
}

/**
 * Where Chromium's own files go: on Windows beside the profile and not in it, for a roaming profile is copied at every sign-in and
 * its caches are worth nothing elsewhere. Null: with the data, as where the person has named a folder.
 */
export function sessionDataFolder({ platform, localAppData }: MachineFacts, hasOwnDataFolder: boolean): string | null {
  return platform === 'win32' && localAppData !== undefined && !hasOwnDataFolder ? join(localAppData, 'Holdfast') : null
}
