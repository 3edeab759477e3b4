import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** An Electron on this disk. */
export interface FoundRuntime {
  readonly executable: string
  readonly version: string
}

/** Where the executable lies inside an Electron distribution; the same table as in the electron package. */
export function executableIn(distDir: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return join(distDir, 'Electron.app', 'Contents', 'MacOS', 'Electron')
  return join(distDir, platform === 'win32' ? 'electron.exe' : 'electron')
}

/** The Electron in a distribution folder, or undefined. A folder without a `version` file has the version 'unknown'. */
export async function readDistribution(distDir: string): Promise<FoundRuntime | undefined> {
  const executable = executableIn(distDir)
  if (!existsSync(executable)) return undefined
  const version = await readFile(join(distDir, 'version'), 'utf8').catch(() => 'unknown')
  return { executable, version: version.trim().replace(/^v/, '') }
}

/** The SHA-256 of a file, in hex. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
