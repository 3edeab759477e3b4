import { describe, expect, it } from 'vitest'
import { faultsOf, parseRow } from '@renderer/workspace/records/record-type'
import { keepLocked } from '@renderer/workspace/stores/lookups'
import { copyOf } from '@renderer/workspace/features/users/use-user-page'
import { isSortField } from '@renderer/workspace/features/users/use-users-list'
import { USER_TYPE } from '@renderer/workspace/records/types/users'
import { makeUser } from '../../support/fake-data'

describe('choosing roles and departments', () => {
  const isLocked = (id: number): boolean => id === 1

  it('keeps a locked entry that is there, whatever the picker says', () => {
    expect(keepLocked([2, 3], [1, 2], isLocked)).toEqual([1, 2, 3])
    expect(keepLocked([], [1], isLocked)).toEqual([1])
  })

  it('never adds a locked entry', () => {
    expect(keepLocked([1, 2], [2], isLocked)).toEqual([2])
  })
})

describe('checking a user', () => {
  const { description } = USER_TYPE

  it.each([
    [{ email: 'nope' }, { email: 'email' }],
    [{ email: '' }, {}],
    [{ tel: 'abc' }, { tel: 'tel' }],
    [{ tel: '1'.repeat(21) }, { tel: 'telLength' }],
    [{ listorder: null }, { listorder: 'order' }],
    [{ listorder: -1 }, { listorder: 'order' }],
    [{ listorder: 1.5 }, { listorder: 'order' }],
    [{ roleIds: [] }, { roleIds: 'rolesRequired' }],
    [{ departmentIds: [] }, {}],
    [
      { email: 'nope', roleIds: [] },
      { email: 'email', roleIds: 'rolesRequired' },
    ],
  ])('%o gives %o', (edits, errors) => {
    expect(faultsOf(description.editsSchema, edits)).toEqual(errors)
  })

  it.each([
    [{ username: 'a\u202Eda', password: 'Secret12' }, { username: 'control' }],
    [{ username: 'a', password: 'Secret12' }, { username: 'tooShort' }],
    [{ username: '', password: 'Secret12' }, { username: 'required' }],
    [{ username: 'ada', password: 'secret12' }, { password: 'password' }],
    [{ username: 'ada', password: 'Secret 12' }, { password: 'password' }],
    [{ username: 'ada' }, { password: 'required' }],
    [{ username: 'ada', password: 'Secret12', roleIds: [] }, { roleIds: 'rolesRequired' }],
    [{ username: 'ada', password: 'Secret12', status: 7 }, { status: 'other' }],
  ])('a new one with %o gives %o', (values, errors) => {
    expect(faultsOf(description.createSchema, { ...description.blank, roleIds: [3], ...values })).toEqual(errors)
  })

  it('copies everything to another user but the name, the password and what may not be given', () => {
    const mayGive = { role: (id: number) => id !== 1, department: () => true }
    const copy = copyOf(makeUser(5, { roleIds: [1, 3] }), mayGive)
    expect(copy).toMatchObject({ email: makeUser(5).email, roleIds: [3], departmentIds: [2] })
    expect(Object.keys(copy).filter((key) => ['id', 'username', 'password', 'createdAt'].includes(key))).toEqual([])
  })

  it('takes a row out of a failure only when it is one', () => {
    expect(parseRow(description, makeUser(5))?.id).toBe(5)
    expect(parseRow(description, { id: 5 })).toBeNull()
    expect(parseRow(description, undefined)).toBeNull()
  })

  it('knows what the server can sort by', () => {
    expect([isSortField('listorder'), isSortField('roleIds')]).toEqual([true, false])
  })
})
