import type { CallOutput } from '@shared/bridge/contract'
import type { Fields } from '@shared/merge'
import { sameValue } from '@shared/merge'
import type { EntryView } from '@shared/outbox'
import { readingOrder } from '../../records/record-types'

export type ServerLook = CallOutput<'outbox.look'>['server']
export type Version = 'before' | 'mine' | 'server'

export interface CompareRow {
  readonly field: string
  readonly values: Readonly<Partial<Record<Version, unknown>>>
  /** The same field was changed here and there: a person chooses. */
  readonly isClash: boolean
}

export interface Comparison {
  /** Which versions there are at all, in the order of their columns. */
  readonly versions: readonly Version[]
  readonly rows: readonly CompareRow[]
}

/** What an entry changes, field by field. `server` null: not read yet; then what the conflict was about is shown. */
export function comparisonOf(entry: EntryView, server: ServerLook | null): Comparison {
  const { verb, base, edits, why } = entry
  const conflict = why?.kind === 'conflict' ? why : null
  const theirs = serversSide(entry, server)
  const mine = verb === 'remove' ? null : edits
  const clashes = conflict?.conflict === 'fields' ? conflict.fields : []
  const sides: readonly (readonly [Version, Fields | null])[] = [
    ['before', base],
    ['mine', mine],
    ['server', theirs],
  ]
  const present = sides.filter(([, fields]) => fields !== null) as readonly (readonly [Version, Fields])[]
  return {
    versions: present.map(([version]) => version),
    rows: shownFields(entry, theirs).map((field) => ({
      field,
      values: Object.fromEntries(present.map(([version, fields]) => [version, fields[field]])),
      isClash: clashes.includes(field),
    })),
  }
}

/** What was read there before an entry went through is not what the server has now. */
function serversSide({ why, outcome }: EntryView, server: ServerLook | null): Fields | null {
  if (outcome === 'ok') return null
  const conflict = why?.kind === 'conflict' ? why : null
  if (server?.kind === 'row') return server.row
  return server?.kind === 'missing' && conflict?.conflict !== 'taken' ? null : (conflict?.theirs ?? null)
}

/** Of a deletion what makes the record known, and what has changed there meanwhile; of anything else what was changed here. */
function shownFields({ resource, verb, base, edits, why }: EntryView, theirs: Fields | null): string[] {
  if (verb !== 'remove') return readingOrder(resource, [...Object.keys(edits), ...(why?.kind === 'conflict' && why.conflict !== 'gone' ? why.fields : [])])
  const known = base ?? theirs ?? {}
  if (why?.kind !== 'conflict' || !theirs) return readingOrder(resource, Object.keys(known))
  return readingOrder(
    resource,
    Object.keys(known).filter((field) => why.fields.includes(field) || !sameValue(known[field], theirs[field])),
  )
}
