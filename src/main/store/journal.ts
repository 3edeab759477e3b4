import { randomUUID } from 'node:crypto'
import type { Fields } from '@shared/merge'
import type { EntryState, EntryWhy, Outcome } from '@shared/outbox'
import type { PhaseNote } from '@shared/phase-log'
import type { ResourceName } from '@shared/resources/resource'
import { DEMO_SERVER } from '@shared/server-identity'
import type { Sqlite, SqlValue } from '../sqlite/open'
import { createCommitGroup } from './commit-group'
import type { JournalEntry } from './journal-row'
import { adoptOne, changeOne, type Command, type EndedWith, endOne, entriesOf, type EntryChange, entryOf, insert, type NotedAct, noteIn, renameIn, secretIn } from './journal-sql'
import { insertSealed, selectSealed } from './sealed-sql'
import { TEMPORARY_IDS, type TemporaryIdRow } from './sealed-tables'
import { storing as storingNow } from './storing'

export type { Command, EntryChange } from './journal-sql'

/** A record that was made here, and what the server calls it. */
interface MappedId {
  readonly resource: ResourceName
  readonly temporaryId: number
  readonly realId: number
  /** The identity of the server whose id that is; null where it is not known. */
  readonly server: string | null
}

/** One record by its id on the server; `resources`: its own kind, and those of its parts, which have the same id. */
interface RecordFilter {
  readonly resources: readonly ResourceName[]
  readonly id: number
}

interface HistoryFilter {
  readonly before?: number
  readonly limit: number
  readonly state?: EntryState
  readonly resource?: ResourceName
  readonly record?: RecordFilter
}

/** Every command ever submitted from here and how it ended. Its open part is the outbox. Every method throws STORAGE. */
export interface Journal {
  /** The identity of the server that is worked on through this journal: what is submitted is for it, and ids are its own. */
  readonly server: string | null
  /** The same journal, worked on for another server. */
  on(server: string | null): Journal
  /**
   * Durable when it returns. `merged` are open entries that the new one stands for from now on; they end in the same
   * transaction. `note`: of the first line of its log.
   */
  append(entry: Command, merged?: readonly string[], note?: PhaseNote): JournalEntry
  /** Writes down what is done beside the outbox, as it stands: it has ended already, so nothing ever sends it. `end` says better how. */
  note(done: NotedAct, why: EntryWhy): JournalEntry
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
  /**
   * Ends entries. Their secrets are wiped, from the write-ahead log too; where that cannot be done just now, with the next end.
   *
   * @param others what this changes of others, in the same transaction. Returned as they are then.
   */
  end(entryIds: readonly string[], outcome: Outcome, more?: EndedWith, others?: readonly (readonly [entryId: string, change: EntryChange])[]): JournalEntry[]
  /** As `change`, but durable only when it resolves: all that comes at one moment shares one disk sync. Rejects with STORAGE. */
  changeSoon(entryId: string, change: EntryChange): Promise<JournalEntry>
  /** As `end`, in the same way; for entries without a secret. */
  endSoon(entryId: string, outcome: Outcome, more?: EndedWith): Promise<void>
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
  /** Newest first. `before`: entries with a lower `seq`, for the next page. `record`: on the server that is worked on. */
  history(filter: HistoryFilter): JournalEntry[]
}

