import { randomBytes } from 'node:crypto'
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DraftStorage } from '@shared/views'
import type { SecretStore } from '../secrets/secret-store'
import { NewerSchemaError, NotReleasedError, openSqlite, type Sqlite } from '../sqlite/open'
import { type AfterRest, afterSomeRest, changesIn, type CountedFile, countedFile } from './counted-file'
import { type DataMark, endUse, fingerprintOf, isOlder, isSame, kindOf, markOf, noteInUse, noteMark, openingsOf, readMark } from './data-mark'
import { removeAll } from './examine-file'
import { type Examiner, salvageWith } from './examiner'
import { type Known, readWitness, witnessed } from './opening-witness'
import { type Aside, copyAside, moveAside, noteRecovery, placeSalvaged, salvagedPathOf } from './moved-aside'
import { holdOpen, type Salvaged, salvageRows } from './salvage-rows'
import { MIGRATIONS } from './schema'
import { isDamage } from './storing'

/** One user's data on one server. */
export interface UserDatabase {
  readonly db: Sqlite
  readonly storage: DraftStorage
  /** A file that was damaged, or that its own key does not open, was moved aside under this name; what could be read of it is in a fresh one. */
  readonly movedAsideTo: string | null
  /** The file was damaged, gone, or older than it should be: every pending change is held. */
  readonly recovered: Salvaged | null
  /**
   * The file is there and untouched but cannot be used: a newer program wrote it, the disk refuses, or opening it ended the
   * program twice in a row. `sealed`: the keychain works and does not have its key. `lost`: it was in use, and then it
   * vanished, or the disk became read-only.
   */
  readonly problem: 'newer-schema' | 'unopenable' | 'deadly' | 'sealed' | 'lost' | null
  /** Whether the file that is written to is still the one at its place. Always true in memory. */
  readonly isInPlace: () => boolean
  /** Closes it in good order: the next opening knows it again. */
  readonly close: () => void
  /**
   * The file is found damaged while it is in use: moves it aside and goes on with what can be read of it, in a fresh one or,
   * where its place cannot be taken in this run, in memory. Ends this database. Throws where there is no room; then all is as before.
   */
  readonly recover: () => UserDatabase
  /** Counts as a change that it was opened; returns how many there are by now. Throws the driver's error. */
  readonly countOpening: () => number
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
  /** Looks through a file that may be damaged, where its damage ends nobody else. */
  readonly examiner: Examiner
  /** This computer, as in `DataMark`; left out where it is not known. */
  readonly machine?: string | null | undefined
  /** A row that was read is not what was written. */
  readonly onDamage?: () => void
  readonly afterRest?: AfterRest
  /** As in `OpenOptions`, of the file itself. */
  readonly onMigrated?: ((from: number, to: number) => void) | undefined
}

/**
 * Opens the encrypted data file, with the key from the OS keychain.
 *
 * A key that cannot be had while the file, or its mark, exists means that the keychain is locked or lost: the file stays
 * untouched, no new key is made, and work goes on in memory. With a key, and without a mark, the file is new. With a mark, a
 * file that is gone, empty, damaged or older than the mark says is recovered: moved aside, and salvaged.
 *
 * @param isInsisted A person wants it tried, although opening it has ended the program before: it is moved aside unopened.
 */
export async function openUserDatabase(options: UserDatabaseOptions, isInsisted = false): Promise<UserDatabase> {
  const { path, secrets, keyAccount } = options
  const known = await secrets.read(keyAccount)
  if (known !== null) return witnessed(options, await openWithKey(options, { key: known, witness: await readWitness(options) }, isInsisted))
  if (secrets.protection().state !== 'protected') return inMemory()
  if (kindOf(path) !== 'absent' || readMark(path) !== 'absent') return inMemory('sealed')
  const made = randomBytes(32).toString('hex')
  const isStored = await secrets.write(keyAccount, made)
  // The key must be safe before the first byte that needs it is written.
  return isStored ? witnessed(options, await openWithKey(options, { key: made, witness: 0 }, isInsisted)) : inMemory()
}

/** So often in a row the program may end while it opens this file. */
const MOST_DEADLY_OPENINGS = 2

