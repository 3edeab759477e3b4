import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MOST_TREE_LEVELS } from '../../../src/main/backend/answer-bounds'
import type { Authorized } from '../../../src/main/backend/authorized'
import { createAccountResource } from '../../../src/main/backend/resources/account'
import { createOptionsResource } from '../../../src/main/backend/resources/options'
import { createResourceClients } from '../../../src/main/backend/resources/resource-clients'
import type { WireRequest } from '../../../src/main/backend/transport'
import { CONTRACT } from '../../../src/shared/bridge/contract'
import type { Fields } from '../../../src/shared/merge'
import { RESOURCES } from '../../../src/shared/resources/registry'
import type { ListQuery, Row } from '../../../src/shared/resources/resource'
import type { OwnResource } from '../../support/own-records'
import { failureOf } from '../../support/client'
import { seed } from '../../support/seed'

const runs = { seed, numRuns: 400 }
const WHOLE: ListQuery = { page: 1, pageSize: 1000, sort: [{ field: 'id', direction: 'asc' }], filter: {} }

/** A server that answers every question with this data, and what was written to it. */
function server(data: unknown) {
  const writes: WireRequest[] = []
  const authorized: Authorized = {
    send: (request) => {
      if (request.method !== 'GET') writes.push(request)
      // As it comes out of the answer: nothing is shared with what the test holds.
      return Promise.resolve({ data: JSON.parse(JSON.stringify(data)) as unknown, message: '' })
    },
  }
  return { clients: createResourceClients(authorized), options: createOptionsResource(authorized), account: createAccountResource(authorized), writes }
}

const user = (id: number): Fields => ({ id: String(id), username: `user${id}`, email: 'a@b.c', tel: '1', status: '1', listorder: '5', create_time: '1700000000', role: [2, 3], dept: [4] })
const role = (id: number): Fields => ({ id, name: `role${id}`, remark: 'r', status: '1', scope: '0', listorder: 1, create_time: '1', update_time: null })
const department = (id: number, pid: number): Fields => ({ id, pid, name: `dept${id}`, aliasname: 'a', listorder: 9, status: '1', isDisabled: false })
const menu = (id: number, pid: number): Fields => ({ id, pid, type: 1, title: `menu${id}`, path: `/m/${id}`, name: 'N', component: 'a/b', redirect: '', icon: 'i', listorder: 9, hidden: 0 })

/** Rows of a tree: 1 with 2 and 3 below it, 4 below 3; 5 beside. */
const TREE: readonly (readonly [number, number])[] = [
  [1, 0],
  [2, 1],
  [3, 1],
  [4, 3],
  [5, 0],
]
const BELOW: Readonly<Record<number, readonly number[]>> = { 1: [2, 3, 4], 3: [4] }

/** The tree with something changed in one node, as the server nests it. `change` gets the node with its children. */
function nested(make: (id: number, pid: number) => Fields, oddId: number, change: (raw: Fields) => unknown): unknown[] {
  const grow = (above: number): unknown[] =>
    TREE.filter(([, pid]) => pid === above).map(([id, pid]) => {
      const children = grow(id)
      const raw = { ...make(id, pid), ...(children.length > 0 ? { children } : {}) }
      return id === oddId ? change(raw) : raw
    })
  return grow(0)
}

/** What no column should hold, and what some server has put there all the same. */
const odd = fc.oneof(
  fc.constantFrom<unknown[]>(
    null,
    '',
    ' ',
    true,
    false,
    -1,
    0,
    1.5,
    1e300,
    'NaN',
    'Infinity',
    '12abc',
    ' 5',
    '-7',
    '99999999999999999999',
    '1e3',
    '0x10',
    [],
    {},
    [1],
    [null],
    ['x', 2],
    { a: 1 },
    { 0: 2 },
    { toString: '' },
    [{ toString: '' }],
    '\ud800',
    '\u202eexe',
    8.64e15 + 1,
    Number.MAX_SAFE_INTEGER,
    '0000-00-00 00:00:00',
    'null',
  ),
  // As it is read back out of JSON, which has no −0.
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown),
)

/** Without String(): an object out of JSON may have a `toString` that is no function. */
const isSomeId = (value: unknown): boolean => (typeof value === 'string' || typeof value === 'number') && /^[1-5]$/.test(`${value}`)
const isOther = (value: unknown, id: number): boolean => Number(value) !== id

