// What a user may do and why, against a small model of the server's own rule (docs/contract.md, "What a user may do").
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AccessMenu, type AccessRole, accessChange, callOf, effectiveAccess, isAllowed } from '../../../src/shared/effective-access'
import { seed } from '../../support/seed'

const options = { seed, numRuns: 400 }

/** The hook of the original, as it is written: explode, pop, implode, `strpos`. */
function serverAllows(held: readonly string[], uri: string, method: string): boolean {
  return held.some((path) => {
    const parts = path.split('/')
    const last = parts.pop()
    return last === method && uri.includes(parts.join('/'))
  })
}
function heldBy(menus: readonly AccessMenu[], roles: readonly AccessRole[]): string[] {
  const ids = new Set(roles.flatMap(({ isEnabled, menus: own }) => (isEnabled ? (own ?? []) : [])))
  return menus.filter(({ id, type }) => type === 'operation' && ids.has(id)).map(({ path }) => path)
}

// Few letters, so that paths contain one another often; some without a name before the verb, some double.
const part = fc.constantFrom('a', 'b', 'ab', 'aa', 'sys')
const verb = fc.constantFrom('get', 'post', 'put', 'delete')
const path = fc.tuple(fc.array(part, { maxLength: 4 }), verb).map(([parts, last]) => `/${[...parts, last].join('/')}`)
const menus = fc
  .array(fc.record({ type: fc.constantFrom('directory', 'menu', 'operation', 'operation'), path, parentId: fc.nat(6) }), { minLength: 1, maxLength: 14 })
  .map((some) => some.map((menu, at): AccessMenu => ({ ...menu, type: menu.type as AccessMenu['type'], id: at + 1 })))
const ids = fc.uniqueArray(fc.integer({ min: 1, max: 15 }), { maxLength: 8 })
const role = fc.record({ isEnabled: fc.boolean(), menus: ids })
const unsureRole = fc.record({ isEnabled: fc.boolean(), menus: fc.option(ids) })
const numbered = (some: readonly Omit<AccessRole, 'id'>[]): AccessRole[] => some.map((one, at) => ({ ...one, id: at + 1 }))
const roles = fc.array(role, { maxLength: 4 }).map(numbered)
const unsureRoles = fc.array(unsureRole, { maxLength: 4 }).map(numbered)

describe('what a user may do', () => {
  it(`is what the server lets through, for every operation (seed ${seed})`, () => {
    fc.assert(
      fc.property(menus, roles, (all, some) => {
        const held = heldBy(all, some)
        const { byMenu } = effectiveAccess(all, some)
        expect(byMenu.size).toBe(all.length)
        for (const menu of all.filter(({ type }) => type === 'operation')) {
          const { uri, method } = callOf(menu.path)
          expect(isAllowed(byMenu.get(menu.id)), menu.path).toBe(serverAllows(held, uri, method))
        }
      }),
      options,
    )
  })

  it(`and for every other path that is asked about (seed ${seed})`, () => {
    fc.assert(
      fc.property(menus, roles, path, fc.constantFrom('', '/7', '/7/x'), (all, some, asked, behind) => {
        const call = callOf(asked)
        const uri = `${call.uri}${behind}`
        const openers = effectiveAccess(all, some).openersOf({ uri, method: call.method })
        expect(openers.length > 0).toBe(serverAllows(heldBy(all, some), uri, call.method))
        // Each of them opens it alone, and the roles that are named hold it.
        for (const opener of openers) {
          expect(serverAllows([opener.path], uri, call.method), opener.path).toBe(true)
          const holding = some.filter(({ isEnabled, menus: own }) => isEnabled && all.some((menu) => menu.type === 'operation' && menu.path === opener.path && (own ?? []).includes(menu.id)))
          expect([...opener.roles].sort()).toEqual(holding.map(({ id }) => id))
        }
      }),
      options,
    )
  })

  it(`is given by the roles that are named, and by no other (seed ${seed})`, () => {
    fc.assert(
      fc.property(menus, roles, (all, some) => {
        const { byMenu } = effectiveAccess(all, some)
        for (const { id } of all) {
          const access = byMenu.get(id)
          const holding = (isEnabled: boolean): number[] => some.filter((one) => one.isEnabled === isEnabled && one.menus?.includes(id)).map((one) => one.id)
          expect(access?.roles).toEqual(holding(true))
          expect(access?.disabledRoles).toEqual(holding(false))
          expect(access?.kind === 'granted').toBe(holding(true).length > 0)
          expect(access?.kind === 'disabled').toBe(!isAllowed(access) && holding(false).length > 0)
          expect((access?.openers.length ?? 0) > 0).toBe(access?.kind === 'contains')
        }
      }),
      options,
    )
  })

  it(`is never said to be missing while the grants of an enabled role are not known, whatever they turn out to be (seed ${seed})`, () => {
    fc.assert(
      fc.property(menus, unsureRoles, ids, (all, some, truth) => {
        const told = effectiveAccess(all, some).byMenu
        const real = effectiveAccess(
          all,
          some.map((one) => ({ ...one, menus: one.menus ?? truth })),
        ).byMenu
        for (const { id } of all) {
          const kind = told.get(id)?.kind
          if (kind === 'granted' || kind === 'contains') expect(isAllowed(real.get(id))).toBe(true)
          if (kind === 'none' || kind === 'disabled') expect(isAllowed(real.get(id))).toBe(false)
        }
      }),
      options,
    )
  })

  it(`changes by exactly what another set of roles gives and takes (seed ${seed})`, () => {
    fc.assert(
      fc.property(menus, roles, roles, (all, before, after) => {
        const [was, is] = [effectiveAccess(all, before), effectiveAccess(all, after)]
        const { gained, lost } = accessChange(all, was, is)
        const count = (access: typeof was): number => all.filter(({ id }) => isAllowed(access.byMenu.get(id))).length
        expect(count(was) + gained.length - lost.length).toBe(count(is))
        expect(accessChange(all, is, was)).toEqual({ gained: lost, lost: gained })
        expect(accessChange(all, was, was)).toEqual({ gained: [], lost: [] })
      }),
      options,
    )
  })
})

