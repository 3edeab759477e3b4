import { type Fields, sameValue } from '../merge'
import { isTemporaryId, type ResourceDescription } from './resource'

/**
 * `same`; `renamed`: the same one under another name; `other`: another record has the id now, or nothing proves that it is
 * the same one. Then a person is asked before anything is written to it.
 */
export type Identity = 'same' | 'renamed' | 'other'

type Described = Pick<ResourceDescription, 'identity'>

/**
 * Compares the record that a change began with to the one that has its id now.
 *
 * @param edits what is changed here: a name that has become what was sent is no stranger's.
 */
export function identityOf({ identity }: Described, base: Fields, theirs: Fields, edits: Fields = {}): Identity {
  const { fields, createdAt } = identity
  const known = fields.filter((field) => isComparable(base[field]))
  const isMoved = (field: string): boolean => !sameValue(base[field], theirs[field]) && !(field in edits && sameValue(edits[field], theirs[field]))
  if (createdAt === null) return known.length === fields.length && known.every(isMoved) ? 'other' : 'same'
  const changed = known.filter((field) => !sameValue(base[field], theirs[field]))
  if (changed.length === 0) return 'same'
  const [before, now] = [base[createdAt], theirs[createdAt]]
  const isToldByBoth = typeof before === 'number' && typeof now === 'number'
  if (isToldByBoth && before !== now) return 'other'
  if (!changed.some(isMoved)) return 'same'
  return isToldByBoth ? 'renamed' : 'other'
}

/** The fields by which the one record and the other are told apart, where they differ. */
export function identityFields({ identity }: Described, base: Fields, theirs: Fields): string[] {
  const fields = identity.createdAt === null ? identity.fields : [...identity.fields, identity.createdAt]
  return fields.filter((field) => !sameValue(base[field], theirs[field]))
}

/** What makes this record this one: for a decision that holds for it alone. */
export function identityValues({ identity }: Described, row: Fields): Fields {
  const fields = identity.createdAt === null ? identity.fields : [...identity.fields, identity.createdAt]
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? null]))
}

/** Older programs kept only the changed fields of some records; an id that was made here is nothing to compare by. */
function isComparable(value: unknown): boolean {
  return value !== undefined && !(typeof value === 'number' && isTemporaryId(value))
}
