import { GOES_BY_ITSELF } from '@shared/entry-states'
import { type EntryState, NEEDS_YOU, type Outcome } from '@shared/outbox'
import type { PhaseNote } from '@shared/phase-log'
import { isTemporaryId, RESOURCE_NAMES, type ResourceName } from '@shared/resources/resource'
import { sharersOf } from '@shared/resources/registry'
import { isSameServer } from '@shared/server-identity'
import type { EntryChange, Journal, Command } from '../../store/journal'
import { isDamaged, isUnreadable, type JournalEntry } from '../../store/journal-row'
import { createOrderedIds } from './ordered-ids'
import { referencesOf } from './temporary-ids'
import { isTreeStep } from './tree-step'

/**
 * The open entries in memory, in record queues: one per record, oldest first. Everything is written to the journal first; this is
 * only what was read from it, so that finding the next one does not parse the whole journal each time. All that is asked of
 * it at each change is kept ready: ten thousand entries may wait, and none of them is looked at because of another.
 */
export interface OutboxQueue {
  /** All open entries, in order of submission. For what happens once: a start, a person's "all". */
  all(): JournalEntry[]
  readonly size: number
  /** So many of them after this place in the order (0: the first ones); `needsYou`: only those that wait for a person. */
  page(asked: { readonly after: number; readonly limit: number; readonly needsYou?: boolean }): JournalEntry[]
  /** When the oldest of them was written down, Unix milliseconds; null: there is none. */
  oldestAt(): number | null
  /** How many there are in each state, and how many of them "send all" has anything to do with. */
  counts(): { readonly states: Readonly<Partial<Record<EntryState, number>>>; readonly needsYou: number; readonly sendable: number }
  get(entryId: string): JournalEntry | undefined
  /** The open entries of one record of the server that is worked on, oldest first. */
  recordQueue(resource: ResourceName, recordId: number): readonly JournalEntry[]
  /** Those of the record that this entry is about, on the server that it was made for. */
  recordQueueOf(entry: JournalEntry): readonly JournalEntry[]
  /** The record queue that an entry stands in, by name. */
  queueName(entry: JournalEntry): string
  queueNames(): Iterable<string>
  /** The oldest of this record queue. */
  head(queueName: string): JournalEntry | undefined
  /** Those that make a record of this kind on the server that is worked on, in order of submission. */
  makers(resource: ResourceName): JournalEntry[]
  /**
   * Those that move or delete a record of this tree on the server that is worked on, in order of submission, those after this place
   * in it (`tree-order.ts`); none that waits for a person itself, for thousands may. Read as far as they are asked for.
   */
  treeSteps(resource: ResourceName, after?: number): Iterable<JournalEntry>
  /** Those whose fields name this record, which was made here. */
  standingOn(resource: ResourceName, temporaryId: number): JournalEntry[]
  /** The server's ids that records of this kind, made here, have got. */
  claimedIds(resource: ResourceName): ReadonlySet<number>
  append(entry: Command, merged: readonly string[], note?: PhaseNote): JournalEntry
  change(entryId: string, change: EntryChange): JournalEntry
  /** As `change`, of many: all of them or none, and with one disk sync. */
  changeAll(changes: readonly (readonly [entryId: string, change: EntryChange])[]): void
  /** `others`: what this changes of others, in the same write. */
  end(entryIds: readonly string[], outcome: Outcome, more?: Parameters<Journal['end']>[2], others?: Parameters<Journal['end']>[3]): void
  /** As `change`, durable when it resolves, together with others of the same moment. */
  changeSoon(entryId: string, change: EntryChange): Promise<JournalEntry>
  /** Out of the way at once, durable when it resolves; what is lost in between is looked up at the next start. */
  endSoon(entryId: string, outcome: Outcome, more?: Parameters<Journal['end']>[2]): Promise<void>
  /** A record that was made here has the server's id from now on. */
  rename(resource: ResourceName, temporaryId: number, realId: number): void
  /** Reads everything again, after the journal has moved to another file. */
  reload(): void
  follow(follower: QueueFollower): void
}

/** Told of each entry that comes (`before` is null), moves on, or goes (`after` is null). Must not throw. */
interface QueueFollower {
  touched(before: JournalEntry | null, after: JournalEntry | null): void
  /** Everything may be another. */
  reloaded(): void
}

