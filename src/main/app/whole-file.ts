import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { failed, FailureError } from '@shared/result'

/** The file is there whole or not at all: one that broke off in the middle would pass for a whole one. Throws STORAGE. */
export function writeWhole(file: string, text: string): Promise<void> {
  return writeWholeBy(file, (append) => append(text))
}

/** The same for what comes a piece at a time. Throws STORAGE, and whatever `write` throws for a reason of its own. */
export async function writeWholeBy(file: string, write: (append: (text: string) => Promise<void>) => Promise<void>): Promise<void> {
  const beside = `${file}.${randomUUID().slice(0, 8)}.tmp`
  let handle: FileHandle | null = null
  try {
    const opened = await open(beside, 'wx', 0o600)
    handle = opened
    await write((text) => opened.appendFile(text))
    await opened.close()
    await rename(beside, file)
  } catch (error) {
    await handle?.close().catch(() => undefined)
    await rm(beside, { force: true }).catch(() => undefined)
    if (error instanceof FailureError) throw error
    throw failed('STORAGE', 'The file cannot be written.', { details: { cause: 'failed' } })
  }
}
