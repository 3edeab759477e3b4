import type { Fields } from '@shared/merge'
import { ROOT_ID } from '@shared/resources/field-rules'
import { idOf, isYes, wholeOf } from '../wire-values'

/** Unix seconds; null where the server has none, or nothing that is a time. */
export function timeOf(value: unknown): number | null {
  const seconds = wholeOf(value)
  return seconds !== null && seconds >= 0 ? seconds : null
}

/** `1` or `"1"` is enabled. The original's columns may be NULL: whatever is not enabled is disabled. */
export function statusOf(value: unknown): 'enabled' | 'disabled' {
  return isYes(value) ? 'enabled' : 'disabled'
}

/** The id of the node above: as the column says, or, where it says nothing that can be, by the place in the tree that came. */
export function parentOf({ pid }: Fields, above: Fields | null): number {
  const id = wholeOf(pid)
  return id !== null && id >= 0 ? id : (idOf(above?.['id']) ?? ROOT_ID)
}

/** As a string, which the original's own web client depends on. Any other word is passed on: asked for, it is nobody's. */
export function statusToWire(status: string): string {
  if (status === 'enabled') return '1'
  return status === 'disabled' ? '0' : status
}

/**
 * Puts the fields that are there under the server's column names. A field without a column is left out: the original
 * passes every key on to SQL, and answers an unknown one with a page.
 */
export function toColumns(columns: Readonly<Record<string, string>>, fields: Fields): Record<string, unknown> {
  const known = Object.entries(fields).filter(([field, value]) => value !== undefined && Object.hasOwn(columns, field))
  return Object.fromEntries(known.map(([field, value]) => [columns[field], field === 'status' ? statusToWire(String(value)) : value]))
}
