import { parentFault } from '@shared/resources/tree'
import type { Menu } from '@shared/resources/menu'
import { baseOf } from '@shared/resources/menu-paths'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { branchCopies } from '@renderer/workspace/features/menus/branch-copy'
import { branchOf } from '@renderer/workspace/grid/tree-lines'
import { seed } from '../../../../support/seed'

const menu = (id: number, parentId: number, more: Partial<Menu> = {}): Menu => ({
  ...{ id, parentId, type: 'menu', title: `No. ${id}`, path: `/p${id}`, routeName: `P${id}`, component: 'a/b', redirect: '', icon: '', listorder: 99, isHidden: false },
  ...more,
})
const operation = (id: number, parentId: number, path: string): Menu => menu(id, parentId, { type: 'operation', path, routeName: '', component: '' })

describe('a branch once more', () => {
  it('lies under the new path, each behind the one above it, and the first where its original is', () => {
    const rows = [
      menu(1, 0, { type: 'directory', path: '/sys', component: 'Layout' }),
      menu(4, 1, { path: '/sys/user', routeName: 'SysUser' }),
      operation(17, 4, '/sys/user/users/get'),
      operation(18, 4, '/elsewhere/get'),
    ]
    const copies = branchCopies({ rows, root: rows[1] as Menu, title: 'People', path: '/sys/people' })
    expect(copies.map(({ sourceId, aboveId, values }) => [sourceId, aboveId, values.parentId, values.title, values.path, values.routeName])).toEqual([
      [4, null, 1, 'People', '/sys/people', 'SysPeople'],
      [17, 4, 4, 'No. 17', '/sys/people/users/get', ''],
      [18, 4, 4, 'No. 18', '/elsewhere-2/get', ''],
    ])
  })

  it(`has no path and no route name that is there already, whatever the tree, circles included (seed ${seed})`, () => {
    const tree = fc.array(fc.record({ parent: fc.nat(9), path: fc.constantFrom('/a', '/a/b', '/a/b/c', '/d'), isOperation: fc.boolean() }), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(tree, fc.nat(9), (shape, at) => {
        const rows = shape.map(({ parent, path, isOperation }, index) => (isOperation ? operation(index + 1, parent, `${path}/get`) : menu(index + 1, parent, { path, routeName: `R${path}` })))
        const root = rows[at % rows.length] as Menu
        const copies = branchCopies({ rows, root, title: 'Copy', path: root.type === 'operation' ? '/new/get' : '/new' })
        expect(new Set(copies.map(({ sourceId }) => sourceId))).toEqual(branchOf(rows, root.id))
        const taken = new Set(rows.map(({ path }) => path))
        const paths = copies.map(({ values }) => values.path)
        expect([paths.filter((path) => taken.has(path)), new Set(paths).size]).toEqual([[], paths.length])
        const names = copies.map(({ values }) => values.routeName).filter((name) => name !== '')
        expect(new Set(names).size).toBe(names.length)
        // Each comes behind the one that it stands below.
        const seen = new Set<number>()
        for (const { sourceId, aboveId } of copies) {
          expect(aboveId === null || seen.has(aboveId)).toBe(true)
          seen.add(sourceId)
        }
      }),
      { seed },
    )
  })

  it('of one operation keeps its verb', () => {
    const rows = [menu(4, 0, { path: '/sys/user' }), operation(17, 4, '/sys/user/users/get')]
    const [copy] = branchCopies({ rows, root: rows[1] as Menu, title: 'View again', path: '/sys/user/users-2/get' })
    expect(copy && [copy.values.type, baseOf(copy.values), copy.values.parentId]).toEqual(['operation', '/sys/user/users-2', 4])
  })
})

describe('where a menu may be put', () => {
  it(`is never below itself: no move that is let through makes a circle (seed ${seed})`, () => {
    const shape = fc.array(fc.nat(8), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(shape, fc.nat(8), fc.nat(8), (parents, moved, onto) => {
        // Each below one that comes before it: a tree without circles to begin with.
        const rows = parents.map((parent, index) => menu(index + 1, index === 0 ? 0 : parent % (index + 1)))
        const id = (moved % rows.length) + 1
        const target = onto % (rows.length + 1)
        const after = rows.map((row) => (row.id === id ? { ...row, parentId: target } : row))
        const isReachable = branchOf(after, 0).size === rows.length + 1
        expect(parentFault(rows, id, target) === null).toBe(isReachable)
      }),
      { seed },
    )
  })
})