const operation = (id: number, ownPath: string, parentId = 0): AccessMenu => ({ id, parentId, type: 'operation', path: ownPath })
const page = (id: number): AccessMenu => ({ id, parentId: 0, type: 'menu', path: `/page/${id}` })

describe('the traps', () => {
  it('names the path that opens an operation nobody ticked, and whose it is', () => {
    const all = [operation(1, '/sys/get'), operation(2, '/sys/user/users/get'), operation(3, '/sys/user/users/post'), operation(4, '/other/get')]
    const { byMenu } = effectiveAccess(all, [{ id: 7, isEnabled: true, menus: [1] }])
    expect(byMenu.get(2)).toMatchObject({ kind: 'contains', openers: [{ path: '/sys/get', roles: [7] }] })
    expect(byMenu.get(3)?.kind).toBe('none')
    expect(byMenu.get(4)?.kind).toBe('none')
  })

  it('a path of nothing but its verb opens every call of that verb', () => {
    const { openersOf } = effectiveAccess([operation(1, '/delete')], [{ id: 7, isEnabled: true, menus: [1] }])
    expect(openersOf({ uri: '/sys/dept/depts/4', method: 'delete' })).toEqual([{ path: '/delete', roles: [7] }])
    expect(openersOf({ uri: '/sys/dept/depts', method: 'get' })).toEqual([])
  })

  it('a page that is shown and whose list may not be read', () => {
    const all = [page(1), operation(2, '/p/get', 1), operation(3, '/p/post', 1), page(4), operation(5, '/q/post', 4)]
    const lacking = (menus: readonly number[] | null): (boolean | undefined)[] => {
      const { byMenu } = effectiveAccess(all, [{ id: 7, isEnabled: true, menus: [1, 3, 4] }, ...(menus ? [{ id: 8, isEnabled: true, menus }] : [{ id: 8, isEnabled: true, menus: null }])])
      return [byMenu.get(1)?.lacksList, byMenu.get(4)?.lacksList]
    }
    expect(lacking([])).toEqual([true, false])
    expect(lacking([2])).toEqual([false, false])
    expect(lacking(null)).toEqual([false, false])
  })

  it('what a role holds and the server does not list changes nothing', () => {
    const { byMenu } = effectiveAccess([operation(1, '/a/get')], [{ id: 7, isEnabled: true, menus: [99] }])
    expect([...byMenu.keys()]).toEqual([1])
    expect(byMenu.get(1)?.kind).toBe('none')
  })
})
