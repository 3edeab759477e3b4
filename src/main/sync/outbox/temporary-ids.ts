import type { Fields } from '@shared/merge'
import { RESOURCES } from '@shared/resources/registry'
import { isTemporaryId, type ResourceDescription, type ResourceName } from '@shared/resources/resource'
import type { JournalEntry } from '../../store/journal-row'

/** A record made here that another command stands on. */
export interface TemporaryReference {
  readonly resource: ResourceName
  readonly id: number
}

/** The temporary ids that a command's fields name. */
export function temporaryReferences(description: ResourceDescription, fields: Fields): TemporaryReference[] {
  return Object.entries(description.references).flatMap(([field, resource]) =>
    idsIn(fields[field])
      .filter(isTemporaryId)
      .map((id) => ({ resource, id })),
  )
}

/** All that an entry names or is about: of a part of another record, such as the grants of a role, that record too. */
export function referencesOf({ resource, recordId, edits }: Pick<JournalEntry, 'resource' | 'recordId' | 'edits'>): TemporaryReference[] {
  return temporaryReferences(RESOURCES[resource], { ...edits, id: recordId })
}

/** The same fields with the server's own ids. Every temporary id has to be known by now; throws `TypeError` otherwise. */
export function withRealIds(description: ResourceDescription, fields: Fields, realId: (resource: ResourceName, id: number) => number | null): Fields {
  const replaced = Object.entries(description.references)
    .filter(([field]) => field in fields)
    .map(([field, resource]) => {
      const real = (id: number): number => {
        if (!isTemporaryId(id)) return id
        const found = realId(resource, id)
        // The last wall before the wire: a temporary id never leaves.
        if (found === null) throw new TypeError(`A temporary id of ${resource} would have been sent.`)
        return found
      }
      const value = fields[field]
      return [field, Array.isArray(value) ? (value as number[]).map(real) : typeof value === 'number' ? real(value) : value]
    })
  return { ...fields, ...Object.fromEntries(replaced) }
}

/** The same fields with the server's ids as far as they are known, to be looked at: what still waits may name a record that has arrived. */
export function withKnownIds(description: ResourceDescription, fields: Fields, realId: (resource: ResourceName, id: number) => number | null): Fields {
  return withRealIds(description, fields, (resource, id) => realId(resource, id) ?? id)
}

function idsIn(value: unknown): number[] {
  return (Array.isArray(value) ? value : [value]).filter((id): id is number => typeof id === 'number')
}
