import { onTestFinished } from 'vitest'
import type { Authorized } from '../../../../src/main/backend/authorized'
import { createDepartmentsResource } from '../../../../src/main/backend/resources/departments'
import { createMenusResource } from '../../../../src/main/backend/resources/menus'
import { createResourceClients } from '../../../../src/main/backend/resources/resource-clients'
import { createRolesResource } from '../../../../src/main/backend/resources/roles'
import { createUsersResource } from '../../../../src/main/backend/resources/users'
import type { WireRequest } from '../../../../src/main/backend/transport'
import type { ControlledBackend, ControlledBackendOptions } from '../../../support/backend/controlled-backend'
import type { ListQuery } from '../../../../src/shared/resources/resource'
import { createTestClient } from '../../../support/client'
import { startTestBackend } from '../../../support/test-backend'

export const WHOLE: ListQuery = { page: 1, pageSize: 1000, sort: [], filter: {} }

let keys = 0
/** A write's options with a key of its own. */
export const once = () => ({ idempotencyKey: `key-${(keys += 1)}` })

/** A back-end of this test alone, a signed-in client, its resources, and what they sent. */
export async function openResources(options: Partial<ControlledBackendOptions> = {}, username = 'admin') {
  const server: ControlledBackend = await startTestBackend({ generatedUsers: 0, ...options })
  onTestFinished(() => server.close())
  const client = createTestClient({ url: server.url })
  await client.signIn(username, username)
  const sent: WireRequest[] = []
  const authorized: Authorized = {
    send: (request, call) => {
      sent.push(request)
      return client.authorized.send(request, call)
    },
  }
  return {
    server,
    sent,
    writes: () => sent.filter(({ method }) => method !== 'GET'),
    clients: createResourceClients(authorized),
    users: createUsersResource(authorized),
    departments: createDepartmentsResource(authorized),
    roles: createRolesResource(authorized),
    menus: createMenusResource(authorized),
  }
}

/** A server that answers every call with this data. */
export function answering(data: unknown): Authorized {
  return { send: () => Promise.resolve({ data, message: '' }) }
}
