import { randomUUID } from 'node:crypto'
import type { Fields } from '@shared/merge'
import type { EntryState, EntryWhy, Outcome } from '@shared/outbox'
import type { ResourceName } from '@shared/resources/resource'
import { failed } from '@shared/result'
import { DEMO_SERVER } from '@shared/server-identity'
import type { Sqlite, SqlValue } from '../sqlite/open'
import { createCommitGroup } from './commit-group'
import { type JournalEntry, type JournalRow, toEntry } from './journal-row'
import { adoptOne, changeOne, COLUMNS, endOne, type EntryChange, insert, type NewEntry } from './journal-sql'
import { storing as storingNow } from './storing'

export type { EntryChange, NewEntry } from './journal-sql'

/** A record that was made here, and what the server calls it. */
export interface MappedId {
  readonly resource: ResourceName
  readonly temporaryId: number
  readonly realId: number
  /** The identity of the server whose id that is; null where it is not known. */
  readonly server: string | null
}

/** Every command ever submitted from here and how it ended. Its open part is the outbox. Every method throws STORAGE. */
export interface Journal {
  /** The identity of the server that is worked on through this journal: what is submitted is for it, and ids are its own. */
  readonly server: string | null
  /** The same journal, worked on for another server. */
  on(server: string | null): Journal
  /**
   * Durable when it returns. `merged` are open entries that the new one stands for from now on; they end in the same
   * transaction.
   */
  append(entry: NewEntry, merged?: readonly string[]): JournalEntry
  /** Takes everything over from another store as it is, or nothing of it. What was submitted there comes after what is here. */
  adopt(other: Pick<Journal, 'everything' | 'secretOf' | 'mappedIds'>): void
  /** All entries, those that are done too, in order of submission. */
  everything(): JournalEntry[]
  /** Everything that is not done, in order of submission. */
  open(): JournalEntry[]
  /** Throws NOT_FOUND. */
  read(entryId: string): JournalEntry
  secretOf(entryId: string): Fields | null
  change(entryId: string, change: EntryChange): JournalEntry
  /** As `change`, of many: all of them or none. */
  changeAll(changes: readonly (readonly [entryId: string, change: EntryChange])[]): JournalEntry[]
  /** Ends entries. Their secrets are wiped, from the write-ahead log too; where that cannot be done just now, with the next end. */
  end(entryIds: readonly string[], outcome: Outcome, more?: { why?: EntryWhy | null; taken?: readonly string[]; recordId?: number }): void
  /** As `change`, but durable only when it resolves: all that comes at one moment shares one disk sync. Rejects with STORAGE. */
  changeSoon(entryId: string, change: EntryChange): Promise<JournalEntry>
  /** As `end`, in the same way; for entries without a secret. */
  endSoon(entryId: string, outcome: Outcome, more?: Parameters<Journal['end']>[2]): Promise<void>
  /** Writes now what was put off; before the file is closed. */
  flush(): void
  /** The server's own id of a record that was made here; null while it is not known. */
  realId(resource: ResourceName, temporaryId: number): number | null
  /** The server's own ids of all records that were made here. */
  mappedIds(): MappedId[]
  /**
   * Notes it, and puts it into the open entries and the drafts of that record.
   *
   * @param entryIds those entries, where they are known: without them all that is open is looked through.
   */
  mapId(resource: ResourceName, temporaryId: number, realId: number, entryIds?: readonly string[]): void
  /** Newest first. `before`: entries with a lower `seq`, for the next page. */
  history(filter: { before?: number; limit: number; state?: EntryState; resource?: ResourceName }): JournalEntry[]
}

