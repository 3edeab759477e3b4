import { isSameServer, serverIdentity, unknownPathOn } from '@shared/server-identity'
import type { SchemaStep, StepDatabase } from '../sqlite/migrate'
import { type RawRow, sealedColumns, type SealedTable, sealOfOld, strictly, toBytes } from './sealed-row'
import { sumOf } from './sealed-sql'
import { DRAFTS, JOURNAL, TEMPORARY_IDS } from './sealed-tables'

/** What the steps need to know of the profile whose file this is. */
export interface FileContext {
  /** The identity of the profile's server before this program first changed anything; null when it cannot be known. */
  readonly serverBefore: string | null
}

/** `MIGRATIONS[n]` takes a user's data file from schema n to n + 1. Never edit a step that has shipped: add one. */
export const MIGRATIONS: readonly SchemaStep<FileContext>[] = [
  `CREATE TABLE drafts (
     draft_id TEXT PRIMARY KEY,
     resource TEXT NOT NULL,
     record_id INTEGER NOT NULL,
     title TEXT NOT NULL,
     base TEXT NOT NULL,
     edits TEXT NOT NULL,
     cursor_field TEXT,
     kept_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX drafts_by_record ON drafts (resource, record_id)`,
  // The journal: every command ever submitted from here. Its open part is the outbox.
  `CREATE TABLE journal (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     entry_id TEXT NOT NULL UNIQUE,
     format INTEGER NOT NULL,
     resource TEXT NOT NULL,
     verb TEXT NOT NULL,
     record_id INTEGER NOT NULL,
     title TEXT NOT NULL,
     base TEXT,
     edits TEXT NOT NULL,
     secret TEXT,
     draft_id TEXT,
     origin TEXT NOT NULL DEFAULT '',
     state TEXT NOT NULL,
     outcome TEXT,
     why TEXT,
     taken TEXT NOT NULL DEFAULT '[]',
     decisions TEXT NOT NULL DEFAULT '{}',
     attempts INTEGER NOT NULL DEFAULT 0,
     created_at INTEGER NOT NULL,
     sent_at INTEGER,
     ended_at INTEGER
   ) STRICT;
   CREATE INDEX journal_open ON journal (seq) WHERE state <> 'done';
   CREATE TABLE temporary_ids (
     resource TEXT NOT NULL,
     temporary_id INTEGER NOT NULL,
     real_id INTEGER NOT NULL,
     PRIMARY KEY (resource, temporary_id)
   ) STRICT`,
  { rewrite: stampWithServer, leftOutOfCopy: 'UPDATE journal SET secret = NULL' },
  // What the server keeps otherwise than it was sent, where to look for a new record, and what a server is known to do to texts.
  `ALTER TABLE drafts ADD COLUMN marks TEXT;
   ALTER TABLE journal ADD COLUMN trace TEXT;
   CREATE TABLE server_habits (
     server TEXT NOT NULL,
     habit TEXT NOT NULL,
     PRIMARY KEY (server, habit)
   ) STRICT`,
  { rewrite: sealRows, leftOutOfCopy: null },
  // How a person left the pages: filters hold names, so it is kept here and in no plain file.
  `CREATE TABLE kept_views (
     server TEXT NOT NULL,
     page TEXT NOT NULL,
     view TEXT NOT NULL,
     checksum BLOB,
     PRIMARY KEY (server, page)
   ) STRICT`,
  // What each entry went through. It is covered by a row's checksum only where it is there, so that no row is written anew.
  'ALTER TABLE journal ADD COLUMN phases TEXT',
]

/**
 * Each row gets a checksum, and the file a count of its changes, by which an older copy of it is known. Columns that came
 * after this step are `later` ones (`SealedTable`): they are not there yet, and rows without them stay whole.
 */
function sealRows(db: StepDatabase): void {
  db.exec('ALTER TABLE journal ADD COLUMN secret_sum TEXT')
  for (const { seq, secret } of db.all<{ seq: number; secret: ArrayBuffer }>('SELECT seq, CAST(secret AS BLOB) AS secret FROM journal WHERE secret IS NOT NULL')) {
    const text = strictly(new Uint8Array(secret))
    db.run('UPDATE journal SET secret_sum = ? WHERE seq = ?', [text === undefined ? null : sumOf(db.mac, text), seq])
  }
  sealTable(db, JOURNAL)
  sealTable(db, DRAFTS)
  sealTable(db, TEMPORARY_IDS)
  db.exec('CREATE TABLE file_state (changes INTEGER NOT NULL) STRICT; INSERT INTO file_state VALUES (0)')
}

function sealTable<Row>(db: StepDatabase, { name, texts, integers }: SealedTable<Row>): void {
  const table = { name, texts, integers }
  db.exec(`ALTER TABLE ${table.name} ADD COLUMN checksum BLOB`)
  for (const raw of db.all<RawRow & { rowid_: number }>(`SELECT rowid AS rowid_, ${sealedColumns(table)} FROM ${table.name}`)) {
    db.run(`UPDATE ${table.name} SET checksum = ? WHERE rowid = ?`, [sealOfOld(table, db.mac, raw), raw.rowid_])
  }
}

/**
 * Until now an entry remembered the origin of its server only, and a draft nothing: a changed path of the API was not told
 * apart. Each gets the server that the profile had before this program first changed anything. An entry of another origin
 * came before an earlier change of the address, of whose path nobody knows: it is equal to no server, and so is held.
 */
function stampWithServer(db: StepDatabase, context: FileContext | undefined): void {
  const before = context?.serverBefore ?? null
  for (const table of ['journal', 'drafts', 'temporary_ids']) db.exec(`ALTER TABLE ${table} ADD COLUMN server TEXT`)
  for (const table of ['drafts', 'temporary_ids']) db.run(`UPDATE ${table} SET server = ?`, [before])
  for (const raw of db.all<{ origin: ArrayBuffer }>('SELECT DISTINCT CAST(origin AS BLOB) AS origin FROM journal')) {
    const origin = strictly(toBytes(raw.origin) ?? new Uint8Array())
    if (origin !== undefined) db.run('UPDATE journal SET server = ? WHERE origin = ?', [serverOf(origin, before), origin])
  }
  // The server says it now; two columns could say two things.
  db.exec('ALTER TABLE journal DROP COLUMN origin')
}

/** `before` where it has this origin; empty is the demo's. */
function serverOf(origin: string, before: string | null): string | null {
  if (before !== null && isSameServer(originIn(before), originIn(origin))) return before
  return origin === '' ? null : unknownPathOn(origin)
}

function originIn(address: string): string {
  return URL.canParse(address) ? serverIdentity({ origin: new URL(address).origin, apiPath: '' }) : address
}
