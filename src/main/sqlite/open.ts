import { createHmac, createSecretKey, hkdfSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import type Database from 'libsql'
import { type ClosableStepDatabase, migrate, type SchemaStep } from './migrate'

export { NewerSchemaError } from './migrate'

export type SqlValue = string | number | bigint | null | Uint8Array

/** One open SQLite file (or an in-memory database). Synchronous; every method throws `SqliteError` of the driver. */
export interface Sqlite {
  all<Row>(sql: string, params?: readonly SqlValue[]): Row[]
  get<Row>(sql: string, params?: readonly SqlValue[]): Row | undefined
  run(sql: string, params?: readonly SqlValue[]): { changes: number; lastInsertRowid: number }
  /** Runs several statements without parameters. */
  exec(sql: string): void
  /** Runs `work` in one IMMEDIATE transaction: committed when it returns, rolled back when it throws. */
  transaction<T>(work: () => T): T
  /** A checksum of these bytes (32 bytes) with a key of this file's own: the cipher shows no changed bit by itself. */
  readonly mac: Mac
  /** Whoever reads a row that is not what was written says so here. */
  noteDamage(): void
  /**
   * Takes the write-ahead log into the file, and lets go of it. Never throws. False: it could not be, and a connection is
   * left that will remove the log *by its name* whenever the garbage collector comes to it: nothing may take that name.
   */
  close(): boolean
}

export type Mac = (bytes: Uint8Array) => Buffer

export interface OpenOptions<Context = undefined> {
  /** A file path, or `:memory:`. */
  readonly path: string
  /** 64 hex digits (256 bit): encrypts the file at rest. Left out only for databases that hold nothing of value. */
  readonly key?: string
  /** Numbered steps: `migrations[n]` takes the schema from version n to n + 1, each in its own transaction. */
  readonly migrations: readonly SchemaStep<Context>[]
  /** What steps that rewrite rows need to know. */
  readonly context?: Context
  /**
   * Nobody else opens this file while it is open here: then the index of the log lies in memory, not in a mapped file
   * beside it, of which a cut piece would kill the whole process (SIGBUS).
   */
  readonly isAlone?: boolean
  /** Told after the schema was brought up to date; of a new file, from 0. Must not throw. */
  readonly onMigrated?: ((from: number, to: number) => void) | undefined
}

/** The file cannot be written so that a power cut takes nothing: its file system has no write-ahead log, say. Nothing was written to it. */
export class NotDurableError extends Error {
  override readonly name = 'NotDurableError'
  constructor(found: string) {
    super(`The data file would not be durable (${found}). It is not used.`)
  }
}

/** The file could not be opened, and its log not be let go of (see `Sqlite.close`): nothing may take its place in this run. */
export class NotReleasedError extends Error {
  override readonly name = 'NotReleasedError'
  constructor(cause: unknown) {
    super('The data file could not be opened, and its log is still held.', { cause })
  }
}

/**
 * Opens a database, sets its durability and brings the schema up to date. Opening reads: a wrong key or a damaged file
 * shows only at the first query, so that query is made here and its error thrown from here.
 *
 * WAL with `synchronous=FULL`: a committed row survives a power cut. SQLite says nothing when it could not set them, and a
 * lost fsync shows only after a power cut, so both are read back: throws `NotDurableError`. `secure_delete` and `temp_store=MEMORY`: deleted
 * secrets and sort spills do not stay readable on the disk.
 */
export function openSqlite<Context = undefined>(options: OpenOptions<Context>): Sqlite {
  const isFile = options.path !== ':memory:'
  const db = openDriver(options.path, options.key)
  const mac = macWith(options.key)
  const hasLog = isFile && existsSync(`${options.path}-wal`)
  try {
    if (isFile && options.isAlone) db.exec('PRAGMA locking_mode = EXCLUSIVE')
    if (isFile) db.exec('PRAGMA journal_mode = WAL')
    db.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY')
    if (isFile) requireDurability(db)
    const found = migrate(stepDatabase(db, mac), options.migrations, options.context, isFile ? { path: options.path, open: (path) => stepDatabase(openDriver(path, options.key), mac) } : null)
    if (found < options.migrations.length) options.onMigrated?.(found, options.migrations.length)
  } catch (error) {
    const isReleased = letGo(db, isFile)
    if (isReleased || !isFile || !(hasLog || existsSync(`${options.path}-wal`))) throw error
    throw new NotReleasedError(error)
  }
  return wrap(db, mac, isFile)
}

function macWith(key: string | undefined): Mac {
  // Without a key it guards against damage alone, and not against anybody.
  const own = createSecretKey(Buffer.from(hkdfSync('sha256', Buffer.from(key ?? '', 'hex'), '', 'holdfast: checksum of rows', 32)))
  return (bytes) => createHmac('sha256', own).update(bytes).digest()
}

/**
 * The driver's `close` leaves the connection open until the garbage collector has taken every statement. So the log is
 * taken into the file first, and every lock let go.
 */
function letGo(db: Driver, isFile: boolean): boolean {
  try {
    if (!isFile) return true
    db.exec('PRAGMA journal_mode = DELETE')
    const isReleased = (db.prepare('PRAGMA journal_mode').get() as { journal_mode: string }).journal_mode === 'delete'
    db.exec('PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_master')
    return isReleased
  } catch {
    return false
  } finally {
    db.close()
  }
}

type Driver = InstanceType<typeof Database>

const FULL = 2

function requireDurability(db: Driver): void {
  const { journal_mode: mode } = db.prepare('PRAGMA journal_mode').get() as { journal_mode: string }
  const { synchronous } = db.prepare('PRAGMA synchronous').get() as { synchronous: number }
  if (mode !== 'wal' || synchronous !== FULL) throw new NotDurableError(`journal_mode=${mode}, synchronous=${synchronous}`)
}

/** Loaded with the first file: the native module is not to keep the first window waiting. */
const requireHere = createRequire(import.meta.url)

function openDriver(path: string, key: string | undefined): Driver {
  const LibsqlDatabase = requireHere('libsql') as typeof Database
  return new LibsqlDatabase(path, key ? ({ encryptionCipher: 'aes256cbc', encryptionKey: key } as never) : undefined)
}

/** What a step of the schema may use. Statements are not kept: each is run once in the life of a file. */
function stepDatabase(db: Driver, mac: Mac): ClosableStepDatabase {
  return {
    mac,
    exec: (sql) => {
      db.exec(sql)
    },
    all: (sql, params = []) => (db.prepare(sql).all([...params]) as object[]).map(plain) as never,
    run: (sql, params = []) => {
      db.prepare(sql).run([...params])
    },
    close: () => {
      db.close()
    },
  }
}

function wrap(db: Driver, mac: Mac, isFile: boolean): Sqlite {
  const cache = new Map<string, ReturnType<Driver['prepare']>>()
  const prepare = (sql: string): ReturnType<Driver['prepare']> => {
    const known = cache.get(sql)
    if (known) return known
    const made = db.prepare(sql)
    cache.set(sql, made)
    return made
  }
  return {
    all: (sql, params = []) => (prepare(sql).all([...params]) as object[]).map(plain) as never,
    get: (sql, params = []) => {
      const row = prepare(sql).get([...params]) as object | undefined
      return (row && plain(row)) as never
    },
    run: (sql, params = []) => {
      const done = prepare(sql).run([...params])
      return { changes: done.changes, lastInsertRowid: Number(done.lastInsertRowid) }
    },
    exec: (sql) => {
      db.exec(sql)
    },
    transaction: (work) => {
      db.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        db.exec('COMMIT')
        return result
      } catch (error) {
        // A full disk has rolled back by itself, and says so again: the first error is the one that tells.
        if (db.inTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    mac,
    noteDamage: () => undefined,
    close: () => {
      cache.clear()
      return letGo(db, isFile)
    },
  }
}

/** libsql rows carry an extra `_metadata`; only the columns are wanted. */
function plain(row: object): object {
  const { _metadata: _, ...columns } = row as { _metadata?: unknown }
  return columns
}
