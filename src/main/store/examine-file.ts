import { closeSync, copyFileSync, existsSync, openSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { NewerSchemaError, openSqlite, type Sqlite } from '../sqlite/open'
import { changesIn } from './counted-file'
import { kindOf } from './data-mark'
import { salvageRows, type Salvaged } from './salvage-rows'
import { MIGRATIONS } from './schema'
import { selectSealed } from './sealed-sql'
import { DRAFTS, JOURNAL, TEMPORARY_IDS } from './sealed-tables'

/**
 * Looking through a data file that may be damaged. Some damage ends the whole process that reads it, and no `catch` sees
 * that: so this runs in a process of its own, always on a copy. What lies on the disk stays as it was found.
 */

export type ExamineOrder =
  /** Whether everything in it can be read, and is what was written. */
  | { readonly kind: 'check'; readonly path: string; readonly key: string; readonly serverBefore: string | null }
  /** Takes what can be read of `from` over into a new file at `to`. */
  | SalvageOrder

export interface SalvageOrder {
  readonly kind: 'salvage'
  readonly from: string
  readonly to: string
  readonly key: string
  readonly serverBefore: string | null
  /** The new file has been changed so often, at least: more than what it stands for. */
  readonly changes: number
  /** Places at which this has ended a process already. */
  readonly skip: readonly string[]
}

export type Examined =
  | { readonly kind: 'checked'; readonly isWhole: boolean; readonly changes: number }
  | { readonly kind: 'newer-schema' }
  /** It cannot be opened at all, with this key. */
  | { readonly kind: 'unreadable' }
  /** There is no room for a copy, say: nothing is known. */
  | { readonly kind: 'impossible' }
  | ({ readonly kind: 'salvaged' } & Salvaged)

/** Never throws. */
export function examine(order: ExamineOrder): Examined {
  return order.kind === 'check' ? check(order) : salvage(order)
}

function check({ path, key, serverBefore }: Extract<ExamineOrder, { kind: 'check' }>): Examined {
  const copy = `${path}.check`
  try {
    copyOf(path, copy)
  } catch {
    removeAll(copy)
    return { kind: 'impossible' }
  }
  let db: Sqlite | null = null
  try {
    db = openSqlite({ path: copy, key, migrations: MIGRATIONS, context: { serverBefore }, isAlone: true })
    return { kind: 'checked', isWhole: isWhole(db), changes: changesIn(db) }
  } catch (error) {
    return { kind: error instanceof NewerSchemaError ? 'newer-schema' : 'unreadable' }
  } finally {
    db?.close()
    removeAll(copy)
  }
}

function isWhole(db: Sqlite): boolean {
  const found = db.all<{ word: ArrayBuffer }>('SELECT CAST(integrity_check AS BLOB) AS word FROM pragma_integrity_check')
  if (found.length !== 1 || Buffer.from(found[0]?.word ?? new ArrayBuffer(0)).toString('latin1') !== 'ok') return false
  const rows = [selectSealed(db, DRAFTS, ''), selectSealed(db, JOURNAL, ''), selectSealed(db, TEMPORARY_IDS, '')].flat()
  return rows.every(({ seal }) => seal !== 'found')
}

function salvage({ from, to, key, serverBefore, changes, skip }: SalvageOrder): Examined {
  const work = `${to}.work`
  removeAll(to)
  let progress: number | null = null
  try {
    const descriptor = openSync(progressOf(to), 'w', 0o600)
    progress = descriptor
    const noteAt = (place: string): void => {
      writeSync(descriptor, place.padEnd(PLACE_LENGTH), 0)
    }
    if (isFile(from) || isFile(`${from}-wal`)) copyOf(from, work)
    const target = openSqlite({ path: to, key, migrations: MIGRATIONS, isAlone: true })
    noteAt(OPENING)
    const source = skip.includes(OPENING) ? null : openedOrNull(work, key, serverBefore)
    const salvaged = salvageRows(source, target, { changes, skip, noteAt, nowMs: Date.now() })
    source?.close()
    return target.close() ? { kind: 'salvaged', ...salvaged } : { kind: 'impossible' }
  } catch {
    return { kind: 'impossible' }
  } finally {
    removeAll(work)
    if (progress !== null) closeSync(progress)
    rmSync(progressOf(to), { force: true })
  }
}

const OPENING = 'opening'
const PLACE_LENGTH = 80

/** Where a process that is at it stands; what is left there after its death is where it died. */
export function progressOf(to: string): string {
  return `${to}.at`
}

function openedOrNull(path: string, key: string, serverBefore: string | null): Sqlite | null {
  if (!existsSync(path)) return null
  try {
    return openSqlite({ path, key, migrations: MIGRATIONS, context: { serverBefore }, isAlone: true })
  } catch {
    return null
  }
}

const PAGE_BYTES = 4096

function isFile(path: string): boolean {
  return kindOf(path) === 'file'
}

/** The file and its log. SQLite deletes a log beside an empty file, though all that is new lies in it: such a file gets a page. */
function copyOf(path: string, copy: string): void {
  removeAll(copy)
  if (isFile(path)) copyFileSync(path, copy)
  else writeFileSync(copy, '')
  if (!isFile(`${path}-wal`)) return
  copyFileSync(`${path}-wal`, `${copy}-wal`)
  if (statSync(copy).size < PAGE_BYTES) truncateSync(copy, PAGE_BYTES)
}

/** A file with its log. Never throws. */
export function removeAll(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) {
    try {
      rmSync(path + suffix, { recursive: true, force: true })
    } catch {
      // What stays is made anew by the next one.
    }
  }
}
