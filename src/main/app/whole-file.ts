import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { failed } from '@shared/result'

/** The file is there whole or not at all: one that broke off in the middle would pass for a whole one. Throws STORAGE. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID().slice(0, 8)}.tmp`
  try {
    await writeFile(beside, text, { mode: 0o600, flag: 'wx' })
    await rename(beside, file)
  } catch {
    await rm(beside, { force: true }).catch(() => undefined)
    throw failed('STORAGE', 'The file cannot be written.', { details: { cause: 'failed' } })
  }
}
