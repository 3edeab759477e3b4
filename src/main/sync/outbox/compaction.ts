import { type Fields, joinedSet, type SetEdit } from '@shared/merge'
import { RESOURCES } from '@shared/resources/registry'
import type { JournalEntry } from '../../store/journal-row'
import type { NewEntry } from '../../store/journal'

/** What a new command makes of the ones before it on the same record: which it stands for, and what is left to do. */
export interface Compaction {
  /** Entries that the new one stands for. */
  readonly merged: readonly JournalEntry[]
  /** Null: nothing is left to send (made and deleted, all here). */
  readonly entry: NewEntry | null
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
export function compact(unsent: readonly JournalEntry[], command: NewEntry): Compaction {
  const first = unsent[0]
  if (!first) return { merged: [], entry: command, secretFrom: null }
  if (first.verb === 'create') return joinedToCreate(first, unsent, command)
  const changes = unsent.filter(({ verb }) => verb === 'update')
  // A delete stands at the end; what is said after it is a thing of its own.
  if (changes.length < unsent.length) return { merged: [], entry: command, secretFrom: null }
  return { merged: changes, entry: joinedChanges(changes, command), secretFrom: null }
}

function joinedToCreate(create: JournalEntry, unsent: readonly JournalEntry[], command: NewEntry): Compaction {
  if (command.verb === 'remove') return { merged: unsent, entry: null, secretFrom: null }
  const edits = [...unsent.map((entry) => entry.edits), command.edits].reduce<Fields>((all, some) => ({ ...all, ...some }), {})
  return {
    merged: unsent,
    entry: { ...command, verb: 'create', base: null, edits, secret: command.secret },
    secretFrom: create.hasSecret && !command.secret ? create.entryId : null,
  }
}

/** The base of each field is the value before its first change. */
function joinedChanges(changes: readonly JournalEntry[], command: NewEntry): NewEntry {
  const bases = [command.base ?? {}, ...changes.toReversed().map(({ base, edits }) => pick(base ?? {}, edits))]
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
function joinedSets(changes: readonly Pick<NewEntry, 'base' | 'edits'>[], field: string): SetEdit {
  return changes
    .filter(({ edits }) => field in edits)
    .map(({ base, edits }): SetEdit => ({ base: base?.[field], edits: edits[field] }))
    .reduce(joinedSet)
}

function pick(base: Fields, edits: Fields): Fields {
  return Object.fromEntries(
    Object.keys(edits)
      .filter((key) => key in base)
      .map((key) => [key, base[key]]),
  )
}
