import Database from 'libsql'

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
  close(): void
}

export interface OpenOptions {
  /** A file path, or `:memory:`. */
  readonly path: string
  /** 64 hex digits (256 bit): encrypts the file at rest. Left out only for databases that hold nothing of value. */
  readonly key?: string
  /** Numbered steps: `migrations[n]` takes the schema from version n to n + 1, each in its own transaction. */
  readonly migrations: readonly string[]
}

/** The file needs a newer Holdfast: it was written by a later schema version. Nothing was changed. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError'
  constructor(found: number, known: number) {
    super(`The data file has schema ${found}, this program knows up to ${known}. It was left as it is.`)
  }
}

/** The file cannot be written so that a power cut takes nothing: its file system has no write-ahead log, say. Nothing was written to it. */
export class NotDurableError extends Error {
  override readonly name = 'NotDurableError'
  constructor(found: string) {
    super(`The data file would not be durable (${found}). It is not used.`)
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
export function openSqlite(options: OpenOptions): Sqlite {
  const isFile = options.path !== ':memory:'
  const db = new Database(
    options.path,
    options.key ? ({ encryptionCipher: 'aes256cbc', encryptionKey: options.key } as never) : undefined,
  )
  try {
    if (isFile) db.exec('PRAGMA journal_mode = WAL')
    db.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY')
    if (isFile) insistOnDurability(db)
    migrate(db, options.migrations)
  } catch (error) {
    db.close()
    throw error
  }
  return wrap(db)
}

type Driver = InstanceType<typeof Database>

const FULL = 2

function insistOnDurability(db: Driver): void {
  const { journal_mode: mode } = db.prepare('PRAGMA journal_mode').get() as { journal_mode: string }
  const { synchronous } = db.prepare('PRAGMA synchronous').get() as { synchronous: number }
  if (mode !== 'wal' || synchronous !== FULL) throw new NotDurableError(`journal_mode=${mode}, synchronous=${synchronous}`)
}

function migrate(db: Driver, migrations: readonly string[]): void {
  const row = db.prepare('PRAGMA user_version').get() as { user_version: number }
  if (row.user_version > migrations.length) throw new NewerSchemaError(row.user_version, migrations.length)
  for (let version = row.user_version; version < migrations.length; version += 1) {
    db.exec(`BEGIN IMMEDIATE; ${migrations[version]}; PRAGMA user_version = ${version + 1}; COMMIT`)
  }
}

function wrap(db: Driver): Sqlite {
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
    close: () => {
      db.close()
    },
  }
}

/** libsql rows carry an extra `_metadata`; only the columns are wanted. */
function plain(row: object): object {
  const { _metadata: _, ...columns } = row as { _metadata?: unknown }
  return columns
}
