import { z } from 'zod'
import type { Fields } from '@shared/merge'
import { wireIntOr } from '../wire-values'

/** Unix seconds; null where the server has none. */
export const wireTime = wireIntOr(-1).transform((seconds) => (seconds < 0 ? null : seconds))

/** `1` or `"1"` is enabled. The original's columns may be NULL: whatever is not enabled is disabled. */
export const wireStatus = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => (String(value) === '1' ? ('enabled' as const) : ('disabled' as const)))

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
