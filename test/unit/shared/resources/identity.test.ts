import { describe, expect, it } from 'vitest'
import { identityFields, identityOf, identityValues } from '../../../../src/shared/resources/identity'
import { RESOURCES } from '../../../../src/shared/resources/registry'

const { users, roles, departments, menus } = RESOURCES

describe('F71: whether a record is the one that a change began with', () => {
  it.each([
    ['nothing changed', { username: 'a', createdAt: 1 }, { username: 'a', createdAt: 1 }, 'same'],
    ['the same name, made anew', { username: 'a', createdAt: 1 }, { username: 'a', createdAt: 2 }, 'same'],
    ['another name, the same time', { username: 'a', createdAt: 1 }, { username: 'b', createdAt: 1 }, 'renamed'],
    ['another name, another time', { username: 'a', createdAt: 1 }, { username: 'b', createdAt: 2 }, 'other'],
    ['another name, no time before', { username: 'a', createdAt: null }, { username: 'b', createdAt: 2 }, 'other'],
    ['another name, a base of an older version', { username: 'a' }, { username: 'b', createdAt: 2 }, 'other'],
    ['another name, no time now', { username: 'a', createdAt: 1 }, { username: 'b', createdAt: null }, 'other'],
    ['another name, no time at all', { username: 'a', createdAt: null }, { username: 'b', createdAt: null }, 'other'],
    ['nothing is known of it', { id: 9 }, { username: 'b', createdAt: 2 }, 'same'],
  ])('users: %s: %s', (_name, base, theirs, identity) => {
    expect(identityOf(users, base, theirs)).toBe(identity)
  })

  it("roles: a name that was changed here is nobody else's, but only on a role of the same time", () => {
    expect(identityOf(roles, { name: 'a', createdAt: 1 }, { name: 'b', createdAt: 1 }, { name: 'b' })).toBe('same')
    expect(identityOf(roles, { name: 'a', createdAt: null }, { name: 'b', createdAt: null }, { name: 'b' })).toBe('same')
    expect(identityOf(roles, { name: 'a', createdAt: 1 }, { name: 'b', createdAt: 2 }, { name: 'b' })).toBe('other')
  })

  it.each([
    [departments, 'name', 'parentId'],
    [menus, 'path', 'parentId'],
  ] as const)('departments and menus: another one when both differ (%#)', (description, name, parent) => {
    const base = { [name]: '/a', [parent]: 1 }
    expect(identityOf(description, base, { [name]: '/b', [parent]: 1 })).toBe('same')
    expect(identityOf(description, base, { [name]: '/a', [parent]: 2 })).toBe('same')
    expect(identityOf(description, base, { [name]: '/b', [parent]: 2 })).toBe('other')
    expect(identityOf(description, base, { [name]: '/b', [parent]: 2 }, { [name]: '/b', [parent]: 2 })).toBe('same')
    // The parent was made here and was not known there yet: there is nothing to compare by.
    expect(identityOf(description, { ...base, [parent]: -5 }, { [name]: '/b', [parent]: 2 })).toBe('same')
  })

  it('names what differs, and what makes a record known', () => {
    expect(identityFields(users, { username: 'a', createdAt: 1 }, { username: 'b', createdAt: 1 })).toEqual(['username'])
    expect(identityValues(users, { username: 'a', tel: '1' })).toEqual({ username: 'a', createdAt: null })
  })
})
