import { type Fields, joinedSet, pickFields, type SetEdit } from '@shared/merge'
import { idsOf, RESOURCES } from '@shared/resources/registry'
import { isTemporaryId, type ResourceDescription } from '@shared/resources/resource'
import { failed } from '@shared/result'
import type { Command, EntryChange, Journal } from '../../store/journal'
import { isUnreadable, type JournalEntry } from '../../store/journal-row'
import { areOfOneRecord } from '../reads/same-record'
import { withKnownIds } from './temporary-ids'
import type { OutboxQueue } from './queue'
import { isPassed, isStoodOn } from './tree-order'

export interface AppendParts {
  readonly queue: OutboxQueue
  readonly journal: Pick<Journal, 'secretOf' | 'realId'>
  /** Somebody works on this entry, or waits for it. */
  readonly isInUse: (entryId: string) => boolean
  readonly isOffline: () => boolean
}

/**
 * Writes the command down, joined with what of the same record has not left yet. Null: nothing is left to do. Throws
 * REFUSED for a protected record, and STORAGE; then nothing was kept.
 */
export function append({ queue, journal, isInUse, isOffline }: AppendParts, given: Command): JournalEntry | null {
  // A form may still know its record by the temporary id that it had before the server took it.
  const command = { ...given, recordId: (isTemporaryId(given.recordId) ? journal.realId(idsOf(given.resource), given.recordId) : null) ?? given.recordId }
  if (RESOURCES[command.resource].protectedIds.includes(command.recordId)) throw failed('REFUSED', 'This record is protected by the server.')
  const recordQueue = queue.recordQueue(command.resource, command.recordId)
  const isJoinable = (entry: JournalEntry): boolean =>
    entry.attempts === 0 &&
    entry.state !== 'sending' &&
    !isInUse(entry.entryId) &&
    !isUnreadable(entry) &&
    !isStoodOn(queue, entry) &&
    !isPassed(queue, entry, command) &&
    areOfOneRecord(RESOURCES[command.resource], entry, { ...command, decisions: entry.decisions })
  // Ticks of what was made here and has arrived since are ticks of one record, whichever id they were made under.
  const known = <C extends Pick<Command, 'base' | 'edits'>>(one: C): C => {
    const description = RESOURCES[command.resource]
    if (description.setFields.length === 0) return one
    const base = one.base && withKnownIds(description, one.base, journal.realId)
    return { ...one, ...withoutUnmade(queue, description, base, withKnownIds(description, one.edits, journal.realId)) }
  }
  const { merged, entry, secretFrom } = compact(recordQueue.slice(recordQueue.findLastIndex((other) => !isJoinable(other)) + 1).map(known), known(command))
  const ids = merged.map(({ entryId }) => entryId)
  if (!entry) {
    // Half of it would leave others waiting for what nobody makes any more.
    const others = queue.standingOn(command.resource, command.recordId).flatMap((other) => withoutMember(other, command))
    queue.end(ids, 'merged', {}, others)
    return null
  }
  return queue.append(secretFrom ? { ...entry, secret: journal.secretOf(secretFrom) } : entry, ids, isOffline() ? 'offline' : undefined)
}

/** Sets that still have what was made here and deleted again, as they were read before that: nothing is meant by it, and nothing is to wait for it. */
function withoutUnmade(queue: OutboxQueue, { setFields, references }: ResourceDescription, base: Fields | null, edits: Fields): Pick<Command, 'base' | 'edits'> {
  const [left, stripped] = [{ ...base }, { ...edits }]
  for (const field of setFields) {
    const [before, after, named] = [base?.[field], edits[field], references[field]]
    if (!named || !Array.isArray(before) || !Array.isArray(after)) continue
    const unmade = before.filter((id: number) => isTemporaryId(id) && after.includes(id) && queue.recordQueue(named, id).length === 0)
    if (unmade.length === 0) continue
    left[field] = before.filter((id: number) => !unmade.includes(id))
    stripped[field] = after.filter((id: number) => !unmade.includes(id))
  }
  return { base: base && left, edits: stripped }
}