/** @param server The identity of the server that this journal's user works on; each entry remembers the one that it was submitted for. */
export function createJournal(db: Sqlite, wallMs: () => number, server: string | null = DEMO_SERVER): Journal {
  const group = createCommitGroup(db)
  /** What was put off comes first: the order of writes is the order of calls. */
  const storing = <T>(work: () => T): T => {
    group.flush()
    return storingNow(work)
  }
  const find = (entryId: string): JournalEntry => {
    const row = db.get<JournalRow>(`SELECT ${COLUMNS} FROM journal WHERE entry_id = ?`, [entryId])
    if (!row) throw failed('NOT_FOUND', 'This entry is no longer in the outbox.')
    return toEntry(row)
  }
  // A kill, or a full disk, may have left a secret of an ended entry in the write-ahead log.
  let isWipeDue = true
  const wipe = (): void => {
    try {
      // `secure_delete` overwrites in the file; the log keeps the old page until it is taken over and cut.
      isWipeDue = db.get<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')?.busy !== 0
    } catch {
      // The entries have ended all the same, durably: who is told otherwise would send them again.
    }
  }
  const end: Journal['end'] = (entryIds, outcome, more = {}) => {
    isWipeDue ||= entryIds.some((entryId) => find(entryId).hasSecret)
    db.transaction(() => {
      for (const entryId of entryIds) endOne(db, entryId, outcome, wallMs(), more)
    })
    if (isWipeDue) wipe()
  }
  const journalOf = (server: string | null): Journal => ({
    server,
    on: journalOf,
    append: (entry, merged = []) =>
      storing(() => {
        const entryId = randomUUID()
        db.transaction(() => {
          for (const old of merged) endOne(db, old, 'merged', wallMs(), {})
          insert(db, entryId, entry, server, wallMs())
        })
        return find(entryId)
      }),
    adopt: (other) => {
      storing(() => {
        db.transaction(() => {
          for (const entry of other.everything()) adoptOne(db, entry, other.secretOf(entry.entryId))
          for (const id of other.mappedIds()) db.run('INSERT OR IGNORE INTO temporary_ids (resource, temporary_id, real_id, server) VALUES (?, ?, ?, ?)', [id.resource, id.temporaryId, id.realId, id.server])
        })
      })
    },
    everything: () => storing(() => db.all<JournalRow>(`SELECT ${COLUMNS} FROM journal ORDER BY seq`).map(toEntry)),
    open: () => storing(() => db.all<JournalRow>(`SELECT ${COLUMNS} FROM journal WHERE state <> 'done' ORDER BY seq`).map(toEntry)),
    read: (entryId) => storing(() => find(entryId)),
    secretOf: (entryId) =>
      storing(() => {
        const secret = db.get<{ secret: string | null }>('SELECT secret FROM journal WHERE entry_id = ?', [entryId])?.secret
        return secret ? (JSON.parse(secret) as Fields) : null
      }),
    change: (entryId, change) =>
      storing(() => {
        changeOne(db, entryId, change)
        return find(entryId)
      }),
    changeAll: (changes) =>
      storing(() => {
        db.transaction(() => {
          for (const [entryId, change] of changes) changeOne(db, entryId, change)
        })
        return changes.map(([entryId]) => find(entryId))
      }),
    changeSoon: async (entryId, change) => {
      await group.soon(() => {
        changeOne(db, entryId, change)
      })
      return storingNow(() => find(entryId))
    },
    endSoon: async (entryId, outcome, more = {}) => {
      await group.later(() => {
        endOne(db, entryId, outcome, wallMs(), more)
      })
      if (isWipeDue) wipe()
    },
    end: (entryIds, outcome, more) => {
      storing(() => {
        end(entryIds, outcome, more)
      })
    },
    flush: group.flush,
    realId: (resource, temporaryId) =>
      storing(() => db.get<{ real_id: number }>('SELECT real_id FROM temporary_ids WHERE resource = ? AND temporary_id = ? AND server IS ?', [resource, temporaryId, server])?.real_id ?? null),
    mappedIds: () => storing(() => db.all<MappedId>('SELECT resource, temporary_id AS temporaryId, real_id AS realId, server FROM temporary_ids')),
    mapId: (resource, temporaryId, realId, entryIds) => {
      storing(() => {
        db.transaction(() => {
          db.run('INSERT OR REPLACE INTO temporary_ids (resource, temporary_id, real_id, server) VALUES (?, ?, ?, ?)', [resource, temporaryId, realId, server])
          if (entryIds) for (const entryId of entryIds) changeOne(db, entryId, { recordId: realId })
          else db.run("UPDATE journal SET record_id = ? WHERE resource = ? AND record_id = ? AND state <> 'done' AND server IS ?", [realId, resource, temporaryId, server])
          // A draft of a record that was made here goes on as a draft of that record.
          db.run('UPDATE drafts SET record_id = ? WHERE resource = ? AND record_id = ? AND server IS ?', [realId, resource, temporaryId, server])
        })
      })
    },
    history: ({ before, limit, state, resource }) => {
      const filters: [string, SqlValue | undefined][] = [['seq < ?', before], ['state = ?', state], ['resource = ?', resource]]
      const used = filters.filter((filter): filter is [string, SqlValue] => filter[1] !== undefined)
      const where = used.length > 0 ? `WHERE ${used.map(([sql]) => sql).join(' AND ')}` : ''
      return storing(() => db.all<JournalRow>(`SELECT ${COLUMNS} FROM journal ${where} ORDER BY seq DESC LIMIT ?`, [...used.map(([, value]) => value), limit]).map(toEntry))
    },
  })
  return journalOf(server)
}
