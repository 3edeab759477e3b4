import { createHash } from 'node:crypto'
import { closeSync, fstatSync, fsyncSync, lstatSync, openSync, readFileSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

/**
 * What is known of a data file beside it, without its key: that it has held work, how often it was changed, and what it was
 * when it was closed. A file that is gone, empty or older than that is not a new one. The mark goes with the folder only.
 */
export interface DataMark {
  /** At least so many changes have been acknowledged. */
  readonly changes: number
  /** The file as it was closed; null while it is open, or when it was not closed in good order. */
  readonly closed: { readonly bytes: number; readonly sha256: string } | null
  /** A recovery is under way: what it reads lies under this name, or, not moved yet, at the file's own. */
  readonly recovering: { readonly aside: string; readonly isMoved: boolean } | null
  /** On which computer it was worked on last (app/machine-id.ts); null: not known. */
  readonly machine: string | null
}

const markSchema = z.object({
  changes: z.number().int().min(0),
  closed: z.object({ bytes: z.number().int(), sha256: z.string() }).nullable(),
  recovering: z.object({ aside: z.string(), isMoved: z.boolean() }).nullable(),
  machine: z.string().max(64).nullable().default(null),
})

/** One sector, always whole: what is written over it is there, or what was there before. */
const MARK_BYTES = 512

export function markOf(path: string): string {
  return `${path}.mark`
}

/** `unreadable`: there was one. It cannot be told any more how often the file was changed. */
export function readMark(path: string): DataMark | 'absent' | 'unreadable' {
  try {
    const [sum, text = ''] = readFileSync(markOf(path), 'utf8').trimEnd().split('\n')
    if (sum !== sumOf(text)) return 'unreadable'
    return markSchema.parse(JSON.parse(text))
  } catch {
    return kindOf(markOf(path)) === 'absent' ? 'absent' : 'unreadable'
  }
}

/** On the disk when it returns, with its place in the folder. Throws the file system's error. */
export function writeMark(path: string, mark: DataMark): void {
  // Something else than a file of ours in its place, or a cut one, is no mark.
  if (kindOf(markOf(path)) === 'other') rmSync(markOf(path), { recursive: true, force: true })
  closeSync(openSync(markOf(path), 'a', 0o600))
  noteMark(path, mark, true)
  syncFolder(dirname(path))
}

/** Over the one that is there. @param isSynced Otherwise it may be lost with the power, and then says less than it could. */
export function noteMark(path: string, mark: DataMark, isSynced: boolean): void {
  const text = JSON.stringify(mark)
  const descriptor = openSync(markOf(path), 'r+')
  try {
    writeSync(descriptor, `${sumOf(text)}\n${text}`.padEnd(MARK_BYTES), 0)
    if (isSynced) fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Beside a data file that is in use: how often in a row opening it was begun and not seen to its end. */
function inUseMarkOf(path: string): string {
  return `${path}.in-use`
}

const OPENING = 'opening begun'

/** Null: the file was closed in good order. */
export function openingsOf(path: string): number | null {
  const kind = kindOf(inUseMarkOf(path))
  if (kind === 'absent') return null
  try {
    // A line for each: a number in which a bit is turned over would be another number.
    return readFileSync(inUseMarkOf(path), 'utf8')
      .split('\n')
      .filter((line) => line === OPENING).length
  } catch {
    return 0
  }
}

/** Never throws: a disk that takes no mark will say so where it matters. */
export function noteInUse(path: string, openings: number): void {
  try {
    if (kindOf(inUseMarkOf(path)) === 'other') rmSync(inUseMarkOf(path), { recursive: true, force: true })
    const descriptor = openSync(inUseMarkOf(path), 'w', 0o600)
    writeSync(descriptor, `${OPENING}\n`.repeat(openings))
    closeSync(descriptor)
  } catch {
    // Then the log that stays beside the file after an end without order tells of it.
  }
}

export function endUse(path: string): void {
  rmSync(inUseMarkOf(path), { recursive: true, force: true })
}

export type Kind = 'absent' | 'empty' | 'file' | 'other'

/** `other`: a folder, a link that leads nowhere or in a circle, or something that is no file. */
export function kindOf(path: string): Kind {
  try {
    const found = statSync(path)
    if (!found.isFile()) return 'other'
    return found.size === 0 ? 'empty' : 'file'
  } catch {
    return lstatSync(path, { throwIfNoEntry: false }) ? 'other' : 'absent'
  }
}

/** Above this a file is rather looked through in another process than read whole here. */
const MOST_HASHED_BYTES = 8_000_000

/** The file as it is; null where it is too large, or cannot be read. Only of one that is not open: closing what is read here ends SQLite's locks. */
export function fingerprintOf(path: string): DataMark['closed'] {
  try {
    const descriptor = openSync(path, 'r')
    try {
      const { size } = fstatSync(descriptor)
      if (size > MOST_HASHED_BYTES) return null
      const bytes = Buffer.alloc(size)
      readSync(descriptor, bytes, 0, size, 0)
      return { bytes: size, sha256: createHash('sha256').update(bytes).digest('hex') }
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return null
  }
}

/** A new or renamed file has its name on the disk. Never throws: not every system lets a folder be opened. */
export function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // Windows keeps names by itself.
  }
}

/** Whether a file is still as it was closed. */
export function isSame(a: NonNullable<DataMark['closed']>, b: DataMark['closed']): boolean {
  return b !== null && a.bytes === b.bytes && a.sha256 === b.sha256
}

/** Less has happened in the file than was acknowledged. Where the mark cannot be read, nobody knows: then it counts as older. */
export function isOlder(changes: number, mark: DataMark | 'absent' | 'unreadable', witness: number): boolean {
  if (mark === 'unreadable' || changes < witness) return true
  // A mark comes before the first change: a file that has seen one is not without it by itself.
  return mark === 'absent' ? changes > 0 : changes < mark.changes
}