/**
 * What was made here has been deleted again, all of it here: whatever was to have it among others, such as the grants of a
 * role, goes without it, as the server does with what it deletes. What is to hang below it cannot, and is blocked.
 */
function withoutMember({ entryId, resource, edits }: JournalEntry, gone: Pick<Command, 'resource' | 'recordId'>): [string, EntryChange][] {
  const lists = Object.entries(RESOURCES[resource].references).flatMap(([field, named]) => {
    const ids: unknown = edits[field]
    return named === gone.resource && Array.isArray(ids) ? [[field, ids.filter((id) => id !== gone.recordId)]] : []
  })
  return lists.length > 0 ? [[entryId, { edits: { ...edits, ...Object.fromEntries(lists) } }]] : []
}

/** What a new command makes of the ones before it on the same record: which it stands for, and what is left to do. */
export interface Compaction {
  /** Entries that the new one stands for. */
  readonly merged: readonly JournalEntry[]
  /** Null: nothing is left to send (made and deleted, all here). */
  readonly entry: Command | null
  /** The secret of this merged entry belongs to the new one. */
  readonly secretFrom: string | null
}

/**
 * Joins commands on one record before anything of them was sent: make then change is one make, make then delete is nothing,
 * changes are one change, change then delete is a delete. Never across an entry that may have been sent.
 *
 * @param unsent the open entries of this record, oldest first, of which nothing has left and that nobody works on; only an
 *   unbroken run at the end counts.
 */
export function compact(unsent: readonly JournalEntry[], command: Command): Compaction {
  const first = unsent[0]
  if (!first) return { merged: [], entry: command, secretFrom: null }
  // A delete stands at the end; what is said after it is a thing of its own.
  if (unsent.some(({ verb }) => verb === 'remove')) return { merged: [], entry: command, secretFrom: null }
  if (first.verb === 'create') return joinedToCreate(first, unsent, command)
  return { merged: unsent, entry: joinedChanges(unsent, command), secretFrom: null }
}

function joinedToCreate(create: JournalEntry, unsent: readonly JournalEntry[], command: Command): Compaction {
  if (command.verb === 'remove') return { merged: unsent, entry: null, secretFrom: null }
  const edits = [...unsent.map((entry) => entry.edits), command.edits].reduce<Fields>((all, some) => ({ ...all, ...some }), {})
  return {
    merged: unsent,
    entry: { ...command, verb: 'create', base: null, edits, secret: command.secret },
    secretFrom: create.hasSecret && !command.secret ? create.entryId : null,
  }
}

/** The base of each field is the value before its first change. */
function joinedChanges(changes: readonly JournalEntry[], command: Command): Command {
  const bases = [command.base ?? {}, ...changes.toReversed().map(({ base, edits }) => pickFields(base ?? {}, Object.keys(edits)))]
  const base = bases.reduce<Fields>((all, some) => ({ ...all, ...some }), {})
  if (command.verb === 'remove') return { ...command, base }
  const edits = [...changes.map((entry) => entry.edits), command.edits].reduce<Fields>((all, some) => ({ ...all, ...some }), {})
  const sets = RESOURCES[command.resource].setFields.filter((field) => field in edits).map((field) => [field, joinedSets([...changes, command], field)] as const)
  return {
    ...command,
    base: { ...base, ...Object.fromEntries(sets.map(([field, set]) => [field, set.base])) },
    edits: { ...edits, ...Object.fromEntries(sets.map(([field, set]) => [field, set.edits])) },
  }
}

/** Of a set what all of them put in and took out, one after the other: each knew another row. */
function joinedSets(changes: readonly Pick<Command, 'base' | 'edits'>[], field: string): SetEdit {
  return changes
    .filter(({ edits }) => field in edits)
    .map(({ base, edits }): SetEdit => ({ base: base?.[field], edits: edits[field] }))
    .reduce(joinedSet)
}
