import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readlinkSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Why nothing can be kept in a folder. */
export type FolderTrouble = 'not-a-folder' | 'read-only' | 'disk-full' | 'failed'

/**
 * Whether files can be made and written in this folder just now; it is made when absent. Asked of the file system itself, by
 * doing it: permissions, a read-only disk, a file in its place and a full disk each show only then. Null: they can.
 */
export function folderTrouble(folder: string): FolderTrouble | null {
  const probe = join(folder, `.write-test-${randomUUID()}`)
  try {
    makeFolder(folder)
    const descriptor = openSync(probe, 'wx', 0o600)
    try {
      writeSync(descriptor, 'holdfast')
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
      rmSync(probe, { force: true })
    }
    return null
  } catch (error) {
    return troubleOf((error as NodeJS.ErrnoException).code)
  }
}

/** Not `recursive`: where a parent takes no folders although it is one (below /proc, say) Node's own way tries for ever. */
function makeFolder(folder: string): void {
  if (isFolder(folder)) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another start has just made it.
    if (!isFolder(folder)) throw error
  }
}

/** Throws what keeps it from being looked at, but for its absence. */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Why the program must not start on this folder. With a full disk it may, where it has been before: what is there can be read, saved and sent. */
export function startTrouble(folder: string): FolderTrouble | null {
  const trouble = folderTrouble(folder)
  return trouble === 'disk-full' && existsSync(join(folder, 'installation.json')) ? null : trouble
}

function troubleOf(code: string | undefined): FolderTrouble {
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'not-a-folder'
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'read-only'
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'failed'
}

/**
 * Whether a program runs on this folder. Chromium's lock is a link whose target ends in the process id; a lock that cannot be
 * made looks to Electron like one that somebody else holds.
 */
export function isInUse(folder: string): boolean {
  try {
    const pid = Number(/-(\d+)$/.exec(readlinkSync(join(folder, 'SingletonLock')))?.[1])
    process.kill(pid, 0)
    return pid > 0
  } catch (error) {
    // It lives, and is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM' && (error as NodeJS.ErrnoException).syscall === 'kill'
  }
}
