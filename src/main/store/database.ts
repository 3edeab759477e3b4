import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DraftStorage } from '@shared/views'
import type { SecretStore } from '../secrets/secret-store'
import { NewerSchemaError, openSqlite, type Sqlite } from '../sqlite/open'
import { MIGRATIONS } from './schema'

/** One user's data on one server. */
export interface UserDatabase {
  readonly db: Sqlite
  readonly storage: DraftStorage
  /** A damaged file, or one that its own key does not open, was moved aside under this name; a fresh one was made. */
  readonly movedAsideTo: string | null
  /**
   * The file is there and untouched but cannot be used: a newer program wrote it, or the disk refuses. `lost`: it was in use,
   * and then it vanished, or the disk became read-only.
   */
  readonly problem: 'newer-schema' | 'unopenable' | 'lost' | null
  /** Whether the file that is written to is still the one at its place. Always true in memory. */
  readonly isInPlace: () => boolean
}

export interface UserDatabaseOptions {
  /** The data file; its folder is made when absent. */
  readonly path: string
  readonly secrets: SecretStore
  /** The keychain item of the database key: `<installation>/<profile>/<user>/db`. */
  readonly keyAccount: string
  readonly wallMs: () => number
  /** As in `FileContext`, for the file of an older program. */
  readonly serverBefore: string | null
}

/**
 * Opens the encrypted data file, with the key from the OS keychain.
 *
 * A key that cannot be had while the file exists means that the keychain is locked or lost: the file stays untouched, no
 * new key is made, and work goes on in memory. A file is moved aside only when a key that is present does not open it.
 */
export async function openUserDatabase(options: UserDatabaseOptions): Promise<UserDatabase> {
  const { path, secrets, keyAccount } = options
  const known = await secrets.read(keyAccount)
  if (known !== null) return openWithKey(options, known)
  if (secrets.protection().state !== 'protected' || existsSync(path)) return inMemory()
  const made = randomBytes(32).toString('hex')
  const isStored = await secrets.write(keyAccount, made)
  // The key must be safe before the first byte that needs it is written.
  return isStored ? openWithKey(options, made) : inMemory()
}

function openWithKey({ path, wallMs, serverBefore }: UserDatabaseOptions, key: string): UserDatabase {
  const open = (): Sqlite => openSqlite({ path, key, migrations: MIGRATIONS, context: { serverBefore } })
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return durable(open(), path, null)
  } catch (error) {
    if (error instanceof NewerSchemaError) return inMemory('newer-schema')
    if (!isUnreadable(error)) return inMemory('unopenable')
  }
  try {
    const aside = moveAside(path, wallMs())
    return durable(open(), path, aside)
  } catch {
    return inMemory('unopenable')
  }
}

function moveAside(path: string, nowMs: number): string {
  const aside = `${path}.unreadable-${new Date(nowMs).toISOString().replaceAll(':', '-')}`
  renameSync(path, aside)
  for (const suffix of ['-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  return aside
}

function durable(db: Sqlite, path: string, movedAsideTo: string | null): UserDatabase {
  const opened = inodeOf(path)
  // On POSIX a file that is in use can be removed with its folder: writing goes on into nothing, and no error says so.
  return { db, storage: 'durable', movedAsideTo, problem: null, isInPlace: () => inodeOf(path) === opened }
}

function inodeOf(path: string): bigint | null {
  try {
    return statSync(path, { bigint: true }).ino
  } catch {
    return null
  }
}

/** Work goes on in memory; what is there goes with the program. */
export function inMemory(problem: UserDatabase['problem'] = null): UserDatabase {
  return { db: openSqlite({ path: ':memory:', migrations: MIGRATIONS }), storage: 'memory-only', movedAsideTo: null, problem, isInPlace: () => true }
}

/** SQLite's own words for a wrong key and for damage. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && /not a database|malformed|corrupt|hmac/i.test(error.message)
}
