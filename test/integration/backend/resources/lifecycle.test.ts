import { describe, expect, it } from 'vitest'
import type { Fields } from '../../../../src/shared/merge'
import type { Department, NewDepartment } from '../../../../src/shared/resources/department'
import type { Menu, NewMenu } from '../../../../src/shared/resources/menu'
import { RESOURCES } from '../../../../src/shared/resources/registry'
import type { NewRole, Role } from '../../../../src/shared/resources/role'
import type { NewUser, User } from '../../../../src/shared/resources/user'
import { OWN_RESOURCES, type OwnResource } from '../../../support/own-records'
import { failureOf } from '../../../support/client'
import { once, openResources, WHOLE } from './resource-world'

interface Case<New extends Fields = Fields, Known extends Fields = Fields> {
  /** Every field of a new record, and none with its default. */
  readonly values: New
  readonly key: Fields
  /** Two changes one after the other: what the second does not name must stay as the first left it. */
  readonly edits: readonly [Partial<New>, Partial<New>]
  /** A record that every new back-end has. */
  readonly known: Known
}

const CASES: Readonly<Record<OwnResource, Case>> = {
  users: {
    values: { username: 'Bob.B', password: 'Secret12', email: 'b@example.com', tel: '+44 1', roleIds: [2, 3], departmentIds: [3], status: 'disabled', listorder: 7 },
    key: { username: 'Bob.B' },
    edits: [
      { email: '', status: 'enabled', roleIds: [4] },
      { tel: '', listorder: 8, departmentIds: [] },
    ],
    known: { id: 2, username: 'test', email: 'test@example.com', tel: '', status: 'enabled', listorder: 1002, roleIds: [2], departmentIds: [], createdAt: 1_487_868_050 },
  } satisfies Case<NewUser, User>,
  departments: {
    values: { parentId: 3, name: '月牙泉', alias: 'Crescent', listorder: 0, status: 'disabled' },
    key: { parentId: 3, name: '月牙泉' },
    edits: [
      { parentId: 0, name: '鸣沙山', status: 'enabled' },
      { alias: '', listorder: 5 },
    ],
    known: { id: 11, parentId: 0, name: '海外', alias: 'Overseas', listorder: 60, status: 'enabled' },
  } satisfies Case<NewDepartment, Department>,
  roles: {
    values: { name: 'Auditors', remark: 'Read only', status: 'disabled', listorder: 5 },
    key: { name: 'Auditors' },
    edits: [
      { name: 'Inspectors', status: 'enabled' },
      { remark: '', listorder: 6 },
    ],
    known: { id: 9, name: 'External consultant', remark: 'Contract ended', status: 'disabled', scope: 3, listorder: 70, createdAt: 1_609_459_200, updatedAt: null },
  } satisfies Case<NewRole, Role>,
  menus: {
    values: { parentId: 10, type: 'menu', title: 'Demo', path: '/demo', routeName: 'Demo', component: 'demo/index', redirect: '/demo/a', icon: 'form', listorder: 0, isHidden: true },
    key: { path: '/demo' },
    edits: [
      { title: 'Demo 2', parentId: 1, isHidden: false },
      { icon: '', redirect: '', path: '/demo/2', listorder: 4 },
    ],
    known: {
      id: 29,
      parentId: 10,
      type: 'menu',
      title: '隐藏页面',
      path: '/sample/hidden',
      routeName: 'SampleHidden',
      component: 'sample/hidden',
      redirect: '',
      icon: '',
      listorder: 101,
      isHidden: true,
    },
  } satisfies Case<NewMenu, Menu>,
}

for (const numbersAsStrings of [false, true]) {
  describe(`a record whose server sends numbers as ${numbersAsStrings ? 'strings' : 'numbers'}`, () => {
    it.each(OWN_RESOURCES)('of %s is made, found by its natural key, changed, read and deleted', async (name) => {
      const { clients, ...world } = await openResources({ quirks: { numbersAsStrings } })
      const client = clients[name]
      const { values, key, edits } = CASES[name]
      expect(await client.find(key)).toEqual([])
      const { total } = await client.list(WHOLE)

      await client.create(values, once())
      const [made, ...others] = await client.find(key)
      expect(others).toEqual([])
      if (!made) throw new Error('not found again')
      const { password: _, ...readable } = values
      expect(made).toMatchObject(readable)
      expect(await client.get(made.id)).toEqual(made)
      expect(RESOURCES[name].rowSchema.parse(made), 'no field more, and none less').toEqual(made)

      let expected: Fields = made
      for (const change of edits) {
        await client.update(await client.get(made.id), change, once())
        expected = { ...expected, ...change }
        const now = await client.get(made.id)
        // The server's own note of the time, and nothing else, goes beyond what was sent.
        expect(now).toEqual(name === 'roles' ? { ...expected, updatedAt: expect.any(Number) as number } : expected)
      }
      expect((await client.list(WHOLE)).total).toBe(total + 1)

      await client.remove(made.id, once())
      expect(await failureOf(client.get(made.id))).toMatchObject({ code: 'NOT_FOUND' })
      expect(await client.find(key)).toEqual([])
      expect((await client.list(WHOLE)).total).toBe(total)
      expect(new Set(world.writes().map(({ idempotencyKey }) => idempotencyKey)).size, 'each write under its own key').toBe(4)
    })

    it.each(OWN_RESOURCES)("of %s is read with every field in this program's form", async (name) => {
      const { clients } = await openResources({ quirks: { numbersAsStrings } })
      const { known } = CASES[name]
      expect(await clients[name].get(Number(known['id']))).toEqual(known)
      expect((await clients[name].list(WHOLE)).rows).toContainEqual(known)
    })
  })
}
