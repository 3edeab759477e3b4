/** `MIGRATIONS[n]` takes a user's data file from schema n to n + 1. Never edit a step that has shipped: add one. */
export const MIGRATIONS: readonly string[] = [
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
  // What the server keeps otherwise than it was sent, where to look for a new record, and what a server is known to do to texts.
  `ALTER TABLE drafts ADD COLUMN marks TEXT;
   ALTER TABLE journal ADD COLUMN trace TEXT;
   CREATE TABLE server_habits (
     origin TEXT NOT NULL,
     habit TEXT NOT NULL,
     PRIMARY KEY (origin, habit)
   ) STRICT`,
]
