import type { ControlledBackend, ControlledBackendOptions } from './backend/controlled-backend'
import { createTestClient, type TestClient, type TestClientOptions } from './client'
import { createFaultProxy, type FaultProxy } from './fault-proxy'
import { wireOfThisRun } from './test-tls'
import { createVirtualClock, type VirtualClock } from './virtual-clock'
import { startTestBackend } from './test-backend'

export interface SessionWorld {
  readonly server: ControlledBackend
  readonly proxy: FaultProxy
  readonly clock: VirtualClock
  /** Signed in as admin; the counters of server and proxy start after that. */
  readonly client: TestClient
  close(): Promise<void>
}

/** An embedded back-end, the fault proxy before it, and a signed-in client on a virtual clock. */
export async function createSessionWorld(backend: Partial<ControlledBackendOptions> = {}, more: Partial<TestClientOptions> = {}): Promise<SessionWorld> {
  const server = await startTestBackend(backend)
  const proxy = await createFaultProxy({ target: server.url, tls: await wireOfThisRun() })
  const clock = createVirtualClock()
  const client = createTestClient({ url: proxy.url, clock, ...more })
  await client.signIn()
  server.control.resetCounts()
  proxy.forgetRequests()
  return {
    server,
    proxy,
    clock,
    client,
    close: async () => {
      await proxy.close()
      await server.close()
    },
  }
}
