import type { Fields } from '@shared/merge'
import type { WriteMode } from '@shared/write-modes'
import { idsOf, RESOURCES, sharersOf } from '@shared/resources/registry'
import { isTemporaryId, type ResourceName, type Row } from '@shared/resources/resource'
import { failed } from '@shared/result'
import type { Authorized } from '../backend/authorized'
import { createAccountResource } from '../backend/resources/account'
import { createLogsResource, type LogsResource } from '../backend/resources/logs'
import { createOptionsResource } from '../backend/resources/options'
import { createResourceClients } from '../backend/resources/resource-clients'
import type { Clock } from '../session/clock'
import type { Session } from '../session/session'
import type { JournalEntry } from '../store/journal-row'
import type { UserCaches } from '../store/cache-by-user'
import type { UserStores } from '../store/user-store'
import { type BackgroundFill, createBackgroundFill, during } from './reads/background-fill'
import { type Commands, createCommands } from './outbox/commands'
import type { Connectivity } from './reads/connectivity'
import { createOutboxActions, type OutboxActions } from './outbox/actions'
import { createOutboxes, type Outboxes } from './outbox/outboxes'
import { createLogReads } from './reads/log-reads'
import { overlaid, type Waiting, withMadeDepartments, withMadeGrantable, withMadeRoles } from './reads/overlay'
import { createReads, type Reads } from './reads/reads'
import { withKnownIds } from './outbox/temporary-ids'
import { createPasswords, type Passwords } from './passwords'
import { createWritePolicy } from './outbox/hold'
import { createWrittenRows, upToDate } from './reads/written-rows'

/** A write has changed a record. */
interface RecordChange {
  readonly resource: ResourceName
  readonly id: number
  readonly isGone: boolean
  /** What a record that was made here was called until now. */
  readonly temporaryId: number | null
}

/** The two ways of one profile: reading through the cache, writing through the outbox. */
export interface ProfileData {
  readonly reads: Reads
  readonly logs: LogsResource
  readonly commands: Commands
  readonly passwords: Passwords
  readonly outboxes: Outboxes
  /** What a person does in the outbox of the user who is here; throws SESSION_ENDED when there is none. */
  actions(): Promise<OutboxActions>
  onRecord(listener: (change: RecordChange) => void): () => void
  /** Nothing is sent or filled any more, and what was put off is written down; before the data files are closed. */
  close(): void
}

export interface ProfileDataDeps {
  readonly authorized: Authorized
  readonly session: Session
  readonly connectivity: Connectivity
  readonly stores: UserStores
  readonly caches: UserCaches
  readonly clock: Clock
  readonly writeMode: () => WriteMode
  readonly isProduction: () => boolean
  /** The identity of the server that this is for, for good. */
  readonly server: string
  readonly onFault: (error: unknown) => void
  /** The program's log, for what becomes of pending changes. */
  readonly phaseLog?: ((line: string) => void) | undefined
}

