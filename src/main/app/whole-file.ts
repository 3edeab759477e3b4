import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { failed } from '@shared/result'

/** The file is there whole or not at all: one that broke off in the middle would pass for a whole one. Throws STORAGE. */
export function writeWhole(file: string, text: string): Promise<void> {
  return writeWholeBy(file, (append) => append(text))
}

/** The same for what comes a piece at a time. Throws STORAGE, and whatever `write` throws for a reason of its own. */
export async function writeWholeBy(file: string, write: (append: (text: string) => Promise<void>) => Promise<void>): Promise<void> {
  const beside = `${file}.${randomUUID().slice(0, 8)}.tmp`
  let handle: FileHandle | null = null
  try {
    const opened = await open(beside, 'wx', 0o600).catch(unwritable)
    handle = opened
    await write((text) => opened.appendFile(text).catch(unwritable))
    await opened.close().catch(unwritable)
    await rename(beside, file).catch(unwritable)
  } catch (error) {
    await handle?.close().catch(() => undefined)
    await rm(beside, { force: true }).catch(() => undefined)
    throw error
  }
}

function unwritable(): never {
  throw failed('STORAGE', 'The file cannot be written.', { details: { cause: 'failed' } })
}
