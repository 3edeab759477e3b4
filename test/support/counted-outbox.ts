import type { OutboxChange } from '../../src/shared/outbox'
import { RESOURCES } from '../../src/shared/resources/registry'
import type { Row } from '../../src/shared/resources/resource'
import type { ResourceClient } from '../../src/main/backend/resources/resource-client'
import { openSqlite, type Sqlite } from '../../src/main/sqlite/open'
import { createJournal, type Journal } from '../../src/main/store/journal'
import type { JournalEntry } from '../../src/main/store/journal-row'
import { MIGRATIONS } from '../../src/main/store/schema'
import { createOutbox, type Outbox } from '../../src/main/sync/outbox/outbox'
import { createVirtualClock, type VirtualClock } from './virtual-clock'

/** What a piece of work has cost, whatever the machine: nothing of it is time. */
export interface Work {
  /** Fields read of journal entries: whoever looks at an entry reads some. */
  looks: number
  /** Statements that the database has run. */
  statements: number
  pushes: number
  /** Of the largest push, as JSON. */
  largestPush: number
  pushedBytes: number
}

/** An outbox over users in memory, whose every look at an entry is counted. */
export interface CountedOutbox {
  readonly outbox: Outbox
  readonly clock: VirtualClock
  readonly server: ReadonlyMap<number, Row>
  isOffline: boolean
  /** Queues the change of one field of this user. */
  save(id: number, tel: string): Promise<unknown>
  /** What has been done since it was asked last. */
  spent(): Work
  close(): void
}

export const FIRST_ID = 101
const OWNER = { userId: 1, epoch: 1 }
const nothing = (): Work => ({ looks: 0, statements: 0, pushes: 0, largestPush: 0, pushedBytes: 0 })

export function createCountedOutbox(users: number): CountedOutbox {
  const clock = createVirtualClock()
  // The first ids of all are protected by the server.
  const server = new Map<number, Row>(Array.from({ length: users }, (_, index) => [FIRST_ID + index, userOf(FIRST_ID + index)]))
  let work = nothing()
  const db = countedDatabase(() => {
    work.statements += 1
  })
  const journal = countedJournal(createJournal(db, clock.wallMs), () => {
    work.looks += 1
  })
  const client = {
    get: (id: number) => Promise.resolve(server.get(id)),
    update: (current: Row, edits: Row) => {
      server.set(current.id, { ...current, ...edits })
      return Promise.resolve()
    },
  } as unknown as ResourceClient
  const outbox = createOutbox({
    userId: 1,
    journal,
    clock,
    clientOf: () => client,
    random: () => 0.5,
    stamp: () => OWNER,
    isSessionOpen: () => true,
    isOffline: () => made.isOffline,
    policy: { parksAtOnce: () => null, parks: () => null },
    onRow: () => undefined,
    settleDraft: () => undefined,
    keepTyped: () => undefined,
    noteHabits: () => undefined,
    onFault: (error) => {
      throw error
    },
  })
  outbox.onNews((change: OutboxChange) => {
    const { length } = JSON.stringify(change)
    Object.assign(work, { pushes: work.pushes + 1, pushedBytes: work.pushedBytes + length, largestPush: Math.max(work.largestPush, length) })
  })
  const made: CountedOutbox = {
    outbox,
    clock,
    server,
    isOffline: true,
    save: (id, tel) => {
      const base = server.get(id) ?? userOf(id)
      return outbox.submit({ resource: 'users', verb: 'update', recordId: id, title: String(base['username']), base, edits: { tel }, secret: null, draftId: null }, { stamp: OWNER })
    },
    spent: () => {
      const before = work
      work = nothing()
      return before
    },
    close: () => {
      outbox.close()
      db.close()
    },
  }
  return made
}

function userOf(id: number): Row {
  return { ...RESOURCES.users.blank, id, username: `user${id}`, email: `user${id}@example.com`, roleIds: [2], createdAt: 1000 + id }
}

function countedDatabase(note: () => void): Sqlite {
  const db = openSqlite({ path: ':memory:', migrations: MIGRATIONS })
  return {
    ...db,
    all: (...statement) => (note(), db.all(...statement)),
    get: (...statement) => (note(), db.get(...statement)),
    run: (...statement) => (note(), db.run(...statement)),
  }
}

function countedJournal(journal: Journal, note: () => void): Journal {
  const counted = (entry: JournalEntry): JournalEntry => new Proxy(entry, { get: (target, field) => (note(), Reflect.get(target, field)) })
  return {
    ...journal,
    append: (...entry) => counted(journal.append(...entry)),
    open: () => journal.open().map(counted),
    read: (entryId) => counted(journal.read(entryId)),
    change: (...change) => counted(journal.change(...change)),
    changeAll: (changes) => journal.changeAll(changes).map(counted),
    end: (...ended) => journal.end(...ended).map(counted),
    changeSoon: async (...change) => counted(await journal.changeSoon(...change)),
  }
}
