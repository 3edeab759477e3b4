import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { KeychainDriver } from './keychain'

/** What of Electron's safeStorage is used: one key of the operating system's, and what it makes of short texts. */
export interface Cipher {
  isEncryptionAvailable(): boolean
  /** Only Linux has more than one. */
  getSelectedStorageBackend?(): string
  encryptString(plain: string): Buffer
  /** Throws where the key is another one than that by which it was encrypted. */
  decryptString(encrypted: Buffer): string
}

const itemsSchema = z.object({ version: z.literal(1), items: z.record(z.string(), z.string()) })

/** In the data folder, beside what they protect. */
export function encryptedItemsFile(dataFolder: string): string {
  return join(dataFolder, 'secrets.json')
}

/**
 * A keychain made of the system's one key and a file of ours, for where keytar cannot be loaded; null where the key would lie in
 * the open.
 *
 * With `basic_text` Chromium takes a key that is written in its source: whoever has the file has the secrets. Must be asked after
 * `ready`. Each change is on the disk when it resolves, whole, or not at all. Rejects where the file cannot be read or written, and
 * then leaves it as it is.
 */
export function createEncryptedItems(cipher: Cipher, file: string, platform: NodeJS.Platform = process.platform): KeychainDriver | null {
  if (!cipher.isEncryptionAvailable()) return null
  const backend = platform === 'linux' ? cipher.getSelectedStorageBackend?.() : 'system'
  if (backend === undefined || backend === 'basic_text' || backend === 'unknown') return null
  const name = (service: string, account: string): string => `${service}/${account}`
  return {
    getPassword: (service, account) =>
      attempt(() => {
        const encrypted = readItems(file)[name(service, account)]
        return encrypted === undefined ? null : cipher.decryptString(Buffer.from(encrypted, 'base64'))
      }),
    setPassword: (service, account, password) =>
      attempt(() => {
        writeItems(file, { ...readItems(file), [name(service, account)]: cipher.encryptString(password).toString('base64') })
      }),
    deletePassword: (service, account) =>
      attempt(() => {
        const { [name(service, account)]: removed, ...others } = readItems(file)
        if (removed === undefined) return false
        writeItems(file, others)
        return true
      }),
  }
}

/** Throws land in the promise, as with every keychain. */
function attempt<T>(run: () => T): Promise<T> {
  return Promise.resolve().then(run)
}

function readItems(file: string): Readonly<Record<string, string>> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  return itemsSchema.parse(JSON.parse(text)).items
}

/** A key must be safe before the first byte that needs it is written: the file is synced, and so is its place in the folder. */
function writeItems(file: string, items: Readonly<Record<string, string>>): void {
  const beside = `${file}.new`
  const descriptor = openSync(beside, 'w', 0o600)
  try {
    // Not writeSync: on a disk that gets full it writes a part, and throws nothing.
    writeFileSync(descriptor, JSON.stringify({ version: 1, items }))
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(beside, file)
  if (process.platform === 'win32') return
  const folder = openSync(dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
