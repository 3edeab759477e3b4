import type { Fields } from '@shared/merge'
import { forcedComponent, type Menu, MENU_TYPES, type MenuEdits, MENUS, type MenuType, type NewMenu } from '@shared/resources/menu'
import type { Authorized } from '../authorized'
import { type CameAs, createCameAs, readTreeRows } from '../wire-rows'
import { isYes, listOf, textOf, unreadableReply, wholeOf } from '../wire-values'
import type { ResourceClient } from './resource-client'
import { createWholeResource } from './whole-resource'
import { parentOf, toColumns } from './wire-columns'

const COLUMNS = {
  parentId: 'pid',
  type: 'type',
  title: 'title',
  path: 'path',
  routeName: 'name',
  component: 'component',
  redirect: 'redirect',
  icon: 'icon',
  listorder: 'listorder',
  isHidden: 'hidden',
} as const satisfies Record<keyof NewMenu, string>

export type MenusResource = ResourceClient<Menu, MenuEdits, NewMenu>

/** The menus that the signed-in account's roles hold, by `menus`: what nobody granted it, it does not see. */
export function createMenusResource(authorized: Authorized): MenusResource {
  const came = createCameAs<Menu>()
  return createWholeResource(authorized, {
    description: MENUS,
    path: '/sys/menu/menus',
    read: async (data) => {
      const items = listOf(data)
      if (!items) throw unreadableReply('tree of menus', [''])
      return readTreeRows(items, COLUMNS.title, (id, raw, above) => came.note(toRow(id, raw, above), raw))
    },
    createBody: (values) => toWire(values, values.type),
    updateBody: (current: Menu, edits: MenuEdits) => updateBody(came, current, edits),
  })
}

function toRow(id: number, raw: Fields, above: Fields | null): Menu {
  const text = (column: string): string => textOf(raw[column])
  return {
    id,
    parentId: parentOf(raw, above),
    type: typeOf(raw['type']),
    title: text('title'),
    path: text('path'),
    routeName: text('name'),
    component: text('component'),
    redirect: text('redirect'),
    icon: text('icon'),
    listorder: wholeOf(raw['listorder']) ?? 0,
    isHidden: isYes(raw['hidden']),
  }
}

/** The controller takes a menu without a type for a directory. The original's schema numbers operations 3, its data and code 2. */
export function typeOf(value: unknown): MenuType {
  const number = wholeOf(value)
  if (number === null) return 'directory'
  return MENU_TYPES[number] ?? 'operation'
}

/** Parent, type and title always, which the controller reads without asking whether they came, and the changed columns. */
function updateBody(came: CameAs<Menu>, current: Menu, edits: MenuEdits): Record<string, unknown> {
  const number = MENU_TYPES.indexOf(current.type)
  const needed = came.columns(current, { pid: current.parentId, type: number, title: current.title })
  // A type that is none of the three goes back as it came, and says nothing of the component.
  const type = edits.type ?? (needed['type'] === number ? current.type : null)
  return { id: current.id, ...needed, ...toWire(edits, type) }
}

/** The component by its type in every write: the original clears that of an operation on PUT only, the embedded one never. */
function toWire(fields: MenuEdits, type: MenuType | null): Record<string, unknown> {
  const component = (type && forcedComponent(type)) ?? fields.component
  return toColumns(COLUMNS, { ...fields, type: fields.type && MENU_TYPES.indexOf(fields.type), component, isHidden: digitOf(fields.isHidden) })
}

function digitOf(isSet: boolean | undefined): number | undefined {
  return isSet === undefined ? undefined : Number(isSet)
}
