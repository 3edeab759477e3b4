import { type Fields, sameValue, withEdits } from '@shared/merge'
import type { DepartmentOption, Grantable, RoleOption } from '@shared/resources/options'
import type { MenuType } from '@shared/resources/menu'
import { isTemporaryId, type ListQuery, type ResourceName, type Row } from '@shared/resources/resource'
import { ROOT_ID } from '@shared/resources/field-rules'
import { idsOf, RESOURCES } from '@shared/resources/registry'
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
    return withUpdates(
      resource,
      row,
      waiting.of(resource, row.id).filter((entry) => entry.verb === 'update' && isOfRow(entry)),
    )
  })
  const whole = 'id' in asked && idsOf(resource) !== resource && rows.length === 0 ? partsOfMade(resource, waiting, asked.id) : []
  const makers = 'id' in asked ? waiting.of(resource, asked.id).filter(isMaker) : waiting.makers(resource)
  const made = makers.filter((entry) => !hasArrived(entry, rows)).map((entry) => madeRow(resource, entry, waiting))
  return [...fittingRows(resource, [...made, ...whole], asked), ...changed]
}

/** A row with what waits for it, in order of submission. */
function withUpdates(resource: ResourceName, row: Row, entries: readonly JournalEntry[]): Row {
  return entries.reduce<Row>((all, { base, edits }) => ({ ...withEdits({ base: base ?? {}, edits }, all, RESOURCES[resource].setFields), id: row.id }), row)
}

/** A part of a record that was made here, such as the grants of a new role: as it will begin, and what waits for it. */
function partsOfMade(resource: ResourceName, waiting: Waiting, id: number): Row[] {
  const { blank, titleField } = RESOURCES[resource]
  const maker = waiting.of(idsOf(resource), id).find(isMaker)
  if (!maker) return []
  const begun = { ...blank, [titleField]: maker.edits[RESOURCES[maker.resource].titleField], id }
  return [withUpdates(resource, begun, waiting.of(resource, id))]
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

/** What was begun by an older version lacks the fields that came since: a row without them could be shown nowhere. */
function madeRow(resource: ResourceName, entry: JournalEntry, waiting: Waiting): Row {
  const later = waiting.of(resource, entry.recordId).filter(({ verb }) => verb === 'update')
  return withUpdates(resource, { ...RESOURCES[resource].blank, ...entry.edits, id: entry.recordId }, later)
}

/** The roles to choose from, in the same way: those that were made here stand at the end. Whoever makes one may give it; a server that sees it otherwise says so. */
export function withMadeRoles(options: readonly RoleOption[], waiting: Waiting, written: readonly WrittenRow[]): RoleOption[] {
  const coming = waiting
    .makers('roles')
    .filter((entry) => !hasArrived(entry, options))
    .map((entry) => madeRow('roles', entry, waiting))
  const arrived = written.flatMap(({ row, temporaryId }) => (row && temporaryId !== null && !options.some(({ id }) => id === row.id) ? [row] : []))
  const made = [...coming, ...arrived].map((row): RoleOption => ({ id: row.id, isAssignable: true, ...ofRole(row) }))
  const rowOf = new Map(written.map(({ id, row }) => [id, row]))
  const known = options.flatMap((option) => {
    const row = rowOf.get(option.id)
    return row === null ? [] : [row ? { ...option, ...ofRole(row) } : option]
  })
  return [...known, ...made]
}

function ofRole(row: Row): Pick<RoleOption, 'name' | 'remark' | 'isEnabled'> {
  return { name: String(row['name']), remark: String(row['remark']), isEnabled: row['status'] === 'enabled' }
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
    .map((entry) => madeRow('departments', entry, waiting))
    .map((row) => ({ id: row.id, parentId: row['parentId'] as number, name: String(row['name']) }))
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

/** What can be granted, with what was made here and is not sent yet. A new node stands at the end of the branch that it belongs to. */
export function withMadeGrantable(grantable: Grantable, waiting: Waiting): Grantable {
  const made = <R extends Fields>(resource: ResourceName, rows: readonly R[]): readonly Row[] =>
    waiting
      .makers(resource)
      .filter((entry) => !hasArrived(entry, rows))
      .map((entry) => madeRow(resource, entry, waiting))
  const menus = made('menus', grantable.menus).map((row): Grantable['menus'][number] => ({
    id: row.id,
    parentId: Number(row['parentId']),
    type: row['type'] as MenuType,
    title: String(row['title']),
    path: String(row['path']),
  }))
  const departments = made('departments', grantable.departments).map((row): Grantable['departments'][number] => ({
    id: row.id,
    parentId: Number(row['parentId']),
    name: String(row['name']),
    isEnabled: row['status'] === 'enabled',
  }))
  const roles = made('roles', grantable.roles).map((row): Grantable['roles'][number] => ({ id: row.id, name: String(row['name']), isEnabled: row['status'] === 'enabled' }))
  return { ...grantable, menus: menus.reduce(planted, grantable.menus), departments: departments.reduce(planted, grantable.departments), roles: [...grantable.roles, ...roles] }
}

/** The rows of a tree, each before those below it, with one more at the end of its branch. */
function planted<R extends { readonly id: number; readonly parentId: number }>(rows: readonly R[], row: R): readonly R[] {
  const branch = new Set([row.parentId])
  let end = rows.length
  for (const [place, { id, parentId }] of rows.entries()) {
    if (!branch.has(parentId) && id !== row.parentId) continue
    branch.add(id)
    end = place + 1
  }
  return rows.toSpliced(row.parentId === ROOT_ID ? rows.length : end, 0, row)
}
