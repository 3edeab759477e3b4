import { chmodSync, closeSync, copyFileSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** What a step may do in a database. Every call throws the driver's error. */
export interface StepDatabase {
  exec(sql: string): void
  all<Row>(sql: string, params?: readonly (string | number | null)[]): Row[]
  run(sql: string, params?: readonly (string | number | null | Uint8Array)[]): void
  /** As of `Sqlite`. */
  readonly mac: (bytes: Uint8Array) => Buffer
}

/**
 * Takes a schema from one version to the next: SQL that only adds to it, or work that rewrites rows and may need to know
 * what the file does not say.
 */
export type SchemaStep<Context = undefined> = string | RewritingStep<Context>

interface RewritingStep<Context> {
  /** Runs in the step's transaction. `context` is absent where the file is opened by somebody who does not know it. */
  readonly rewrite: (db: StepDatabase, context: Context | undefined) => void
  /**
   * SQL for the copy that is made before: takes out what must not outlive its row, such as a password that waits to be sent.
   * Null: it adds to rows, and takes nothing away; no copy is needed.
   */
  readonly leftOutOfCopy: string | null
}

/** The file needs a newer Holdfast: it was written by a later schema version. Nothing was changed. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError'
  constructor(found: number, known: number) {
    super(`The data file has schema ${found}, this program knows up to ${known}. It was left as it is.`)
  }
}

/** Where the file lies, and how it or a copy of it is opened; null for a database in memory. */
export interface MigratedFile {
  readonly path: string
  /** Opens a database at another place with the key of this one. */
  readonly open: (path: string) => ClosableStepDatabase
}

export interface ClosableStepDatabase extends StepDatabase {
  close(): void
}

/**
 * Brings a database up to date, each step in a transaction of its own: after a kill it has the version before a step or
 * the one after it, with all of its rows. Before the first step that rewrites rows of an older program's file, the whole
 * file is copied beside itself; where that cannot be done (a full disk), nothing is rewritten and the error is thrown.
 *
 * @returns the version that it had
 */
export function migrate<Context>(db: StepDatabase, migrations: readonly SchemaStep<Context>[], context: Context | undefined, file: MigratedFile | null): number {
  const found = db.all<{ user_version: number }>('PRAGMA user_version')[0]?.user_version ?? 0
  if (found > migrations.length) throw new NewerSchemaError(found, migrations.length)
  // A file that is made just now has nothing to lose.
  let needsCopy = file !== null && found > 0
  for (let version = found; version < migrations.length; version += 1) {
    const step = migrations[version]
    if (step === undefined) throw new RangeError(`There is no step from schema ${version}.`)
    if (file && needsCopy && typeof step !== 'string' && step.leftOutOfCopy !== null) {
      copyBefore(db, file, version, step.leftOutOfCopy)
      needsCopy = false
    }
    run(db, step, context, version + 1)
  }
  return found
}

function run<Context>(db: StepDatabase, step: SchemaStep<Context>, context: Context | undefined, next: number): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    if (typeof step === 'string') db.exec(step)
    else step.rewrite(db, context)
    db.exec(`PRAGMA user_version = ${next}; COMMIT`)
  } catch (error) {
    rollBack(db)
    throw error
  }
}

function rollBack(db: StepDatabase): void {
  try {
    db.exec('ROLLBACK')
  } catch {
    // A full disk has rolled back by itself: the first error is the one that tells.
  }
}

/** The name of the copy that a file of this schema leaves behind, before its rows are rewritten. */
export function copyOf(path: string, version: number): string {
  return `${path}.before-schema-${version + 1}`
}

/** One generation: the copy before this one goes once the new one is whole. After a kill in between it is made again. */
function copyBefore(db: StepDatabase, { path, open }: MigratedFile, version: number, leftOut: string): void {
  const copy = copyOf(path, version)
  const half = `${copy}.tmp`
  // Everything has to be in the file itself before it is copied.
  if (db.all<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')[0]?.busy !== 0) throw new Error('The data file is in use; it was not copied, and not changed.')
  removeAll(path, (name) => name.startsWith(`${basename(copy)}.tmp`))
  copyFileSync(path, half)
  chmodSync(half, 0o600)
  const copied = open(half)
  try {
    // One file without a log beside it: whoever finds it needs nothing else but the key.
    copied.all('PRAGMA journal_mode = DELETE')
    copied.exec(`PRAGMA secure_delete = ON; ${leftOut}`)
  } finally {
    copied.close()
  }
  sync(half)
  renameSync(half, copy)
  removeAll(path, (name) => name.startsWith(`${basename(path)}.before-schema-`) && name !== basename(copy))
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function removeAll(beside: string, isMeant: (name: string) => boolean): void {
  for (const name of readdirSync(dirname(beside))) if (isMeant(name)) rmSync(join(dirname(beside), name), { force: true })
}
