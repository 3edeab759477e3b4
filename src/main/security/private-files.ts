import { chmod, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Neither the group nor others. */
const OTHERS = 0o077

/**
 * From here on every file that this program makes is its owner's alone, whoever makes it: our own code, SQLite, the log,
 * Chromium. Has no effect on Windows, where a user's folder is private by itself.
 */
export function keepFilesPrivate(): void {
  process.umask(OTHERS)
}

/** Runs something that starts another program, which must not inherit our strictness: what a browser saves is for it to say. */
export async function withUsualFiles<T>(run: () => Promise<T>): Promise<T> {
  const ours = process.umask(USUAL)
  try {
    return await run()
  } finally {
    process.umask(ours)
  }
}

const USUAL = process.umask()

/** Takes from others what files of former versions gave them. What cannot be changed stays as it is: links, and files of others. */
export async function tightenFolder(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  await tighten(folder)
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await tightenFolder(path)
    else if (entry.isFile()) await tighten(path)
  }
}

async function tighten(path: string): Promise<void> {
  try {
    const { mode } = await stat(path)
    if ((mode & OTHERS) !== 0) await chmod(path, mode & ~OTHERS & 0o777)
  } catch {
    // Gone meanwhile, or somebody else's.
  }
}