interface Kind {
  readonly columns: readonly string[]
  readonly answer: (oddId: number, change: (raw: Fields) => unknown) => unknown
  /** Columns that the server reads in every change, asked for or not. */
  readonly needed: readonly string[]
  readonly edit: Fields
  /** The column that the edit goes to. */
  readonly edited: string
}

const KINDS: Readonly<Record<OwnResource, Kind>> = {
  users: {
    columns: Object.keys(user(1)),
    answer: (oddId, change) => ({ items: [1, 2, 3, 4, 5].map(user).map((raw) => (Number(raw['id']) === oddId ? change(raw) : raw)), total: '5' }),
    needed: ['username', 'role', 'dept'],
    edit: { tel: '77' },
    edited: 'tel',
  },
  roles: {
    columns: Object.keys(role(1)),
    answer: (oddId, change) => ({ items: [1, 2, 3, 4, 5].map(role).map((raw) => (raw['id'] === oddId ? change(raw) : raw)), total: 5 }),
    needed: ['name'],
    edit: { remark: '77' },
    edited: 'remark',
  },
  departments: {
    columns: [...Object.keys(department(1, 0)), 'children'],
    answer: (oddId, change) => nested(department, oddId, change),
    needed: ['pid', 'name'],
    edit: { alias: '77' },
    edited: 'aliasname',
  },
  menus: { columns: [...Object.keys(menu(1, 0)), 'children'], answer: (oddId, change) => nested(menu, oddId, change), needed: ['pid', 'type', 'title'], edit: { icon: '77' }, edited: 'icon' },
}

const same = (raw: Fields): unknown => raw
const read = async (resource: OwnResource, data: unknown) => {
  const { clients } = server(data)
  const { rows, unreadable } = await clients[resource].list(WHOLE)
  return { byId: new Map(rows.map((row) => [row.id, row])), rows, count: unreadable?.count ?? 0 }
}

/** How many fields of a row are not as they are without anything odd. */
const differences = (row: Row, plain: Row): string[] => Object.keys(plain).filter((field) => JSON.stringify(row[field]) !== JSON.stringify(plain[field]))

for (const [name, kind] of Object.entries(KINDS) as [OwnResource, Kind][]) {
  const change = fc.record({ oddId: fc.integer({ min: 1, max: 5 }), column: fc.constantFrom('(row)', '(missing)', ...kind.columns), missing: fc.constantFrom(...kind.columns), value: odd })
  const apply =
    ({ column, missing, value }: { column: string; missing: string; value: unknown }) =>
    (raw: Fields): unknown => {
      if (column === '(row)') return value
      if (column === '(missing)') return Object.fromEntries(Object.entries(raw).filter(([key]) => key !== missing))
      return { ...raw, [column]: value }
    }

  describe(`${name} in which any one value is odd`, () => {
    it(`F76: takes no other row along: it is read by itself, or counted (seed ${seed})`, async () => {
      const plain = (await read(name, kind.answer(0, same))).byId
      await fc.assert(
        fc.asyncProperty(change, async (drawn) => {
          // A row that takes another's id is a case of its own.
          fc.pre(!(drawn.column === 'id' && isSomeId(drawn.value) && isOther(drawn.value, drawn.oddId)))
          fc.pre(!(drawn.column === '(row)' && typeof drawn.value === 'object' && drawn.value !== null && 'id' in drawn.value))
          const { byId, rows, count } = await read(name, kind.answer(drawn.oddId, apply(drawn)))
          const column = drawn.column === '(missing)' ? drawn.missing : drawn.column
          const mayGo = ['(row)', 'children'].includes(column) ? (BELOW[drawn.oddId] ?? []) : []
          for (const [id, row] of plain) if (id !== drawn.oddId && !mayGo.includes(id)) expect(byId.get(id)).toEqual(row)
          const own = byId.get(drawn.oddId)
          if (own) expect(differences(own, plain.get(drawn.oddId) as Row).length).toBeLessThanOrEqual(1)
          else if (column === 'id') expect(count + rows.length).toBeGreaterThanOrEqual(5)
          else expect(count).toBeGreaterThanOrEqual(1)
          // What goes on to the cache and over the bridge is a row of this program.
          for (const row of rows) expect(RESOURCES[name].rowSchema.parse(row)).toEqual(row)
        }),
        runs,
      )
    })

    it(`F76: writes nothing back but what was changed, and what the server needs besides goes back as it came (seed ${seed})`, async () => {
      await fc.assert(
        fc.asyncProperty(change, async (drawn) => {
          fc.pre(drawn.column !== 'id' && drawn.column !== '(row)')
          let came: Fields = {}
          const { clients, writes } = server(kind.answer(drawn.oddId, (raw) => (came = apply(drawn)(raw) as Fields)))
          const { rows } = await clients[name].list(WHOLE)
          const row = rows.find(({ id }) => id === drawn.oddId)
          if (!row) return
          await clients[name].update(row, kind.edit, { idempotencyKey: 'k' })
          const { id, [kind.edited]: edited, component: _, ...rest } = writes[0]?.body as Fields
          expect([id, edited]).toEqual([drawn.oddId, '77'])
          expect(Object.keys(rest).sort()).toEqual(kind.needed.filter((column) => column in came).sort())
          for (const column of Object.keys(rest)) expect(digits(rest[column])).toEqual(digits(came[column]))
        }),
        runs,
      )
    })
  })
}

