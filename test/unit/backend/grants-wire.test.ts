// What goes out and comes in of the grants of a role (docs/contract.md, "Grants").
import { describe, expect, it } from 'vitest'
import type { Fields } from '../../../src/shared/merge'
import { createGrantsResource } from '../../../src/main/backend/resources/grants'
import { createOptionsResource } from '../../../src/main/backend/resources/options'
import type { WireRequest } from '../../../src/main/backend/transport'
import { failureOf } from '../../support/client'

const role = { id: '3', name: 'Desk', scope: '2', create_time: '1500000000' }

function server(answers: Fields = {}) {
  const sent: WireRequest[] = []
  const of: Fields = {
    roles: { items: [role], total: 1 },
    // As the original gives them: every id a string, a row without one, one that is there twice, one without a number.
    rolemenu: [{ perm_id: '18', id: '17' }, { perm_id: '2', id: 1 }, { perm_id: '77', id: null }, { perm_id: '18', id: '17' }, { id: '9' }, null],
    rolerole: { 0: { perm_id: 40, id: 4 } },
    roledept: [],
    allmenus: [{ perm_id: '2', id: 1, children: [{ perm_id: '18', id: 17 }, { perm_id: 21, id: '20', children: '' }] }],
    allroles: { items: [{ perm_id: '41', id: '5', name: 'x' }], total: 1 },
    alldepts: [{ perm_id: '34', id: 1 }],
    ...answers,
  }
  const authorized = {
    send: (request: WireRequest) => {
      sent.push(request)
      return Promise.resolve({ data: of[request.path.split('/').at(-1) ?? ''], message: '' })
    },
  }
  const saved = () => sent.find(({ path }) => path.endsWith('saveroleperm'))?.body as { roleId: string; rolePerms: { role_id: string; perm_id: string }[]; roleScope: string }
  return { client: createGrantsResource(authorized), options: createOptionsResource(authorized), sent, saved, asked: (name: string) => sent.filter(({ path }) => path.endsWith(name)).length }
}

const once = { idempotencyKey: 'k' }

describe('the grants of a role', () => {
  it('are read out of four answers, whatever form their ids have; questions are marked as such', async () => {
    const { client, sent } = server()
    expect(await client.get(3)).toEqual({ id: 3, name: 'Desk', createdAt: 1_500_000_000, scope: 2, menus: [1, 17], roles: [4], departments: [] })
    expect(sent.filter(({ method }) => method === 'POST').map(({ body, isQuestion }) => [body, isQuestion])).toEqual(Array.from({ length: 3 }, () => [{ roleId: '3' }, true]))
  })

  it('go out whole: what stays under its own number, what is new under that of the catalogue, what cannot be read as it came', async () => {
    const { client, saved, asked } = server()
    await client.update(await client.get(3), { menus: [17, 20], departments: [1] }, once)
    expect(saved()).toEqual({ roleId: '3', roleScope: '2', rolePerms: ['77', '18', '21', '40', '34'].map((perm_id) => ({ role_id: '3', perm_id })) })
    expect([asked('allmenus'), asked('allroles'), asked('alldepts')]).toEqual([1, 0, 1])
  })

  it('never name what is in no catalogue', async () => {
    const { client, saved } = server()
    await client.update(await client.get(3), { menus: [1, 17, 999], roles: [4, 5] }, once)
    expect(saved().rolePerms.map(({ perm_id }) => perm_id)).toEqual(['77', '2', '18', '40', '41'])
  })

  it('send a scope that is no number back as it came, and the chosen one as a digit', async () => {
    for (const [edits, roleScope] of [[{}, null] as const, [{ scope: 4 }, '4'] as const]) {
      const { client, saved } = server({ roles: { items: [{ ...role, scope: null }] } })
      await client.update(await client.get(3), { menus: [1], ...edits }, once)
      expect(saved().roleScope).toBe(roleScope)
    }
  })

  it('of a role that is not there are not found; of an answer that holds none, not read', async () => {
    expect(await failureOf(server().client.get(4))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await failureOf(server({ rolemenu: 'oops' }).client.get(3))).toMatchObject({ code: 'BAD_REPLY' })
    expect(await failureOf(server({ roles: 'oops' }).client.get(3))).toMatchObject({ code: 'BAD_REPLY' })
  })
})

describe('what can be granted', () => {
  it('is read row by row; what cannot be read is counted and named', async () => {
    const menus = [{ perm_id: 1, id: 1, title: 'System', type: '0', path: '/sys', children: [{ id: 'x', title: 'Odd' }, { id: 2, title: 'View', type: 2, path: '/sys/get' }] }]
    const { options } = server({ allmenus: menus, alldepts: [{ id: 1, pid: 0, name: 'Head', status: '1', children: [{ id: 2, pid: 1, name: 'Below', status: 0 }] }] })
    expect(await options.grantable()).toEqual({
      menus: [
        { id: 1, parentId: 0, type: 'directory', title: 'System', path: '/sys' },
        { id: 2, parentId: 1, type: 'operation', title: 'View', path: '/sys/get' },
      ],
      roles: [{ id: 5, name: 'x', isEnabled: false }],
      departments: [
        { id: 1, parentId: 0, name: 'Head', isEnabled: true },
        { id: 2, parentId: 1, name: 'Below', isEnabled: false },
      ],
      unreadable: { count: 1, names: ['#x Odd'] },
    })
  })
})
