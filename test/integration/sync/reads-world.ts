import { createAuthorized } from '../../../src/main/backend/authorized'
import { probeApi } from '../../../src/main/backend/probe'
import { createAccountResource } from '../../../src/main/backend/resources/account'
import { createOptionsResource } from '../../../src/main/backend/resources/options'
import type { ResourceClient } from '../../../src/main/backend/resources/resource-client'
import { createResourceClients } from '../../../src/main/backend/resources/resource-clients'
import type { ResourceName } from '../../../src/shared/resources/resource'
import { type Cache, createCache } from '../../../src/main/store/cache'
import { type Connectivity, createConnectivity } from '../../../src/main/sync/reads/connectivity'
import { createReads, type Overlay, type Reads } from '../../../src/main/sync/reads/reads'
import { cacheThread } from '../../support/cache-thread'
import { createSessionWorld, type SessionWorld } from '../../support/session-world'

/** A signed-in client whose reads go through cache and connectivity, as in the app. */
export interface ReadsWorld extends SessionWorld {
  readonly reads: Reads
  readonly clients: Readonly<Record<ResourceName, ResourceClient>>
  readonly connectivity: Connectivity
  /** The cache of the user, made at first use. */
  cacheOf(userId: number): Cache
  readonly faults: unknown[]
}

/** What an answer leaves in the cache is not waited for by the caller. Looks again and again, and rejects after `limitMs`. */
export async function eventually(isTrue: () => Promise<boolean>, limitMs = 60_000): Promise<void> {
  const endAt = Date.now() + limitMs
  while (!(await isTrue())) if (Date.now() > endAt) throw new Error(`Not reached within ${limitMs} ms: ${isTrue.toString()}`)
}

export async function createReadsWorld(more: { overlay?: Overlay; cacheOf?: (userId: number) => Promise<Cache> } = {}): Promise<ReadsWorld> {
  const world = await createSessionWorld()
  const { clock } = world
  const { session, transport } = world.client
  const connectivity = createConnectivity({ clock, probe: () => probeApi(transport, clock) })
  const authorized = createAuthorized({ session, transport, clock, defaultBudgetMs: 15_000, onEvidence: connectivity.evidence })
  const clients = createResourceClients(authorized)
  const faults: unknown[] = []
  const caches = new Map<number, Cache>()
  const cacheOf = (userId: number): Cache => {
    const cache = caches.get(userId) ?? createCache({ server: { here: '', before: null }, path: null, key: null, thread: cacheThread, onFault: (error) => faults.push(error) })
    caches.set(userId, cache)
    return cache
  }
  const reads = createReads({
    ...clients,
    account: createAccountResource(authorized),
    options: createOptionsResource(authorized),
    clock,
    offline: { session, connectivity, cacheOf: more.cacheOf ?? ((userId) => Promise.resolve(cacheOf(userId))), onFault: (error) => faults.push(error) },
    ...(more.overlay ? { overlay: more.overlay } : {}),
  })
  return {
    ...world,
    reads,
    clients,
    connectivity,
    cacheOf,
    faults,
    close: async () => {
      connectivity.close()
      for (const cache of caches.values()) await cache.close()
      await world.close()
    },
  }
}
