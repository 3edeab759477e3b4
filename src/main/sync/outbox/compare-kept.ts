import { differences, isTaken, judge, type KeptField } from '@shared/kept'
import { type Fields, isNoSetChange, openSetChange, setChange } from '@shared/merge'
import type { Row } from '@shared/resources/resource'
import type { JournalEntry } from '../../store/journal-row'

/**
 * Of an update that may have left before: fields that the server holds in a form that it has made of what was sent. They are
 * our own work, not somebody else's, and sending them again would change nothing.
 */
export function takenBefore({ attempts, base }: JournalEntry, wanted: Fields, theirs: Row): KeptField[] {
  return attempts === 0 ? [] : differences(wanted, theirs, base ?? {}, false).filter(({ cause }) => isTaken(cause))
}

/** Fields of which what is wanted is one value; of the sets what is still to be done is seen by itself, try by try. */
export function withoutSets(fields: Fields, setFields: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !setFields.includes(field)))
}

export function without(fields: Fields, kept: readonly KeptField[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !kept.some((other) => other.field === field)))
}

/**
 * Whether a write whose answer was lost has changed any field, in the server's own way. `before`: its row until then. A
 * set has to be as it was wanted: the original writes the grants one by one, and what is left of them is merged and sent again.
 */
export function hasTakenAny(edits: Fields, row: Row, before: Row, setFields: readonly string[] = []): boolean {
  const sets = setFields.filter((field) => field in edits)
  if (sets.length > 0) return sets.every((field) => isNoSetChange(openSetChange(setChange(before[field], edits[field]), row[field])))
  return Object.entries(edits).some(([field, value]) => isTaken(judge(value, row[field], before[field] ?? null, false)))
}

/** The row as if the server had kept every field as it was sent that it holds in a form made of it: for telling records apart by their names. */
export function asSent(edits: Fields, row: Row, before: Row): Row {
  const own = Object.entries(edits).filter(([field, value]) => field in row && isTaken(judge(value, row[field], before[field] ?? null, true)))
  return { ...row, ...Object.fromEntries(own), id: row.id }
}
