import { describe, expect, it } from 'vitest'
import { keepLocked } from '@renderer/workspace/features/users/user-options'
import { isSortField, parseUser, validateUserEdits } from '@renderer/workspace/features/users/user-rules'
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

describe('checking the edits of a user', () => {
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
    [{ email: 'nope', roleIds: [] }, { email: 'email', roleIds: 'rolesRequired' }],
  ])('%o gives %o', (edits, errors) => {
    expect(validateUserEdits(edits)).toEqual(errors)
  })

  it('takes a row out of a failure only when it is one', () => {
    expect(parseUser(makeUser(5))?.id).toBe(5)
    expect(parseUser({ id: 5 })).toBeNull()
    expect(parseUser(undefined)).toBeNull()
  })

  it('knows what the server can sort by', () => {
    expect([isSortField('listorder'), isSortField('roleIds')]).toEqual([true, false])
  })
})
