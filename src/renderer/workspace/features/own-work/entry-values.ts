import type { Fields } from '@shared/merge'
import { sameValue } from '@shared/merge'
import type { EntryView } from '@shared/outbox'
import { kindOf, readingOrder } from '../../records/record-types'

/** The last parts of the keys under `outbox.invalid` that main's rules, and those of the forms, name. */
const INVALID_KEYS = [
  'required',
  'tooShort',
  'tooLong',
  'control',
  'email',
  'tel',
  'telLength',
  'order',
  'rolesRequired',
  'path',
  'operationPath',
  'component',
  'redirect',
  'parentGone',
  'parentBelow',
  'parentPage',
  'parentDirectory',
  'taken',
  'pathTaken',
  'routeTaken',
  'lastAdmin',
] as const
export type InvalidKey = (typeof INVALID_KEYS)[number] | 'other'

export function invalidKey(message: string): InvalidKey {
  return INVALID_KEYS.find((key) => key === message) ?? 'other'
}

/** The fields of an entry that can be typed: the changed ones of an update, all of a new record. */
export function typedFields({ resource, edits }: EntryView): string[] {
  return readingOrder(resource, Object.keys(edits)).filter((field) => kindOf(resource, field) !== 'time')
}

/** What to hand to main: all changed fields of an update, and of a new record those that were typed anew. */
export function editsOf(entry: EntryView, values: Fields): Fields {
  const changed = Object.fromEntries(Object.entries(values).filter(([field, value]) => !sameValue(value, entry.edits[field])))
  return entry.verb === 'create' ? changed : { ...entry.edits, ...changed }
}

export function isChanged(entry: EntryView, values: Fields): boolean {
  return Object.entries(values).some(([field, value]) => !sameValue(value, entry.edits[field]))
}
