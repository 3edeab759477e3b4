import type { ResourceName } from '@shared/resources/resource'
import type { MessageKey } from '../i18n/message-key'

/** How a field's value is read and typed. `roles`, `departments`: a list of ids; `department`, `menu`: one id. `secret`: typed once, shown nowhere. */
export type FieldKind = 'text' | 'number' | 'status' | 'switch' | 'menuType' | 'roles' | 'departments' | 'department' | 'menu' | 'time' | 'secret'

/** How a field stands in a list as a column. */
export interface FieldColumn {
  /** Narrowest width in CSS pixels, and its share of the room that is left. */
  readonly minWidth: number
  readonly grow: number
  /** The narrowest width while a row has to say something of itself beside this field. */
  readonly minWidthWithMarks?: number
  /** Where not all columns fit, the one with the highest number gives way first; one without a number stays. */
  readonly yields?: number
  /** False where the server cannot sort by it. */
  readonly isSortable?: boolean
  readonly align?: 'end'
}

export interface FieldType {
  readonly kind: FieldKind
  /** Without one it is no column of its list. */
  readonly column?: FieldColumn
  /** What it is called in its own form, where that differs from its name among fields of all kinds of records. */
  readonly formLabel?: MessageKey
}

/**
 * The fields of every kind of record in the order in which people read them: columns, form, review, comparisons, and the
 * inputs of outbox and conflicts all come from here. Each has its name under `fields` in the locales. What is not here has
 * no words and is not shown.
 */
export const RECORD_TYPES: Readonly<Record<ResourceName, Readonly<Record<string, FieldType>>>> = {
  users: {
    // What a row has to say of itself stands beside the name, which must not give way to it.
    username: { kind: 'text', column: { minWidth: 150, minWidthWithMarks: 216, grow: 1.2 } },
    password: { kind: 'secret' },
    roleIds: { kind: 'roles', column: { minWidth: 124, grow: 1.1, yields: 1, isSortable: false } },
    departmentIds: { kind: 'departments', column: { minWidth: 130, grow: 1.2, yields: 3, isSortable: false } },
    email: { kind: 'text', column: { minWidth: 176, grow: 1.6, yields: 2 } },
    tel: { kind: 'text', column: { minWidth: 120, grow: 0.9, yields: 4 } },
    status: { kind: 'status', column: { minWidth: 96, grow: 0.6 } },
    listorder: { kind: 'number', column: { minWidth: 72, grow: 0.4, align: 'end', yields: 5 } },
    createdAt: { kind: 'time', column: { minWidth: 164, grow: 0.8, yields: 6 } },
  },
  departments: {
    name: { kind: 'text', column: { minWidth: 200, grow: 2.4 } },
    parentId: { kind: 'department', formLabel: 'departments.form.parent' },
    alias: { kind: 'text', column: { minWidth: 120, grow: 1, yields: 2 } },
    status: { kind: 'status', column: { minWidth: 96, grow: 0.6 } },
    listorder: { kind: 'number', column: { minWidth: 80, grow: 0.4, align: 'end', yields: 1 } },
  },
  roles: {
    name: { kind: 'text' },
    remark: { kind: 'text' },
    status: { kind: 'status' },
    scope: { kind: 'number' },
    listorder: { kind: 'number' },
    createdAt: { kind: 'time' },
    updatedAt: { kind: 'time' },
  },
  menus: {
    title: { kind: 'text' },
    parentId: { kind: 'menu' },
    type: { kind: 'menuType' },
    path: { kind: 'text' },
    routeName: { kind: 'text' },
    component: { kind: 'text' },
    redirect: { kind: 'text' },
    icon: { kind: 'text' },
    listorder: { kind: 'number' },
    isHidden: { kind: 'switch' },
  },
}

export function kindOf(resource: ResourceName, field: string): FieldKind | undefined {
  return RECORD_TYPES[resource][field]?.kind
}

/** Those of the given names that have words, in reading order. */
export function readingOrder(resource: ResourceName, names: Iterable<string>): string[] {
  const given = new Set(names)
  return Object.keys(RECORD_TYPES[resource]).filter((field) => given.has(field))
}
