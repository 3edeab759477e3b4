import { describe, expect, it } from 'vitest'
import { RESOURCES } from '../../../../src/shared/resources/registry'
import type { ResourceName } from '../../../../src/shared/resources/resource'
import { temporaryReferences, withRealIds } from '../../../../src/main/sync/outbox/temporary-ids'

const known: Readonly<Record<string, number>> = { 'departments/-1': 41, 'departments/-2': 42, 'roles/-1': 51 }
const realId = (resource: ResourceName, id: number): number | null => known[`${resource}/${id}`] ?? null

describe('the temporary ids in a command', () => {
  it.each([
    [
      'users',
      { roleIds: [2, -1], departmentIds: [-1, -2] },
      [
        { resource: 'roles', id: -1 },
        { resource: 'departments', id: -1 },
        { resource: 'departments', id: -2 },
      ],
    ],
    ['departments', { parentId: -1, name: 'below' }, [{ resource: 'departments', id: -1 }]],
    ['menus', { parentId: -3 }, [{ resource: 'menus', id: -3 }]],
    ['users', { roleIds: [2], departmentIds: [], listorder: -5, tel: '-1' }, []],
    ['departments', { parentId: 0 }, []],
    ['departments', { parentId: null }, []],
  ] as const)('of %s %j are found in the fields that hold ids, and in no other', (resource, fields, found) => {
    expect(temporaryReferences(RESOURCES[resource], fields)).toEqual(found)
  })

  it('are replaced by the ids of the server, each by that of its own resource', () => {
    expect(withRealIds(RESOURCES.users, { username: 'x', roleIds: [2, -1], departmentIds: [-2, 7, -1] }, realId)).toEqual({ username: 'x', roleIds: [2, 51], departmentIds: [42, 7, 41] })
    expect(withRealIds(RESOURCES.departments, { parentId: -2 }, realId)).toEqual({ parentId: 42 })
  })

  it('change nothing where there are none, and add no field', () => {
    const fields = { tel: '-1', listorder: -5, departmentIds: [] }
    expect(withRealIds(RESOURCES.users, fields, realId)).toEqual(fields)
    expect(withRealIds(RESOURCES.departments, { parentId: null }, realId)).toEqual({ parentId: null })
  })

  it.each([
    ['users', { departmentIds: [7, -9] }],
    ['departments', { parentId: -9 }],
  ] as const)('of %s %j that no record of the server is known for are never let through', (resource, fields) => {
    expect(() => withRealIds(RESOURCES[resource], fields, realId)).toThrow(TypeError)
  })
})
