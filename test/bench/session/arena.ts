import { createFaultProxy, type FaultProxy } from '../../support/fault-proxy'
import { type BackendProcess } from '../../support/backend-process'
import { type Client, type Stack, REFRESH_PATH } from './stack'
import { createAgent, createNodeFetch } from './transport'

export interface Seen {
  readonly refreshes: number
  /** Everything but sign-ins. */
  readonly requests: number
}

/** One stack in one scenario: a signed-in client with cold counters, and what its calls came to. */
export interface Arena {
  readonly client: Client
  readonly control: BackendProcess['control']
  readonly proxy: FaultProxy
  /** Starts so many calls at once. */
  start(count: number, signal?: AbortSignal): readonly Tracked[]
  write(body: object): Tracked
  /** Resolves when the stack has told the person to sign in. */
  prompted(): Promise<void>
  calls(): readonly Tracked[]
  /** Resolves when every call so far has ended either way. */
  allSettled(): Promise<unknown>
  seen(): Promise<Seen>
  forget(): Promise<void>
  /** Milliseconds from the first call after the last `forget` to the end of the last one, or to now while one is pending. */
  elapsedMs(): number
  close(): Promise<void>
}

export interface Tracked {
  state: 'pending' | 'served' | 'failed'
  readonly ended: Promise<void>
}

/**
 * @param isProxied whether the fault proxy stands before the server. Timed scenarios do without: it opens a connection
 *   for each request and would be what is measured. Without it the server's own counters are read.
 */
export async function createArena(stack: Stack, server: BackendProcess, isProxied: boolean): Promise<Arena> {
  const proxy = await createFaultProxy({ target: server.url })
  const agent = createAgent()
  const baseUrl = `${isProxied ? proxy.url : server.url}/api/v2`
  const client = stack.create({ baseUrl, agent, fetch: createNodeFetch(agent) })
  await client.signIn()
  let calls: Tracked[] = []
  let startedAt = 0
  let endedAt = 0

  let isOver = false
  const begin = (): void => {
    if (startedAt === 0) startedAt = performance.now()
  }
  const track = (work: Promise<unknown>): Tracked => {
    const tracked: { state: Tracked['state']; ended: Promise<void> } = { state: 'pending', ended: Promise.resolve() }
    const end = (state: Tracked['state']) => (): void => {
      tracked.state = state
      endedAt = performance.now()
    }
    tracked.ended = work.then(end('served'), end('failed'))
    calls.push(tracked)
    return tracked
  }
  const arena: Arena = {
    client,
    control: server.control,
    proxy,
    write: (body) => {
      begin()
      return track(client.write(body))
    },
    // Looked at in small steps: a peer has no event for it. Ends with the arena, whatever came of it.
    prompted: async () => {
      while (client.prompts() === 0 && !isOver) await new Promise((resolve) => setTimeout(resolve, 5))
    },
    start: (count, signal) => {
      begin()
      return Array.from({ length: count }, () => track(client.call(signal)))
    },
    calls: () => calls,
    allSettled: () => Promise.all(calls.map(({ ended }) => ended)),
    seen: async () => (isProxied ? seenBy(proxy) : seenByServer(server)),
    forget: async () => {
      calls = []
      startedAt = 0
      proxy.forgetRequests()
      await server.control.resetCounts()
    },
    elapsedMs: () => {
      const isPending = calls.some(({ state }) => state === 'pending')
      return startedAt === 0 ? 0 : (isPending ? performance.now() : endedAt) - startedAt
    },
    close: async () => {
      isOver = true
      await proxy.close()
      agent.destroy()
    },
  }
  await arena.forget()
  return arena
}

function seenBy({ requests }: FaultProxy): Seen {
  const ours = requests.filter(({ path }) => !path.endsWith('/sys/user/login'))
  return { refreshes: ours.filter(({ path }) => path.endsWith(REFRESH_PATH)).length, requests: ours.length }
}

async function seenByServer({ control }: BackendProcess): Promise<Seen> {
  const counts = await control.counts()
  return { refreshes: counts.refresh, requests: counts.total - counts.signIn }
}