/** PHP takes "1" and 1 for the same. */
function digits(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(digits)
  return typeof value === 'number' ? String(value) : value
}

describe('what may be chosen, and the account itself, in which any one value is odd', () => {
  const change = fc.record({ oddId: fc.integer({ min: 1, max: 5 }), column: fc.constantFrom('(row)', ...Object.keys(department(1, 0)), 'children', 'remark', 'meta', 'path'), value: odd })
  const apply =
    ({ column, value }: { column: string; value: unknown }) =>
    (raw: Fields): unknown =>
      column === '(row)' ? value : { ...raw, [column]: value }

  it(`F76: roles and departments are all there but that one (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(change, async (drawn) => {
        fc.pre(drawn.column !== 'id' || !isSomeId(drawn.value))
        fc.pre(!(drawn.column === '(row)' && typeof drawn.value === 'object' && drawn.value !== null && 'id' in drawn.value))
        const roles = await server([1, 2, 3, 4, 5].map(role).map((raw) => (raw['id'] === drawn.oddId ? apply(drawn)(raw) : raw))).options.roles()
        const tree = await server(nested(department, drawn.oddId, apply(drawn))).options.departments()
        const ids = (nodes: readonly { id: number; children: readonly unknown[] }[]): number[] => nodes.flatMap((node) => [node.id, ...ids(node.children as never)])
        const mayGo = [drawn.oddId, ...(['(row)', 'children'].includes(drawn.column) ? (BELOW[drawn.oddId] ?? []) : [])]
        for (const id of [1, 2, 3, 4, 5]) {
          if (id !== drawn.oddId) expect(roles.rows.map((row) => row.id)).toContain(id)
          if (!mayGo.includes(id)) expect(ids(tree.rows)).toContain(id)
        }
        expect(CONTRACT['options.roles'].output.safeParse(roles).success).toBe(true)
        expect(CONTRACT['options.departments'].output.safeParse(tree).success).toBe(true)
      }),
      runs,
    )
  })

  const entry = (id: number, pid: number): Fields => ({ id, pid, name: `N${id}`, path: `/p${id}`, component: 'a/b', type: 1, hidden: 0, meta: { title: `T${id}`, icon: 'i' } })
  const info = { id: '1', username: 'admin', roles: [{ id: '1', name: 'A' }], ctrlperm: [{ path: '/a/get' }, { path: '/b/put' }], asyncRouterMap: nested(entry, 0, same) }
  const part = fc.constantFrom('id', 'username', 'roles', 'ctrlperm', 'asyncRouterMap')

  it(`F76: the account is read whatever one part of it is (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(part, odd, async (name, value) => {
        const account = await server({ ...info, [name]: value }).account.read()
        expect(CONTRACT['account.read'].output.parse(account)).toEqual(account)
        if (name !== 'ctrlperm') expect(account.permissions).toEqual(['/a/get', '/b/put'])
        if (name !== 'asyncRouterMap') expect(account.menu).toHaveLength(2)
        if (name !== 'roles') expect(account.roles).toEqual([{ id: 1, name: 'A' }])
      }),
      runs,
    )
  })

  it(`F76: the menu keeps every other entry, and what lies below one that cannot be read takes its place (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(change, async (drawn) => {
        fc.pre(drawn.column !== 'id' || !isSomeId(drawn.value))
        fc.pre(!(drawn.column === '(row)' && typeof drawn.value === 'object' && drawn.value !== null && 'id' in drawn.value))
        const account = await server({ ...info, asyncRouterMap: nested(entry, drawn.oddId, apply(drawn)) }).account.read()
        const ids = (nodes: typeof account.menu): number[] => nodes.flatMap((node) => [node.id, ...ids([...node.children])])
        const mayGo = [drawn.oddId, ...(['(row)', 'children'].includes(drawn.column) ? (BELOW[drawn.oddId] ?? []) : [])]
        for (const id of [1, 2, 3, 4, 5]) if (!mayGo.includes(id)) expect(ids(account.menu)).toContain(id)
        expect(CONTRACT['account.read'].output.parse(account)).toEqual(account)
      }),
      runs,
    )
  })

  it('F76: counts a role, a permission and an entry that cannot be read, and names them', async () => {
    const account = await server({
      ...info,
      roles: [null, { id: 2, name: 'B' }],
      ctrlperm: [{ path: 7 }, { path: '/b/put' }],
      asyncRouterMap: [{ ...entry(0, 0), children: [entry(9, 0)] }],
    }).account.read()
    expect(account).toMatchObject({ roles: [{ id: 2 }], permissions: ['/b/put'], menu: [{ id: 9 }], unreadable: { count: 3, names: ['#0 /p0'] } })
  })
})

describe('rows that cannot be read', () => {
  it('F76: are counted and named by what could be read of them; the first of two with one id stands, and twice the same is no fault', async () => {
    const items = [user(1), 'x', { ...user(2), id: null }, { ...user(3), role: null }, { ...user(1), tel: '9' }, user(4), user(4)]
    const { rows, unreadable, total } = await server({ items, total: null }).clients.users.list(WHOLE)
    expect(rows.map(({ id, tel }) => [id, tel])).toEqual([
      [1, '1'],
      [4, '1'],
    ])
    expect([total, unreadable]).toEqual([7, { count: 4, names: ['user2', '#3 user3', '#1 user1'] }])
  })

  it('F76: are not taken for records that are gone, nor for a name that is free', async () => {
    const { clients } = server({ items: [{ ...user(3), role: 'all' }], total: 1 })
    expect(await failureOf(clients.users.get(3))).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'unreadable' } })
    expect(await failureOf(clients.users.find({ username: 'user3' }))).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'unreadable' } })
  })

  it('F76: leave what lies below them in the tree', async () => {
    const data = [{ ...department(1, 0), id: 'x', children: [department(2, 1), null] }, department(3, 0)]
    const { rows, unreadable } = await server(data).clients.departments.list(WHOLE)
    expect([rows.map(({ id }) => id), unreadable]).toEqual([[2, 3], { count: 2, names: ['#x dept1'] }])
    expect((await server(data).options.departments()).rows.map(({ id }) => id)).toEqual([2, 3])
  })

  it('F76: a list of which PHP has made an object, because an item was taken out of it, is a list', async () => {
    const { rows, unreadable } = await server({ items: { 0: user(1), 2: { ...user(2), role: { 1: '3', 4: 2 } } }, total: 2 }).clients.users.list(WHOLE)
    expect([rows.map(({ id, roleIds }) => [id, roleIds]), unreadable]).toEqual([
      [
        [1, [2, 3]],
        [2, [3, 2]],
      ],
      undefined,
    ])
  })

  it('F76: a tree as deep as one may be is read whole; where nodes hold each other, what lies deeper than a page shows stands beside', async () => {
    const levels = MOST_TREE_LEVELS
    const deep = (make: (id: number, pid: number) => Fields): unknown[] => {
      let below: unknown[] = []
      for (let id = levels; id > 0; id -= 1) below = [{ ...make(id, id - 1), children: below }]
      return below
    }
    const answering = (data: unknown): Authorized => ({ send: () => Promise.resolve({ data, message: '' }) })
    expect((await createResourceClients(answering(deep(department))).departments.list({ ...WHOLE, pageSize: 10_000 })).rows).toHaveLength(levels)
    const count = (nodes: readonly { children: readonly unknown[] }[]): number => nodes.reduce((sum, node) => sum + 1 + count(node.children as never), 0)
    const options = await createOptionsResource(answering(deep(department))).departments()
    expect(count(options.rows)).toBe(levels)
    expect(CONTRACT['options.departments'].output.safeParse(options).success).toBe(true)
  })

  it('F76: a menu whose type is none of the three keeps it, and its component, when something else is changed', async () => {
    for (const type of [null, 3, '7', 'x']) {
      const { clients, writes } = server([{ ...menu(1, 0), type, pid: null, title: null }])
      await clients.menus.update(await clients.menus.get(1), { icon: 'star' }, { idempotencyKey: 'k' })
      expect(writes[0]?.body).toEqual({ id: 1, pid: null, type, title: null, icon: 'star' })
    }
  })
})