/** Made for another server than the one that is worked on: held until a person says what is meant. */
export function isMoved(entry: JournalEntry, server: string | null): boolean {
  return !isSameServer(entry.server, server)
}

/** Held because its file had to be recovered, and released by nobody yet. */
export function isRecovered({ decisions }: Pick<JournalEntry, 'decisions'>): boolean {
  return decisions.recovered === true && !decisions.released
}

export function createOutboxQueue(journal: Journal): OutboxQueue {
  const recordQueues = new Map<string, JournalEntry[]>()
  const byId = new Map<string, JournalEntry>()
  const followers: QueueFollower[] = []
  const order = createOrderedIds()
  const waitsForPerson = createOrderedIds()
  const states: Partial<Record<EntryState, number>> = {}
  let sendable = 0
  /** Undefined: not looked up since the queue has changed. */
  let oldestAt: number | null | undefined
  const makers = new Map(RESOURCE_NAMES.map((resource) => [resource, createOrderedIds()]))
  const treeSteps = new Map(RESOURCE_NAMES.map((resource) => [resource, createOrderedIds()]))
  const standing = new Map<string, Set<string>>()
  const claimed = new Map<ResourceName, Set<number>>()
  // The same id on another server is another record: neither waits for the other, or is joined with it.
  const nameOf = (resource: ResourceName, recordId: number, server = journal.server): string => `${resource}/${recordId}/${server}`
  // Which record a damaged one is about cannot be relied on: no other waits for it.
  const queueName = (entry: JournalEntry): string => (isDamaged(entry) ? entry.entryId : nameOf(entry.resource, entry.recordId, entry.server))
  const found = (entryIds: Iterable<string>): JournalEntry[] => [...entryIds].flatMap((entryId) => byId.get(entryId) ?? [])

  const count = (entry: JournalEntry, by: 1 | -1): void => {
    states[entry.state] = (states[entry.state] ?? 0) + by
    if (isSendable(entry, journal.server)) sendable += by
    oldestAt = undefined
  }
  const index = (entry: JournalEntry): void => {
    const { entryId, seq } = entry
    byId.set(entryId, entry)
    count(entry, 1)
    order.set(entryId, seq)
    if (NEEDS_YOU.has(entry.state)) waitsForPerson.set(entryId, seq)
    else waitsForPerson.delete(entryId)
    if (isMaker(entry) && entry.server === journal.server) makers.get(entry.resource)?.set(entryId, seq)
    if (isTreeStep(entry) && GOES_BY_ITSELF.has(entry.state) && !isDamaged(entry) && entry.server === journal.server) treeSteps.get(entry.resource)?.set(entryId, seq)
    for (const name of namesIn(entry)) standing.set(name, (standing.get(name) ?? new Set()).add(entryId))
    const name = queueName(entry)
    const recordQueue = recordQueues.get(name) ?? []
    recordQueues.set(name, recordQueue.toSpliced(recordQueue.findLastIndex((other) => other.seq < seq) + 1, 0, entry))
  }
  const unindex = (entry: JournalEntry): void => {
    const { entryId } = entry
    byId.delete(entryId)
    count(entry, -1)
    if (isMaker(entry)) makers.get(entry.resource)?.delete(entryId)
    treeSteps.get(entry.resource)?.delete(entryId)
    for (const name of namesIn(entry)) {
      standing.get(name)?.delete(entryId)
      if (standing.get(name)?.size === 0) standing.delete(name)
    }
    const name = queueName(entry)
    const left = (recordQueues.get(name) ?? []).filter((other) => other.entryId !== entryId)
    if (left.length > 0) recordQueues.set(name, left)
    else recordQueues.delete(name)
  }
  const tell = (before: JournalEntry | null, after: JournalEntry | null): void => {
    for (const { touched } of followers) touched(before, after)
  }
  const put = (entry: JournalEntry): void => {
    const before = byId.get(entry.entryId) ?? null
    if (before) unindex(before)
    index(entry)
    tell(before, entry)
  }
  const drop = (entryId: string): void => {
    const entry = byId.get(entryId)
    if (!entry) return
    unindex(entry)
    order.delete(entryId)
    waitsForPerson.delete(entryId)
    tell(entry, null)
  }
  const changed = (entry: JournalEntry): JournalEntry => {
    if (entry.state === 'done') drop(entry.entryId)
    else put(entry)
    return entry
  }
  const claim = (resource: ResourceName, realId: number): void => {
    claimed.set(resource, (claimed.get(resource) ?? new Set()).add(realId))
  }
  const reload = (): void => {
    for (const entry of byId.values()) count(entry, -1)
    for (const kept of [recordQueues, byId, order, waitsForPerson, standing, claimed, ...makers.values(), ...treeSteps.values()]) kept.clear()
    for (const entry of journal.open()) {
      // The program ended while a request may have been on its way.
      index(entry.state === 'sending' ? journal.change(entry.entryId, { state: 'unknown', phases: [{ phase: 'interrupted' }] }) : entry)
    }
    for (const { resource, realId } of journal.mappedIds()) claim(resource, realId)
    for (const { reloaded } of followers) reloaded()
  }
  reload()
  return {
    all: () => found(order.after(Number.NEGATIVE_INFINITY, order.size)),
    get size() {
      return byId.size
    },
    page: ({ after, limit, needsYou = false }) => found((needsYou ? waitsForPerson : order).after(after, limit)),
    oldestAt: () => {
      if (oldestAt === undefined) oldestAt = found(order.after(Number.NEGATIVE_INFINITY, 1))[0]?.createdAt ?? null
      return oldestAt
    },
    counts: () => ({ states: { ...states }, needsYou: waitsForPerson.size, sendable }),
    get: (entryId) => byId.get(entryId),
    recordQueue: (resource, recordId) => recordQueues.get(nameOf(resource, recordId)) ?? [],
    recordQueueOf: (entry) => recordQueues.get(queueName(entry)) ?? [],
    queueName,
    queueNames: () => recordQueues.keys(),
    head: (name) => recordQueues.get(name)?.[0],
    makers: (resource) => found(makers.get(resource)?.after(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY) ?? []),
    treeSteps: function* (resource, after = Number.NEGATIVE_INFINITY) {
      for (let some = found(treeSteps.get(resource)?.after(after, STEPS_AT_ONCE) ?? []); some.length > 0; some = found(treeSteps.get(resource)?.after(some.at(-1)?.seq ?? after, STEPS_AT_ONCE) ?? []))
        yield* some
    },
    standingOn: (resource, temporaryId) => found(standing.get(recordName(resource, temporaryId)) ?? []),
    claimedIds: (resource) => claimed.get(resource) ?? new Set(),
    append: (entry, merged, note) => {
      const appended = journal.append(entry, merged, note)
      merged.forEach(drop)
      put(appended)
      return appended
    },
    change: (entryId, change) => changed(journal.change(entryId, change)),
    changeAll: (changes) => {
      if (changes.length > 0) journal.changeAll(changes).forEach(changed)
    },
    changeSoon: async (entryId, change) => changed(await journal.changeSoon(entryId, change)),
    endSoon: (entryId, outcome, more) => {
      drop(entryId)
      return journal.endSoon(entryId, outcome, more)
    },
    end: (entryIds, outcome, more, others) => {
      const left = journal.end(entryIds, outcome, more, others)
      entryIds.forEach(drop)
      left.forEach(changed)
    },
    rename: (resource, temporaryId, realId) => {
      // What is a part of the record, such as the grants of a role, goes by its id as well.
      const moved = sharersOf(resource).flatMap((sharer) => recordQueues.get(nameOf(sharer, temporaryId)) ?? [])
      journal.mapId(
        resource,
        temporaryId,
        realId,
        moved.map(({ entryId }) => entryId),
      )
      claim(resource, realId)
      for (const { entryId } of moved) put(journal.read(entryId))
    },
    reload,
    follow: (follower) => {
      followers.push(follower)
    },
  }
}

/** Mostly the first is all that is looked at. */
const STEPS_AT_ONCE = 8

/** Whether "send all" has anything to do with it: a conflict asks first, and what is for another server is let go one by one. */
function isSendable(entry: JournalEntry, server: string | null): boolean {
  return entry.state !== 'conflict' && !isUnreadable(entry) && !isMoved(entry, server) && !isRecovered(entry)
}

function isMaker({ verb, recordId, why }: JournalEntry): boolean {
  return verb === 'create' && isTemporaryId(recordId) && !isDamaged({ why })
}

function recordName(resource: ResourceName, recordId: number): string {
  return `${resource}/${recordId}`
}

function namesIn(entry: JournalEntry): string[] {
  return referencesOf(entry).map((reference) => recordName(reference.resource, reference.id))
}
