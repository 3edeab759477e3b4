import type { DepartmentOption } from '@shared/resources/options'
import { applyQuery } from '@shared/resources/apply-query'
import { isTemporaryId, type ListQuery, type ResourceName, type Row } from '@shared/resources/resource'
import { ROOT_ID } from '@shared/resources/field-rules'
import { RESOURCES } from '@shared/resources/registry'
import type { JournalEntry } from '../store/journal-row'
import { otherRecord } from './same-record'

/**
 * The server's rows as they will be once the outbox is empty: changed fields, and records made here on top of the first
 * page (or as the one record that was asked for). A record that is to be deleted stays in sight, for it is still there;
 * pages mark it.
 */
export function overlaid(resource: ResourceName, entries: readonly JournalEntry[], rows: readonly Row[], asked: ListQuery | { readonly id: number }): Row[] {
  const own = entries.filter((entry) => entry.resource === resource)
  const changed = rows.map((row) => {
    // What waits for one record is not shown on another that has got its id.
    const isOfRow = (entry: JournalEntry): boolean => otherRecord(RESOURCES[resource], entry, row) === null
    const edits = own.filter((entry) => entry.verb === 'update' && entry.recordId === row.id && isOfRow(entry)).map((entry) => entry.edits)
    return edits.reduce<Row>((all, some) => ({ ...all, ...some, id: row.id }), row)
  })
  const made = own.filter((entry) => entry.verb === 'create' && isTemporaryId(entry.recordId)).map((entry) => madeRow(resource, entry, own))
  return [...shown(resource, made, asked), ...changed]
}

/** Where a new record will stand in a paged list is the server's to say; until then it stands on top, if the filter fits. */
function shown(resource: ResourceName, made: readonly Row[], asked: ListQuery | { readonly id: number }): readonly Row[] {
  if ('id' in asked) return made.filter(({ id }) => id === asked.id)
  if (RESOURCES[resource].isHeldWhole) return made
  return asked.page === 1 ? applyQuery(RESOURCES[resource], made, asked).rows : []
}

function madeRow(resource: ResourceName, entry: JournalEntry, own: readonly JournalEntry[]): Row {
  const later = own.filter(({ verb, recordId }) => verb === 'update' && recordId === entry.recordId).map(({ edits }) => edits)
  return { ...RESOURCES[resource].unsetFields, ...entry.edits, ...Object.assign({}, ...later), id: entry.recordId }
}

/** The tree of departments to choose from, with those that were made here and are not sent yet. */
export function withMadeDepartments(options: readonly DepartmentOption[], entries: readonly JournalEntry[]): DepartmentOption[] {
  const made = entries
    .filter(({ resource, verb, recordId }) => resource === 'departments' && verb === 'create' && isTemporaryId(recordId))
    .map(({ recordId, edits }) => ({ id: recordId, parentId: edits['parentId'] as number, name: String(edits['name']) }))
  const below = (parentId: number): DepartmentOption[] =>
    made.filter((one) => one.parentId === parentId).map((one) => ({ ...one, isEnabled: true, isAssignable: true, children: below(one.id) }))
  const grown = (option: DepartmentOption): DepartmentOption => ({ ...option, children: [...option.children.map(grown), ...below(option.id)] })
  return [...options.map(grown), ...below(ROOT_ID)]
}
