import { type Fields, sameValue } from '@shared/merge'
import type { DepartmentOption } from '@shared/resources/options'
import { isTemporaryId, type ListQuery, type ResourceName, type Row } from '@shared/resources/resource'
import { ROOT_ID } from '@shared/resources/field-rules'
import { RESOURCES } from '@shared/resources/registry'
import type { JournalEntry } from '../../store/journal-row'
import { otherRecord } from './same-record'
import { fittingRows, type WrittenRow } from './written-rows'

/** What waits for records of the server that is worked on; only what a list shows is asked for. */
export interface Waiting {
  /** The open entries of this record, oldest first. */
  of(resource: ResourceName, recordId: number): readonly JournalEntry[]
  /** Those that make a record of this kind, in order of submission. */
  makers(resource: ResourceName): readonly JournalEntry[]
}

/**
 * The server's rows as they will be once the outbox is empty: changed fields, and records made here on top of the first
 * page (or as the one record that was asked for). A record that is to be deleted stays in sight, for it is still there;
 * pages mark it.
 */
export function overlaid(resource: ResourceName, waiting: Waiting, rows: readonly Row[], asked: ListQuery | { readonly id: number }): Row[] {
  const changed = rows.map((row) => {
    // What waits for one record is not shown on another that has got its id.
    const isOfRow = (entry: JournalEntry): boolean => otherRecord(RESOURCES[resource], entry, row) === null
    const edits = waiting
      .of(resource, row.id)
      .filter((entry) => entry.verb === 'update' && isOfRow(entry))
      .map((entry) => entry.edits)
    return edits.reduce<Row>((all, some) => ({ ...all, ...some, id: row.id }), row)
  })
  const makers = 'id' in asked ? waiting.of(resource, asked.id).filter(isMaker) : waiting.makers(resource)
  const made = makers.filter((entry) => !hasArrived(entry, rows)).map((entry) => madeRow(resource, entry, waiting))
  return [...fittingRows(resource, made, asked), ...changed]
}

function isMaker({ verb, recordId }: JournalEntry): boolean {
  return verb === 'create' && isTemporaryId(recordId)
}

/**
 * Whether the server's answer has the record already that this entry makes. The answer may be quicker than the outbox,
 * which has yet to hear of the record's id: the one record would stand there twice. Before an entry leaves, the outbox has
 * looked whether there is such a record, so one that is there now is this one.
 */
function hasArrived({ resource, state, edits }: JournalEntry, rows: readonly Fields[]): boolean {
  if (state !== 'sending' && state !== 'unknown') return false
  return rows.some((row) => RESOURCES[resource].naturalKey.every((field) => sameValue(plain(row[field]), plain(edits[field]))))
}

/** Servers of this family trim outer spaces, and find names whatever their case. */
function plain(value: unknown): unknown {
  return typeof value === 'string' ? value.trim().toLowerCase() : value
}

function madeRow(resource: ResourceName, entry: JournalEntry, waiting: Waiting): Row {
  const later = waiting
    .of(resource, entry.recordId)
    .filter(({ verb }) => verb === 'update')
    .map(({ edits }) => edits)
  return { ...RESOURCES[resource].unsetFields, ...entry.edits, ...Object.assign({}, ...later), id: entry.recordId }
}

/** The tree of departments to choose from, with those that were made here and are not sent yet, and as it is since these were written. */
export function withMadeDepartments(options: readonly DepartmentOption[], waiting: Waiting, written: readonly WrittenRow[]): DepartmentOption[] {
  const known = new Map<number, Fields>()
  const note = (option: DepartmentOption): void => {
    known.set(option.id, { ...option })
    option.children.forEach(note)
  }
  options.forEach(note)
  const coming = waiting
    .makers('departments')
    .filter((entry) => !hasArrived(entry, [...known.values()]))
    .map(({ recordId, edits }) => ({ id: recordId, parentId: edits['parentId'] as number, name: String(edits['name']) }))
  const arrived = written.flatMap(({ row, temporaryId }) => (row && temporaryId !== null && !known.has(row.id) ? [row] : []))
  const made = [...coming, ...arrived.map(({ id, parentId, name }) => ({ id, parentId: parentId as number, name: String(name) }))]
  const rowOf = new Map(written.map(({ id, row }) => [id, row]))
  const below = (parentId: number): DepartmentOption[] => made.filter((one) => one.parentId === parentId).map((one) => ({ ...one, isEnabled: true, isAssignable: true, children: below(one.id) }))
  const grown = (option: DepartmentOption): DepartmentOption[] => {
    const row = rowOf.get(option.id)
    const children = [...option.children.flatMap(grown), ...below(option.id)]
    if (row === null) return children
    return [{ ...option, ...(row ? { name: String(row['name']), isEnabled: row['status'] === 'enabled' } : {}), children }]
  }
  return [...options.flatMap(grown), ...below(ROOT_ID)]
}