async function openWithKey(options: UserDatabaseOptions, known: Known, isInsisted: boolean): Promise<UserDatabase> {
  const { path } = options
  const openings = openingsOf(path)
  const isDeadly = openings !== null && openings >= MOST_DEADLY_OPENINGS
  if (isDeadly && !isInsisted) return inMemory('deadly')
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    noteInUse(path, isDeadly ? 1 : (openings ?? 0) + 1)
    const opened = isDeadly ? await recover(options, known) : await openOrRecover(options, known, openings !== null)
    if (opened.storage === 'durable') noteInUse(path, 0)
    else endUse(path)
    return opened
  } catch {
    endUse(path)
    return inMemory('unopenable')
  }
}

async function openOrRecover(options: UserDatabaseOptions, known: Known, wasInUse: boolean): Promise<UserDatabase> {
  const { path, serverBefore, examiner } = options
  const { key, witness } = known
  const mark = readMark(path)
  if (mark !== 'absent' && mark !== 'unreadable' && mark.recovering !== null) return recover(options, known)
  // The index of the log is not looked at: it is made anew, in memory.
  const kinds = { file: kindOf(path), log: kindOf(`${path}-wal`) }
  const isNothing = kinds.file === 'absent' || kinds.file === 'empty'
  // With the folder gone, mark and all, nobody has taken work out of it that could be put back: the keychain alone knows.
  if (mark === 'absent' && isNothing && kinds.log !== 'file' && witness === 0) return openFile(options, known, null)
  if (isNothing || Object.values(kinds).includes('other')) return recover(options, known)
  const wasClosed = mark !== 'absent' && mark !== 'unreadable' && mark.closed !== null && isSame(mark.closed, fingerprintOf(path))
  if (wasInUse || kinds.log === 'file' || !wasClosed) {
    const found = await examiner({ kind: 'check', path, key, serverBefore })
    if (found.kind === 'newer-schema') return inMemory('newer-schema')
    if (found.kind === 'died' || found.kind === 'unreadable' || (found.kind === 'checked' && (!found.isWhole || isOlder(found.changes, mark, witness)))) return recover(options, known)
  }
  try {
    return openFile(options, known, mark)
  } catch (error) {
    if (error instanceof NewerSchemaError) return inMemory('newer-schema')
    if (error instanceof NotReleasedError || !(isDamage(error) || error instanceof OlderFileError)) return inMemory('unopenable')
    return recover(options, known)
  }
}

class OlderFileError extends Error {
  override readonly name = 'OlderFileError'
}

/** What a recovery has come to. */
interface Outcome {
  readonly aside: Aside
  readonly salvaged: Salvaged
}

/** Throws what the file cannot be opened for. @param mark null: there is nothing to go by. */
function openFile(options: UserDatabaseOptions, known: Known, mark: DataMark | 'absent' | 'unreadable' | null, outcome: Outcome | null = null): UserDatabase {
  const { path, serverBefore, machine = null, onDamage = () => undefined, afterRest = afterSomeRest } = options
  const file = openSqlite({ path, key: known.key, migrations: MIGRATIONS, context: { serverBefore }, isAlone: true, onMigrated: options.onMigrated })
  try {
    if (mark && isOlder(changesIn(file), mark, known.witness)) throw new OlderFileError()
    holdFromElsewhere(file, mark, options)
    const isMarked = outcome !== null || (mark !== null && mark !== 'absent') || holdsWork(file)
    return durable(options, known, countedFile(file, { path, isMarked, machine, onDamage, afterRest }), outcome)
  } catch (error) {
    if (!file.close()) throw new NotReleasedError(error)
    throw error
  }
}

/**
 * The file was worked on elsewhere last, as with a profile that follows its person from one computer to another. Where it was,
 * another copy may be, whose changes go as these would: each waits for a person. Before the mark names this computer.
 */
function holdFromElsewhere(file: Sqlite, mark: DataMark | 'absent' | 'unreadable' | null, { machine = null, wallMs }: UserDatabaseOptions): void {
  if (mark === null || mark === 'absent' || mark === 'unreadable') return
  if (machine === null || mark.machine === null || mark.machine === machine) return
  file.transaction(() => holdOpen(file, wallMs()))
}

