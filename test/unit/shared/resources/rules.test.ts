import { describe, expect, it } from 'vitest'
import { RESOURCES } from '../../../../src/shared/resources/registry'
import { rowFields } from '../../../../src/shared/resources/resource'
import { OWN_RESOURCES, type OwnResource } from '../../../support/own-records'
import type { Fields } from '../../../../src/shared/merge'

const GOOD = {
  users: { username: 'li.na', password: 'Secret12', roleIds: [2] },
  departments: { name: '敦煌' },
  roles: { name: 'Auditors' },
  menus: { type: 'menu', title: 'Demo', path: '/demo/page', routeName: 'DemoPage', component: 'demo/index' },
} as const satisfies Record<OwnResource, Fields>

const DIRECTORY = { type: 'directory', title: 'Demo', path: '/demo', routeName: 'Demo' }
const OPERATION = { type: 'operation', title: 'View', path: '/demo/pages/get' }

/** Field and message of each fault, in the order in which a form would meet them. */
function faults(schema: 'createSchema' | 'editsSchema', name: OwnResource, values: Fields): string[] {
  const parsed = RESOURCES[name][schema].safeParse(values)
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

describe('a new record', () => {
  it.each([
    ['users', { ...GOOD.users, email: '', tel: '', departmentIds: [], status: 'enabled', listorder: 1000 }],
    ['departments', { ...GOOD.departments, parentId: 0, alias: '', listorder: 99, status: 'enabled' }],
    ['roles', { ...GOOD.roles, remark: '', listorder: 99, status: 'enabled' }],
    ['menus', { ...GOOD.menus, parentId: 0, redirect: '', icon: '', listorder: 99, isHidden: false }],
  ] as const)("of %s needs only its obligatory fields; the rest has the server's usual values", (name, whole) => {
    expect(RESOURCES[name].createSchema.parse(GOOD[name])).toEqual(whole)
  })

  it.each([
    ['username', '', 'username: required'],
    ['username', undefined, 'username: required'],
    ['username', 'a', 'username: tooShort'],
    ['username', 'a'.repeat(65), 'username: tooLong'],
    ['username', 'li\u0007na', 'username: control'],
    ['password', '', 'password: required'],
    ['password', 'Secret1', 'password: password'],
    ['password', 'secret12', 'password: password'],
    ['password', 'SECRET12', 'password: password'],
    ['password', 'SecretXX', 'password: password'],
    ['password', 'Secret 12', 'password: password'],
    ['email', 'nobody', 'email: email'],
    ['tel', '12a', 'tel: tel'],
    ['tel', '1'.repeat(21), 'tel: telLength'],
    ['roleIds', [], 'roleIds: rolesRequired'],
    ['listorder', -1, 'listorder: order'],
    ['listorder', 1_000_000, 'listorder: order'],
    ['listorder', 1.5, 'listorder: order'],
  ])('of users: %s %j is "%s"', (field, value, fault) => {
    expect(faults('createSchema', 'users', { ...GOOD.users, [field]: value })[0]).toBe(fault)
  })

  it('of users may have two characters, or 64, and a space between', () => {
    for (const username of ['张伟', 'a'.repeat(64), 'li na']) expect(faults('createSchema', 'users', { ...GOOD.users, username })).toEqual([])
  })

  it.each(['departments', 'roles'] as const)('of %s has a name that is more than blanks, of 64 characters at most', (name) => {
    expect(faults('createSchema', name, { name: ' \u3000' })).toEqual(['name: required'])
    expect(faults('createSchema', name, {})).toEqual(['name: required'])
    expect(faults('createSchema', name, { name: 'a'.repeat(65) })).toEqual(['name: tooLong'])
    expect(faults('createSchema', name, { name: 'a'.repeat(64) })).toEqual([])
  })

  it('may hang under one that was made here and is not sent yet', () => {
    expect(faults('createSchema', 'departments', { name: 'New', parentId: -3 })).toEqual([])
    expect(faults('createSchema', 'users', { ...GOOD.users, departmentIds: [-3] })).toEqual([])
  })
})

describe('a new menu', () => {
  it.each([
    ['path', 'demo', 'path: path'],
    ['path', '/', 'path: path'],
    ['path', '/demo/', 'path: path'],
    ['path', '/demo//page', 'path: path'],
    ['path', '', 'path: required'],
    ['title', ' ', 'title: required'],
    ['routeName', '', 'routeName: required'],
    ['component', '', 'component: required'],
    ['component', 'Layout', 'component: component'],
    ['component', '../secret', 'component: component'],
    ['redirect', 'noredirect', 'redirect: redirect'],
    ['redirect', '/demo/', 'redirect: redirect'],
  ])('that is a page: %s %j is "%s"', (field, value, fault) => {
    expect(faults('createSchema', 'menus', { ...GOOD.menus, [field]: value })[0]).toBe(fault)
  })

  it.each(['/demo/pages', '/demo/pages/GET', '/Demo/pages/get', '/demo/pages/patch', '/demo/pages/get/', 'demo/get', '/demo//pages/get'])(
    'that is an operation ends in a verb and is written small: not %s',
    (path) => {
      expect(faults('createSchema', 'menus', { ...OPERATION, path }).length).toBeGreaterThan(0)
    },
  )

  it('has the component that the server will give it, whatever was typed', () => {
    const componentOf = (values: Fields) => RESOURCES.menus.createSchema.parse(values)['component']
    expect(componentOf({ ...DIRECTORY, component: 'typed/before' })).toBe('Layout')
    expect(componentOf({ ...OPERATION, component: 'typed/before' })).toBe('')
    expect(componentOf(GOOD.menus)).toBe('demo/index')
  })
})

describe('edits', () => {
  it.each(OWN_RESOURCES)('of %s are any part of the record, and nothing else', (name) => {
    expect(RESOURCES[name].editsSchema.parse({})).toEqual({})
    expect(RESOURCES[name].editsSchema.parse({ listorder: 5 })).toEqual({ listorder: 5 })
    for (const field of ['id', 'password', 'createdAt', 'role_id']) expect(faults('editsSchema', name, { [field]: 1 })).not.toEqual([])
  })

  it('of users leave the user name alone, and of roles the scope, which goes with the grants', () => {
    expect(faults('editsSchema', 'users', { username: 'other' })).not.toEqual([])
    expect(faults('editsSchema', 'roles', { scope: 1 })).not.toEqual([])
  })

  it('of a menu are judged by the type as far as they name it', () => {
    expect(faults('editsSchema', 'menus', { path: '/demo/pages' })).toEqual([])
    expect(faults('editsSchema', 'menus', { path: '/demo/' })).toEqual(['path: path'])
    expect(faults('editsSchema', 'menus', { type: 'operation', path: '/demo/pages' })).toEqual(['path: operationPath'])
    expect(faults('editsSchema', 'menus', { component: '' })).toEqual(['component: component'])
    expect(RESOURCES.menus.editsSchema.parse({ type: 'directory', component: 'a/b' })).toEqual({ type: 'directory', component: 'Layout' })
    expect(RESOURCES.menus.editsSchema.parse({ type: 'menu', component: 'a/b' })).toEqual({ type: 'menu', component: 'a/b' })
  })
})

describe('the descriptions', () => {
  it.each(OWN_RESOURCES)('of %s stand under their own name and speak only of fields that there are', (name) => {
    const { name: own, createSchema, editsSchema: _, ...description } = RESOURCES[name]
    const values = Object.keys(createSchema.parse(GOOD[name]))
    const readable = rowFields(description)
    expect(own).toBe(name)
    expect(readable).toEqual(expect.arrayContaining([...description.naturalKey, description.titleField, ...Object.keys(description.filters), ...description.sortFields]))
    expect(values).toEqual(expect.arrayContaining([...description.naturalKey, ...Object.keys(description.references), ...description.secretFields]))
    expect(description.sortFields).toEqual(expect.arrayContaining(description.defaultSort.map(({ field }) => field)))
    // A secret is no field of a row: rows go into the cache.
    for (const secret of description.secretFields) expect(readable).not.toContain(secret)
  })
})
