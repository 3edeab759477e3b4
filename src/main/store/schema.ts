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
]
