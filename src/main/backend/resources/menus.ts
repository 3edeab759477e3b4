import { z } from 'zod'
import { forcedComponent, type Menu, MENU_TYPES, type MenuEdits, MENUS, type MenuType, type NewMenu } from '@shared/resources/menu'
import type { Authorized } from '../authorized'
import { parseReply, wireInt, wireIntOr, wireText } from '../wire-values'
import type { ResourceClient } from './resource-client'
import { createWholeResource } from './whole-resource'
import { toColumns } from './wire-columns'
import { flatten, type WireNode } from './wire-tree'

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
} as const

interface WireMenu extends WireNode<WireMenu> {
  readonly id: number
  readonly pid: number
  readonly type: number
  readonly title: string
  readonly path: string
  readonly name: string
  readonly component: string
  readonly redirect: string
  readonly icon: string
  readonly listorder: number
  readonly hidden: number
}
const nodeSchema: z.ZodType<WireMenu, unknown> = z.object({
  id: wireInt,
  pid: wireIntOr(0),
  type: wireIntOr(0),
  title: wireText,
  path: wireText,
  name: wireText,
  component: wireText,
  redirect: wireText,
  icon: wireText,
  listorder: wireIntOr(0),
  hidden: wireIntOr(0),
  get children() {
    return z.array(nodeSchema).optional()
  },
})

export type MenusResource = ResourceClient<Menu, MenuEdits, NewMenu>

/** The menus that the signed-in account's roles hold, by `menus`: what nobody granted it, it does not see. */
export function createMenusResource(authorized: Authorized): MenusResource {
  return createWholeResource(authorized, {
    description: MENUS,
    path: '/sys/menu/menus',
    rowsOf: (data) => flatten(parseReply(z.array(nodeSchema), data, 'tree of menus')).map(toRow),
    createBody: (values) => toWire(values, values.type),
    updateBody,
  })
}

function toRow({ id, pid, type, name, hidden, title, path, component, redirect, icon, listorder }: WireMenu): Menu {
  // The original's schema numbers operations 3, its data and code 2.
  return { id, parentId: pid, type: MENU_TYPES[type] ?? 'operation', title, path, routeName: name, component, redirect, icon, listorder, isHidden: hidden === 1 }
}

/**
 * Id, parent, type and title always, and the changed columns. The controller reads these without asking whether they
 * came, and takes a menu without a type for a directory.
 */
function updateBody(current: Menu, edits: MenuEdits): Record<string, unknown> {
  const { parentId, type, title } = current
  return { id: current.id, ...toWire({ parentId, type, title, ...edits }, edits.type ?? type) }
}

/** The component by its type in every write: the original clears that of an operation on PUT only, the embedded one never. */
function toWire(fields: MenuEdits, type: MenuType): Record<string, unknown> {
  const component = forcedComponent(type) ?? fields.component
  return toColumns(COLUMNS, { ...fields, type: MENU_TYPES.indexOf(type), component, isHidden: digitOf(fields.isHidden) })
}

function digitOf(isSet: boolean | undefined): number | undefined {
  return isSet === undefined ? undefined : Number(isSet)
}