/** The file of an older program, which made no mark. */
function holdsWork(file: Sqlite): boolean {
  return ['drafts', 'journal', 'temporary_ids'].some((table) => file.get(`SELECT 1 AS one FROM ${table} LIMIT 1`) !== undefined)
}

/** Moves the file aside, with its log, and goes on with what can be read of it. Throws where that cannot be done now: the next opening goes on with it. */
async function recover(options: UserDatabaseOptions, known: Known): Promise<UserDatabase> {
  const { path, wallMs, serverBefore, examiner } = options
  const moved = moveAside(path, wallMs())
  const aside = { ...moved, changes: Math.max(moved.changes, known.witness) }
  const salvaged = await salvageWith(examiner, { kind: 'salvage', from: aside.path, to: salvagedPathOf(path), key: known.key, serverBefore, changes: aside.changes, skip: [] })
  if (!salvaged) throw new Error('What can be read of the data file cannot be written down just now.')
  placeSalvaged(path)
  return openFile(options, known, null, { aside, salvaged })
}

function durable(options: UserDatabaseOptions, known: Known, { db, mark }: CountedFile, outcome: Outcome | null): UserDatabase {
  const { path } = options
  const opened = inodeOf(path)
  // On POSIX a file that is in use can be removed with its folder: writing goes on into nothing, and no error says so.
  const isInPlace = (): boolean => inodeOf(path) === opened
  const isAnythingAside = outcome !== null && ['', '-wal'].some((suffix) => kindOf(outcome.aside.path + suffix) !== 'absent')
  return {
    db,
    storage: 'durable',
    movedAsideTo: isAnythingAside ? outcome.aside.path : null,
    recovered: outcome?.salvaged ?? null,
    problem: null,
    isInPlace,
    recover: () => recoverOpen(options, known, { db, mark }),
    countOpening: () => {
      db.transaction(() => undefined)
      return mark().changes
    },
    close: () => {
      if (!db.close() || !isInPlace()) return
      try {
        if (kindOf(markOf(path)) !== 'absent') noteMark(path, { ...mark(), closed: fingerprintOf(path) }, false)
        endUse(path)
      } catch {
        // The next opening looks through the whole file: that is all that is lost.
      }
    },
  }
}

/** As `recover`, of a file that is open: what this connection still reads of it is the best that there is. */
function recoverOpen(options: UserDatabaseOptions, known: Known, { db, mark }: CountedFile): UserDatabase {
  const { path, wallMs } = options
  const { changes } = mark()
  const aside = copyAside(path, wallMs(), changes)
  removeAll(salvagedPathOf(path))
  const fresh = openSqlite({ path: salvagedPathOf(path), key: known.key, migrations: MIGRATIONS, isAlone: true })
  const salvaged = orClosed(fresh, () => salvageRows(db, fresh, { changes, skip: [], noteAt: () => undefined, nowMs: wallMs() }))
  orClosed(fresh, () => {
    noteRecovery(path, aside.path, changes, true)
  })
  if (db.close()) {
    fresh.close()
    placeSalvaged(path)
    return openFile(options, known, null, { aside, salvaged })
  }
  // The old connection may still remove what lies at its log's name: the next start puts the fresh file in its place.
  const memory = inMemory('lost')
  salvageRows(fresh, memory.db, { changes, skip: [], noteAt: () => undefined, nowMs: wallMs() })
  fresh.close()
  return { ...memory, movedAsideTo: aside.path, recovered: salvaged }
}

function orClosed<T>(db: Sqlite, work: () => T): T {
  try {
    return work()
  } catch (error) {
    db.close()
    throw error
  }
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
  const db = openSqlite({ path: ':memory:', migrations: MIGRATIONS })
  return {
    db,
    storage: 'memory-only',
    movedAsideTo: null,
    recovered: null,
    problem,
    isInPlace: () => true,
    recover: () => inMemory(problem),
    countOpening: () => 0,
    close: () => {
      db.close()
    },
  }
}
