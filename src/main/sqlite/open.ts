import Database from 'libsql'
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
  close(): void
}

export interface OpenOptions<Context = undefined> {
  /** A file path, or `:memory:`. */
  readonly path: string
  /** 64 hex digits (256 bit): encrypts the file at rest. Left out only for databases that hold nothing of value. */
  readonly key?: string
  /** Numbered steps: `migrations[n]` takes the schema from version n to n + 1, each in its own transaction. */
  readonly migrations: readonly SchemaStep<Context>[]
  /** What steps that rewrite rows need to know. */
  readonly context?: Context
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
export function openSqlite<Context = undefined>(options: OpenOptions<Context>): Sqlite {
  const isFile = options.path !== ':memory:'
  const db = openDriver(options.path, options.key)
  try {
    if (isFile) db.exec('PRAGMA journal_mode = WAL')
    db.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY')
    if (isFile) insistOnDurability(db)
    migrate(stepDatabase(db), options.migrations, options.context, isFile ? { path: options.path, open: (path) => stepDatabase(openDriver(path, options.key)) } : null)
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

function openDriver(path: string, key: string | undefined): Driver {
  return new Database(path, key ? ({ encryptionCipher: 'aes256cbc', encryptionKey: key } as never) : undefined)
}

/** What a step of the schema may use. Statements are not kept: each is run once in the life of a file. */
function stepDatabase(db: Driver): ClosableStepDatabase {
  return {
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