/** @param server The identity of the server that this journal's user works on; each entry remembers the one that it was submitted for. */
export function createJournal(db: Sqlite, wallMs: () => number, server: string | null = DEMO_SERVER): Journal {
  const group = createCommitGroup(db)
  /** What was put off comes first: the order of writes is the order of calls. */
  const storing = <T>(work: () => T): T => {
    group.flush()
    return storingNow(work)
  }
  const find = (entryId: string): JournalEntry => entryOf(db, entryId)
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
  const end: Journal['end'] = (entryIds, outcome, more = {}, others = []) => {
    isWipeDue ||= entryIds.some((entryId) => find(entryId).hasSecret)
    const changed = db.transaction(() => {
      for (const entryId of entryIds) endOne(db, entryId, outcome, wallMs(), more)
      return others.map(([entryId, change]) => changeOne(db, entryId, change, wallMs()))
    })
    if (isWipeDue) wipe()
    return changed
  }
  const journalOf = (server: string | null): Journal => ({
    server,
    on: journalOf,
    append: (entry, merged = [], note) =>
      storing(() => {
        return db.transaction(() => {
          for (const old of merged) endOne(db, old, 'merged', wallMs(), {})
          return insert(db, randomUUID(), entry, server, wallMs(), note)
        })
      }),
    note: (done, why) => storing(() => noteIn(db, randomUUID(), done, why, server, wallMs())),
    adopt: (other) => {
      storing(() => {
        db.transaction(() => {
          for (const entry of other.everything()) adoptOne(db, entry, other.secretOf(entry.entryId))
          for (const id of other.mappedIds()) insertSealed(db, TEMPORARY_IDS, { resource: id.resource, temporary_id: id.temporaryId, real_id: id.realId, server: id.server }, { or: 'IGNORE' })
        })
      })
    },
    everything: () => storing(() => entriesOf(db, 'ORDER BY seq')),
    open: () => storing(() => entriesOf(db, "WHERE state <> 'done' ORDER BY seq")),
    read: (entryId) => storing(() => find(entryId)),
    secretOf: (entryId) => storing(() => secretIn(db, entryId)),
    change: (entryId, change) => storing(() => changeOne(db, entryId, change, wallMs())),
    changeAll: (changes) => storing(() => db.transaction(() => changes.map(([entryId, change]) => changeOne(db, entryId, change, wallMs())))),
    changeSoon: (entryId, change) => group.soon(() => changeOne(db, entryId, change, wallMs())),
    endSoon: (entryId, outcome, more = {}) =>
      group.later(
        () => {
          endOne(db, entryId, outcome, wallMs(), more)
        },
        () => {
          if (isWipeDue) wipe()
        },
      ),
    end: (...ended) => storing(() => end(...ended)),
    flush: group.flush,
    realId: (resource, temporaryId) => storing(() => idsOf(db, 'WHERE resource = ? AND temporary_id = ? AND server IS ?', [resource, temporaryId, server])[0]?.realId ?? null),
    mappedIds: () => storing(() => idsOf(db, '')),
    mapId: (resource, temporaryId, realId, entryIds) => {
      storing(() => {
        db.transaction(() => {
          renameIn(db, { resource, temporaryId, realId, server }, entryIds)
        })
      })
    },
    history: ({ before, limit, state, resource, record }) =>
      storing(() => {
        const filters: [string, readonly (SqlValue | undefined)[]][] = [['seq < ?', [before]], ['state = ?', [state]], ['resource = ?', [resource]], ...(record ? ofRecord(db, record, server) : [])]
        const used = filters.filter((filter): filter is [string, SqlValue[]] => !filter[1].includes(undefined))
        const where = used.length > 0 ? `WHERE ${used.map(([sql]) => sql).join(' AND ')}` : ''
        return entriesOf(db, `${where} ORDER BY seq DESC LIMIT ?`, [...used.flatMap(([, values]) => values), limit])
      }),
  })
  return journalOf(server)
}

/** Under its id on this server, and under those that it had before it got that: entries that have ended keep theirs. */
function ofRecord(db: Sqlite, { resources, id }: RecordFilter, server: string | null): [string, SqlValue[]][] {
  const earlier = idsOf(db, 'WHERE real_id = ? AND server IS ?', [id, server]).filter(({ resource }) => resources.includes(resource))
  const ids = [id, ...earlier.map(({ temporaryId }) => temporaryId)]
  const marks = (some: readonly unknown[]): string => some.map(() => '?').join(', ')
  return [
    [`resource IN (${marks(resources)})`, [...resources]],
    [`record_id IN (${marks(ids)})`, ids],
    // The same number on another server is another record.
    ['(server IS ? OR server IS NULL)', [server]],
  ]
}

/** An id that is not what was written is none: what waits for it goes on waiting. */
function idsOf(db: Sqlite, rest: string, params: readonly SqlValue[] = []): MappedId[] {
  const whole = selectSealed(db, TEMPORARY_IDS, rest, params).filter(({ seal }) => seal === 'whole')
  return whole.map(({ row }: { readonly row: TemporaryIdRow }) => ({ resource: row.resource as ResourceName, temporaryId: row.temporary_id, realId: row.real_id, server: row.server }))
}
