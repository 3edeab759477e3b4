import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyQuery } from '../../../src/shared/resources/apply-query'
import { RESOURCES } from '../../../src/shared/resources/registry'
import type { ListQuery, ResourceDescription, Row } from '../../../src/shared/resources/resource'
import { type Cache, createCache } from '../../../src/main/store/cache'
import { cacheThread } from '../../support/cache-thread'

let cache: Cache
beforeAll(() => {
  cache = createCache({
    server: { here: '', before: null },
    path: null,
    key: null,
    thread: cacheThread,
    onFault: (error) => {
      throw error
    },
  })
})
afterAll(() => cache.close())

/** Few letters, so that rows compare equal, contain one another, and differ by case alone; signs that mean something to SQL. */
const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'Z', 'z', '_', '%', '\\', "'", '1', '5', ' ', 'é', 'É', '王', '伟', '！', '😀', ''), maxLength: 4 })
const small = fc.integer({ min: 0, max: 3 })
const status = fc.constantFrom('enabled', 'disabled')
const ROWS: Readonly<Record<'users' | 'menus', fc.Arbitrary<Row>>> = {
  users: fc
    .record({
      id: fc.integer({ min: 1, max: 60 }),
      username: text,
      email: text,
      tel: text,
      status,
      listorder: small,
      roleIds: fc.array(small),
      departmentIds: fc.array(small),
      createdAt: fc.option(small),
    })
    .map((row) => ({ ...RESOURCES.users.blank, ...row })),
  menus: fc
    .record({
      id: fc.integer({ min: 1, max: 60 }),
      parentId: small,
      type: fc.constantFrom('directory', 'menu', 'operation'),
      title: text,
      path: text,
      routeName: text,
      component: text,
      redirect: text,
      icon: text,
      listorder: small,
      isHidden: fc.boolean(),
    })
    .map((row) => ({ ...RESOURCES.menus.blank, ...row })),
}
const ODD_VALUES = ['true', 'false', 'TRUE', '0', '1', '01', '1.0', ' 1', '-1', '1e0', 'menu', 'MENU', '%', "'", '\\']
const wanted = fc.oneof(text, status, fc.constantFrom(...ODD_VALUES))

function queries({ sortFields, filters }: ResourceDescription): fc.Arbitrary<ListQuery> {
  return fc.record({
    page: fc.integer({ min: 1, max: 3 }),
    pageSize: fc.integer({ min: 1, max: 20 }),
    sort: fc.array(fc.record({ field: fc.constantFrom(...sortFields), direction: fc.constantFrom('asc' as const, 'desc' as const) }), { maxLength: 3 }),
    filter: fc.dictionary(fc.constantFrom(...Object.keys(filters)), fc.option(wanted, { nil: undefined }), { maxKeys: 2, noNullPrototype: true }),
  })
}

describe('a list from the cache', () => {
  for (const name of ['users', 'menus'] as const) {
    it(`answers any query for ${name} as the server's grammar does`, async () => {
      const description = RESOURCES[name]
      const rowLists = fc.uniqueArray(ROWS[name], { selector: ({ id }) => id, minLength: 1, maxLength: 40 })
      await fc.assert(
        fc.asyncProperty(rowLists, fc.array(queries(description), { minLength: 3, maxLength: 6 }), async (rows, asked) => {
          await cache.replaceAll(name, rows, 1)
          for (const query of asked) {
            const { rows: found, total } = applyQuery(description, rows, query)
            expect(await cache.list(name, query)).toEqual({ rows: found, total, fetchedAt: 1, isComplete: true })
          }
        }),
        { numRuns: 150 },
      )
    })

    it(`takes the odd values of every filter of ${name} as the server's grammar does`, async () => {
      const description = RESOURCES[name]
      const rows = fc.sample(ROWS[name], { numRuns: 40, seed: 1 }).map((row, index) => ({ ...row, id: index + 1 }))
      await cache.replaceAll(name, rows, 1)
      for (const field of Object.keys(description.filters)) {
        for (const value of ODD_VALUES) {
          const query: ListQuery = { page: 1, pageSize: 50, sort: [], filter: { [field]: value } }
          const { rows: found, total } = applyQuery(description, rows, query)
          expect(await cache.list(name, query), `${field}=${value}`).toEqual({ rows: found, total, fetchedAt: 1, isComplete: true })
        }
      }
    })
  }
})
