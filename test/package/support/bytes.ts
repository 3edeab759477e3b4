import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the files below a folder hold, in bytes. */
export function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}
