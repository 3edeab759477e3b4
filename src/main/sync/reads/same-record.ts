import { type Fields, sameValue } from '@shared/merge'
import type { EntryWhy } from '@shared/outbox'
import { identityFields, identityOf, identityValues } from '@shared/resources/identity'
import type { ResourceDescription, Row } from '@shared/resources/resource'
import type { JournalEntry } from '../../store/journal-row'

type Conflict = Extract<EntryWhy, { kind: 'conflict' }>
type About = Pick<JournalEntry, 'base' | 'edits' | 'decisions'>

/**
 * The conflict of an entry whose id the server has given to another record since: what was meant for the one is never sent to
 * the other, nor is the other deleted in its place. Null: it is the same record, or a person has said so of this very one.
 */
export function otherRecord(description: ResourceDescription, entry: About, theirs: Row): Conflict | null {
  const { sameRecord, removeChanged } = entry.decisions
  if (sameRecord && Object.entries(sameRecord).every(([field, value]) => sameValue(value, theirs[field] ?? null))) return null
  // Who has seen the record as it had become, and said yes, meant that one.
  const seen: Fields = removeChanged ?? entry.base ?? {}
  if (identityOf(description, seen, theirs, entry.edits) !== 'other') return null
  return { kind: 'conflict', conflict: 'otherRecord', theirs, fields: identityFields(description, seen, theirs) }
}

/** Whether two commands are about one record. They may have the same id all the same: then each goes by itself. */
export function areOfOneRecord(description: ResourceDescription, earlier: About, later: About): boolean {
  return !earlier.base || !later.base || identityOf(description, earlier.base, later.base, earlier.edits) !== 'other'
}

/** The record is the one that was meant, as a person has decided: what comes later on it stands on that decision too. */
export function decidedIdentity(description: ResourceDescription, { decisions }: About, row: Row): Fields {
  return decisions.sameRecord ? identityValues(description, row) : {}
}
