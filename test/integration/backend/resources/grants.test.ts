// What a role grants, read by whoever may not see the list of the roles: the server asks no permission for it.
import { expect, it } from 'vitest'
import { failureOf } from '../../../support/client'
import { openResources, WHOLE } from './resource-world'

it('is read with the role’s own row all the same, as it is by who may see the list', async () => {
  const admin = await openResources()
  const whole = await admin.clients.grants.get(5)
  const { clients, sent } = await openResources({}, 'test')
  expect(await failureOf(clients.roles.list(WHOLE))).toMatchObject({ code: 'FORBIDDEN' })
  expect(await clients.grants.get(5)).toEqual(whole)
  expect(whole).toMatchObject({ id: 5, name: '审计员', scope: 0 })
  expect(sent.map(({ path }) => path)).toContain('/sys/role/allroles')
  expect(await failureOf(clients.grants.get(99))).toMatchObject({ code: 'NOT_FOUND' })
})

it('asks no second list where the first can be had, and where it fails for another reason', async () => {
  const { clients, sent, server } = await openResources()
  await clients.grants.get(5)
  expect(sent.map(({ path }) => path)).not.toContain('/sys/role/allroles')
  await server.close()
  expect(await failureOf(clients.grants.get(5))).toMatchObject({ code: 'OFFLINE' })
  expect(sent.map(({ path }) => path)).not.toContain('/sys/role/allroles')
})
