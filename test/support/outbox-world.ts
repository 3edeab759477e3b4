import type { ServerHabit } from '../../src/shared/kept'
import type { Fields } from '../../src/shared/merge'
import { RESOURCES } from '../../src/shared/resources/registry'
import type { ResourceName, Row } from '../../src/shared/resources/resource'
import type { Authorized } from '../../src/main/backend/authorized'
import type { ResourceClient } from '../../src/main/backend/resources/resource-client'
import { createResourceClients } from '../../src/main/backend/resources/resource-clients'
import type { Clock } from '../../src/main/session/clock'
import { openSqlite, type Sqlite } from '../../src/main/sqlite/open'
import { createDrafts, type Drafts } from '../../src/main/store/drafts'
import { createJournal, type Journal } from '../../src/main/store/journal'
import { MIGRATIONS } from '../../src/main/store/schema'
import type { WriteResult } from '../../src/shared/outbox'
import type { Command } from '../../src/main/store/journal'
import { createOutbox, type Outbox } from '../../src/main/sync/outbox/outbox'
import { createOutboxActions, type OutboxActions } from '../../src/main/sync/outbox/actions'
import { createWritePolicy } from '../../src/main/sync/outbox/hold'
import type { WriteMode } from '../../src/shared/write-modes'
import { type TestClient, until } from './client'
import { createSessionWorld, type SessionWorld } from './session-world'

export function clientsOf(authorized: Authorized): (resource: ResourceName) => ResourceClient {
  const clients = createResourceClients(authorized)
  return (resource) => clients[resource]
}

/** One client's outbox, with the switches that the rest of the program turns. */
export interface OutboxClient {
  readonly journal: Journal
  outbox: Outbox
  actions: OutboxActions
  readonly clientOf: (resource: ResourceName) => ResourceClient
  /** Every record that a write has brought: resource, id, row. */
  readonly rows: { resource: ResourceName; id: number; row: Row | null; temporaryId: number | null }[]
  /** Drafts that a start has settled: draft, what was sent, new base. */
  readonly settled: unknown[][]
  /** The drafts in the same file as the journal. */
  readonly drafts: Drafts
  /** What the server has shown that it does to texts. */
  readonly habits: ServerHabit[]
  /** As the connection indicator would have it. */
  isOffline: boolean
  writeMode: WriteMode
  isProduction: boolean
  /** The identity of the server that the profile leads to; another one counts from the next `restart` on. */
  address: string
  submit(command: Partial<Command> & Pick<Command, 'resource' | 'verb' | 'recordId'>, signal?: AbortSignal): Promise<WriteResult>
  /** The record as the server has it. */
  row(resource: ResourceName, id: number): Promise<Row>
  /** Back on the network, all open entries tried; resolves when nothing is on its way any more. */
  settle(): Promise<void>
  /** Starts the outbox anew over the same journal, as a new start of the program does. */
  restart(): void
}

/** The identity of the server that an outbox of a test works on. */
export const FIRST_ADDRESS = 'https://first.example.com/api/v2'

function ask(error: unknown): void {
  throw error
}

/** @param onFault By default a fault is thrown, and fails the test. */
export function createOutboxClient(client: TestClient, clock: Clock, db: Sqlite, onFault: (error: unknown) => void = ask): OutboxClient {
  const { session } = client
  const journal = createJournal(db, () => clock.wallMs(), FIRST_ADDRESS)
  const drafts = createDrafts(db, () => clock.wallMs())
  const clientOf = clientsOf(client.authorized)
  const make = (): Outbox =>
    createOutbox({
      userId: 1,
      journal: journal.on(made.address),
      clientOf,
      clock,
      random: () => 0.5,
      stamp: session.stamp,
      isSessionOpen: () => ['active', 'renewing'].includes(session.view().state) && session.view().userId === 1,
      isOffline: () => made.isOffline,
      policy: createWritePolicy({ writeMode: () => made.writeMode, isProduction: () => made.isProduction, server: made.address, wallMs: () => clock.wallMs() }),
      onRow: (resource, id, row, temporaryId) => made.rows.push({ resource, id, row, temporaryId }),
      settleDraft: (...settled) => made.settled.push(settled),
      keepTyped: (draft) => {
        drafts.keep(draft)
      },
      noteHabits: (habits) => {
        made.habits.push(...habits)
      },
      onFault,
    })
  const actionsOf = (outbox: Outbox): OutboxActions => createOutboxActions({ outbox, clientOf, secretOf: journal.secretOf, server: made.address })
  const made: OutboxClient = {
    journal,
    clientOf,
    rows: [],
    settled: [],
    drafts,
    habits: [],
    isOffline: false,
    writeMode: 'normal',
    isProduction: false,
    address: FIRST_ADDRESS,
    outbox: undefined as unknown as Outbox,
    actions: undefined as unknown as OutboxActions,
    submit: (command, signal) => made.outbox.submit({ title: 'it', base: null, edits: {}, secret: null, draftId: null, ...command }, { stamp: session.stamp(), signal }),
    row: (resource, id) => clientOf(resource).get(id),
    settle: async () => {
      made.isOffline = false
      made.outbox.scheduler.forgetDelays()
      made.outbox.wake()
      // New records are made one after another: twenty of them take their time on a busy machine.
      await until(() => !made.outbox.queue.all().some(({ entryId }) => made.outbox.scheduler.isBusy(entryId)), 25_000)
    },
    restart: () => {
      made.outbox.close()
      made.outbox = make()
      made.actions = actionsOf(made.outbox)
    },
  }
  made.outbox = make()
  made.actions = actionsOf(made.outbox)
  return made
}

export type OutboxWorld = SessionWorld &
  OutboxClient & {
    readonly db: Sqlite
    /** How often this was asked of the server through the proxy. */
    asked(method: string, path?: string): number
  }

/** A signed-in client with an outbox over a journal in memory, the embedded back-end and the fault proxy. */
export async function createOutboxWorld(
  backend: Parameters<typeof createSessionWorld>[0] = {},
  more: { db?: Sqlite; onFault?: (error: unknown) => void; log?: (line: string) => void } = {},
): Promise<OutboxWorld> {
  const session = await createSessionWorld(backend, more.log ? { log: more.log } : {})
  const db = more.db ?? openSqlite({ path: ':memory:', migrations: MIGRATIONS })
  const world = Object.assign(createOutboxClient(session.client, session.clock, db, more.onFault), {
    ...session,
    db,
    asked: (method: string, path?: string) => session.proxy.requests.filter((request) => request.method === method && (!path || request.path.includes(path))).length,
    close: async () => {
      world.outbox.close()
      await session.close()
      if (!more.db) db.close()
    },
  })
  return world
}

/** The values of a new user that its schema takes. */
export function newUser(username: string, more: Fields = {}): { edits: Fields; secret: Fields } {
  const secret = { password: 'Fresh-Passw0rd' }
  const { password: _, ...edits } = RESOURCES.users.createSchema.parse({ username, roleIds: [2], ...more, ...secret })
  return { edits: { ...edits, username, ...more }, secret }
}

export function newDepartment(name: string, more: Fields = {}): { edits: Fields } {
  return { edits: { ...RESOURCES.departments.createSchema.parse({ name, ...more }), name, ...more } }
}