export function createProfileData(deps: ProfileDataDeps): ProfileData {
  const { authorized, session, connectivity, stores, caches, clock, onFault } = deps
  const clients = createResourceClients(authorized)
  const account = createAccountResource(authorized)
  const clientOf = (resource: ResourceName) => clients[resource]
  const listeners = new Set<(change: RecordChange) => void>()
  const written = createWrittenRows()
  /** With what goes with a change of a record: the role of grants has another scope, and the grants of a role get its id, and go with it. */
  const tell = ({ resource, id, isGone, temporaryId }: RecordChange): void => {
    const others = isGone || temporaryId !== null ? sharersOf(idsOf(resource)) : [idsOf(resource)]
    for (const one of new Set([resource, ...others])) for (const listener of listeners) listener({ resource: one, id, isGone, temporaryId })
  }
  const readers = upToDate(clients, written, (resource, id) => {
    tell({ resource, id, isGone: true, temporaryId: null })
  })
  const outboxes = createOutboxes({
    stores,
    session,
    connectivity,
    clientOf,
    clock,
    policy: createWritePolicy({ ...deps, wallMs: () => clock.wallMs() }),
    onRow: (userId, resource, id, row, temporaryId) => {
      if (userId === session.view().userId) written.note({ resource, id, row, temporaryId })
      void keepInCache(deps, userId, resource, id, row)
      tell({ resource, id, isGone: row === null, temporaryId })
      // Of a part, such as the grants of a role, it is the whole that is gone.
      if (row === null) void forgetNamed(deps, userId, idsOf(resource), id, tell)
    },
    onFault,
    phaseLog: deps.phaseLog,
  })
  /** A page may still know a record by the temporary id that it had before the server took it. */
  const knownId = async (resource: ResourceName, id: number): Promise<number> => {
    const { userId } = session.view()
    if (!isTemporaryId(id) || userId === null) return id
    return (await stores.of(userId)).journal.realId(idsOf(resource), id) ?? id
  }
  const waiting = async (): Promise<Waiting> => {
    const outbox = await outboxes.current()
    const journal = outbox && (await stores.of(outbox.userId)).journal
    // Records that were made here are in no answer of the server: nothing else would keep them from who signed out, or came next.
    if (!journal || outbox.userId !== session.view().userId || session.view().state === 'signed-out') throw failed('SESSION_ENDED', 'Sign in to see this.')
    const { queue } = outbox
    // What was made for another server is no part of what this one's rows will be: its record queues are others.
    const known = (entry: JournalEntry): JournalEntry => {
      const real = (fields: Fields): Fields => withKnownIds(RESOURCES[entry.resource], fields, journal.realId)
      return { ...entry, base: entry.base && real(entry.base), edits: real(entry.edits) }
    }
    return { of: (resource, recordId) => queue.recordQueue(resource, recordId).map(known), makers: (resource) => queue.makers(resource).map(known) }
  }
  const roleOptions: Reads['roleOptions'] = async (call) => {
    const since = written.watch('roles')
    try {
      const { rows, unreadable } = await reads.roleOptions(call)
      const entries = await waiting()
      return { rows: withMadeRoles(rows, entries, since()), unreadable }
    } finally {
      since()
    }
  }
  const departmentOptions: Reads['departmentOptions'] = async (call) => {
    const since = written.watch('departments')
    try {
      const { rows, unreadable } = await reads.departmentOptions(call)
      const entries = await waiting()
      return { rows: withMadeDepartments(rows, entries, since()), unreadable }
    } finally {
      since()
    }
  }
  const grantable: Reads['grantable'] = async (call) => withMadeGrantable(await reads.grantable(call), await waiting())
  /** After a sign-out nothing more is kept: an answer that comes late must not fill a cache that was just cleared. */
  const cacheOf: UserCaches['of'] = (userId) =>
    isSignedOut(session) ? Promise.reject(failed('STORAGE', 'Nobody is signed in to keep this for.', { details: { cause: 'closed' } })) : caches.of(userId)
  const fill = createBackgroundFill({ clients: readers, session, connectivity, cacheOf, clock })
  const reads = createReads({
    ...readers,
    watch: written.watch,
    account,
    options: createOptionsResource(authorized),
    clock,
    offline: { session, connectivity, cacheOf, onFault },
    overlay: async (resource, rows, asked) => overlaid(resource, await waiting(), rows, asked),
    onCall: fill.giveWay,
  })
  return {
    reads: {
      ...reads,
      get: async (resource, id, call) => reads.get(resource, await knownId(resource, id), call),
      roleOptions,
      departmentOptions,
      grantable,
    },
    logs: createLogReads(createLogsResource(authorized), fill.giveWay),
    commands: givingWay(
      fill,
      createCommands({
        outboxOf: outboxes.of,
        stamp: session.stamp,
        writeMode: deps.writeMode,
        settleDraft: async (userId, draftId, sent, newBase, kept) => {
          try {
            ;(await stores.of(userId)).drafts.settle(draftId, sent, newBase, kept)
          } catch (error) {
            // The edits are safe; a draft that holds what is saved already costs a look, not an edit.
            onFault(error)
          }
        },
      }),
    ),
    passwords: createPasswords({ authorized, users: clients.users, session, stores, writeMode: deps.writeMode, giveWay: fill.giveWay, onFault: deps.onFault }),
    outboxes,
    actions: async () => {
      const { userId } = session.view()
      const outbox = await outboxes.current()
      if (!outbox || userId === null) throw failed('SESSION_ENDED', 'Nobody has signed in here yet.')
      const { journal } = await stores.of(userId)
      return createOutboxActions({ outbox, clientOf, secretOf: journal.secretOf, server: deps.server })
    },
    onRecord: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      fill.close()
      outboxes.close()
    },
  }
}

/** A person's write does not wait behind a page that nobody asked for. */
function givingWay(fill: BackgroundFill, commands: Commands): Commands {
  return { submit: (command, signal) => during(fill.giveWay, () => commands.submit(command, signal)) }
}

/** What a write has brought is what is known best of the record, to the user whose write it was: another may not see all of it. */
async function keepInCache({ caches, clock, session, onFault }: ProfileDataDeps, userId: number, resource: ResourceName, id: number, row: Row | null): Promise<void> {
  if (isSignedOut(session)) return
  try {
    const cache = await caches.of(userId)
    if (row) return await cache.putRows(resource, [row], clock.wallMs())
    for (const gone of sharersOf(idsOf(resource))) await cache.removeRow(gone, id)
  } catch (error) {
    onFault(error)
  }
}

/**
 * A record is gone, and the server has taken it out of every set that it was in, such as a menu out of the grants of all roles:
 * what is held of those is no longer what the server has.
 */
async function forgetNamed({ caches, onFault }: ProfileDataDeps, userId: number, resource: ResourceName, id: number, tell: (change: RecordChange) => void): Promise<void> {
  try {
    const cache = await caches.of(userId)
    for (const { name, setFields, references } of Object.values(RESOURCES)) {
      const fields = setFields.filter((field) => references[field] === resource)
      if (fields.length === 0) continue
      const held = await cache.list(name, { page: 1, pageSize: MOST_HELD, sort: [], filter: {} })
      const without = (held?.rows ?? []).flatMap((row) => {
        const named = fields.filter((field) => (row[field] as readonly number[]).includes(id))
        return named.length === 0 ? [] : [{ ...row, ...Object.fromEntries(named.map((field) => [field, (row[field] as readonly number[]).filter((other) => other !== id)])) }]
      })
      if (!held || without.length === 0) continue
      await cache.putRows(name, without, held.fetchedAt)
      for (const row of without) tell({ resource: name, id: row.id, isGone: false, temporaryId: null })
    }
  } catch (error) {
    onFault(error)
  }
}

function isSignedOut(session: Pick<Session, 'view'>): boolean {
  return session.view().state === 'signed-out'
}

/** Roles of which grants are held, at most: as many as the cache gives at once. */
const MOST_HELD = 5000
