import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MENUS } from '@shared/resources/menu'
import {
  baseOf,
  freePath,
  isShortOperation,
  joinOperation,
  mayStandBelow,
  missingVerbs,
  openedBy,
  openersOf,
  OPERATION_VERBS,
  operationBase,
  routeNameOf,
  splitOperation,
  verbOf,
} from '@shared/resources/menu-paths'
import { seed } from '../../../support/seed'

const operation = (path: string) => ({ type: 'operation' as const, path })
const segment = fc.stringMatching(/^[a-z0-9_-]{1,6}$/)
const base = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`)
const verb = fc.constantFrom(...OPERATION_VERBS)
/** Few names, so that paths often contain one another. */
const alike = fc.array(fc.constantFrom('a', 'ab', 'b'), { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`)
const oneOfTwo = fc.constantFrom('get' as const, 'put' as const)

/** The original's own check: is the resource of an operation that is held contained in the address, and is the verb the same? */
const isLetThrough = (held: string, address: string, method: string): boolean => {
  const at = held.lastIndexOf('/')
  return address.includes(held.slice(0, at)) && held.slice(at + 1) === method
}

describe('the path of an operation', () => {
  it(`is its resource and its verb, either way (seed ${seed})`, () => {
    fc.assert(
      fc.property(base, verb, (path, one) => {
        expect(splitOperation(joinOperation(path, one))).toEqual({ base: path, verb: one })
      }),
      { seed },
    )
    expect(splitOperation('/sys/user')).toEqual({ base: '/sys/user', verb: null })
    // What is half typed comes back as it was: a slash at the end too.
    for (const half of ['', '/', '/sys', '/sys/', '/sys/user/']) expect(splitOperation(joinOperation(half, 'get'))).toEqual({ base: half, verb: 'get' })
    expect([verbOf({ type: 'menu', path: '/shop/get' }), baseOf({ type: 'menu', path: '/shop/get' })]).toEqual([null, '/shop/get'])
  })

  it(`opens exactly what the server would let its holder do besides (seed ${seed})`, () => {
    fc.assert(
      fc.property(alike, oneOfTwo, fc.array(fc.tuple(alike, oneOfTwo), { maxLength: 6 }), (path, one, others) => {
        const own = joinOperation(path, one)
        const all = [...new Set(others.map(([theirs, method]) => joinOperation(theirs, method)))].map(operation)
        const opened = all.filter((other) => other.path !== own && isLetThrough(own, splitOperation(other.path).base, splitOperation(other.path).verb ?? ''))
        expect(openedBy(own, all)).toEqual(opened)
        const openers = all.filter((other) => other.path !== own && isLetThrough(other.path, path, one))
        expect(openersOf(own, all)).toEqual(openers)
      }),
      { seed },
    )
  })

  it('is short with fewer than three names before the verb', () => {
    expect(['/sys/get', '/sys/user/get', '/sys/user/users/get'].map(isShortOperation)).toEqual([true, true, false])
    const all = ['/sys/user/users/get', '/sys/dept/depts/get', '/sys/dept/depts/put', '/shop/get'].map(operation)
    expect(openedBy('/sys/get', all).map(({ path }) => path)).toEqual(['/sys/user/users/get', '/sys/dept/depts/get'])
    expect(openersOf('/sys/user/users/all/get', all).map(({ path }) => path)).toEqual(['/sys/user/users/get'])
  })
})

describe('an operation on the wire', () => {
  it('has nothing but its path: what a page has is not sent with it', () => {
    const page = { routeName: 'Report', component: 'report/index', redirect: '/elsewhere', icon: 'chart', isHidden: true }
    expect(MENUS.createSchema.parse({ parentId: 4, type: 'operation', title: 'View', path: '/sys/report/reports/get', ...page })).toMatchObject({
      routeName: '',
      component: '',
      redirect: '',
      icon: '',
      isHidden: false,
    })
    expect(MENUS.editsSchema.parse({ type: 'operation' })).toEqual({ type: 'operation', routeName: '', component: '', redirect: '', icon: '', isHidden: false })
    expect(MENUS.editsSchema.parse({ type: 'directory' })).toEqual({ type: 'directory', component: 'Layout' })
  })
})

describe('what follows from a path', () => {
  it('is a route name of its words', () => {
    expect(['/sys/menu', '/sys/user-group', '/sys/', '/系统/菜单', ''].map(routeNameOf)).toEqual(['SysMenu', 'SysUserGroup', 'Sys', '系统菜单', ''])
  })

  it('are the four operations of a page: as those that it has, else as servers of this family name them', () => {
    expect(operationBase({ path: '/sys/user' }, [])).toBe('/sys/user/users')
    const there = ['/sys/user/people/get', '/sys/user/people/put'].map(operation)
    expect([operationBase({ path: '/sys/user' }, there), missingVerbs('/sys/user/people', there)]).toEqual(['/sys/user/people', ['post', 'delete']])
  })

  it('is one that nobody has', () => {
    expect(freePath('/a', (path) => ['/a', '/a-2'].includes(path))).toBe('/a-3')
  })

  it('where a type may stand', () => {
    const above = [null, 'directory', 'menu', 'operation'] as const
    expect((['directory', 'menu', 'operation'] as const).map((type) => above.map((one) => mayStandBelow(type, one)))).toEqual([
      [true, true, false, false],
      [true, true, false, false],
      [false, false, true, false],
    ])
  })
})
