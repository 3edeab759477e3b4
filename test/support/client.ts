import type { SessionView } from '../../src/shared/views'
import type { AnswerReader } from '../../src/main/backend/answer-reader'
import { createAuthHttp } from '../../src/main/backend/auth-http'
import { type Authorized, createAuthorized } from '../../src/main/backend/authorized'
import { createHttp } from '../../src/main/backend/http'
import { createUsersResource, type UsersResource } from '../../src/main/backend/resources/users'
import type { Transport } from '../../src/main/backend/transport'
import { type Clock, createSystemClock } from '../../src/main/session/clock'
import type { KnownUser, StoredSession, TokenVault } from '../../src/main/session/ports'
import { createSession, type Session } from '../../src/main/session/session'

/** A vault that keeps the pair in memory and shows what was done to it. */
export interface MemoryVault extends TokenVault {
  stored: StoredSession | null
  writes: number
  /** When set, writes fail as on a keychain that refuses. */
  isBroken: boolean
}

export function createMemoryVault(stored: StoredSession | null = null): MemoryVault {
  const vault: MemoryVault = {
    stored,
    writes: 0,
    isBroken: false,
    read: () => Promise.resolve(vault.stored),
    write: (session) => {
      vault.writes += 1
      if (vault.isBroken) return Promise.resolve(false)
      vault.stored = session
      return Promise.resolve(true)
    },
    clear: () => {
      vault.stored = null
      return Promise.resolve()
    },
  }
  return vault
}

export interface TestClient {
  readonly session: Session
  readonly authorized: Authorized
  readonly users: UsersResource
  readonly transport: Transport
  readonly vault: MemoryVault
  /** What was asked of the sign-in window. */
  readonly prompt: { opens: number; closes: number }
  signIn(username?: string, password?: string): Promise<void>
  /** One small read that needs a session. */
  read(options?: { signal?: AbortSignal; budgetMs?: number }): Promise<unknown>
  /** One list of users, as a page asks for it. */
  list(): Promise<unknown>
}

export interface TestClientOptions {
  readonly url: string
  readonly clock?: Clock
  readonly dialect?: 'bearer' | 'x-token'
  readonly vault?: MemoryVault
  readonly lastUser?: KnownUser | null
  readonly refreshTimeoutMs?: number
  /** How long a call may take, in milliseconds. Left out: as a new server of the program has it. */
  readonly callBudgetMs?: number
  readonly random?: () => number
  readonly answers?: AnswerReader
  /** What the program's log is told. */
  readonly log?: (line: string) => void
}

/** The real engine and back-end layer over Node's own fetch: everything but Electron and the windows. */
export function createTestClient({
  url,
  clock = createSystemClock(),
  dialect = 'bearer',
  vault = createMemoryVault(),
  lastUser = null,
  refreshTimeoutMs = 10_000,
  callBudgetMs = 15_000,
  random,
  answers,
  log,
}: TestClientOptions): TestClient {
  const oneSocketEach: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('Connection', 'close')
    return fetch(input, { ...init, headers })
  }
  const transport = createHttp({ origin: url, apiPath: '/api/v2', dialect, readFetch: fetch, writeFetch: oneSocketEach, ...(answers ? { answers } : {}) })
  const prompt = { opens: 0, closes: 0 }
  const session = createSession({
    http: createAuthHttp(transport, { clock, timeoutMs: refreshTimeoutMs }),
    vault,
    clock,
    prompt: {
      open: () => {
        prompt.opens += 1
      },
      close: () => {
        prompt.closes += 1
      },
    },
    lastUser,
    rememberUser: () => undefined,
    ...(random ? { random } : {}),
  })
  const authorized = createAuthorized({ session, transport, clock, defaultBudgetMs: callBudgetMs, ...(log ? { log } : {}) })
  const users = createUsersResource(authorized)
  return {
    session,
    authorized,
    users,
    transport,
    vault,
    prompt,
    signIn: async (username = 'admin', password = 'admin') => {
      const result = await session.signIn({ kind: 'password', username, password, staySignedIn: true })
      if (result.kind !== 'signed-in') throw new Error(`not signed in: ${result.kind}`)
    },
    read: (options) => authorized.send({ method: 'GET', path: '/sys/dept/depts' }, options),
    list: () => users.list({ page: 1, pageSize: 20, sort: [{ field: 'listorder', direction: 'asc' }], filter: {} }),
  }
}

/** Resolves when `isTrue` holds; looks at every turn of the event loop. Rejects after `limitMs`. */
export async function until(isTrue: () => boolean, limitMs = 60_000): Promise<void> {
  const endAt = Date.now() + limitMs
  while (!isTrue()) {
    if (Date.now() > endAt) throw new Error(`Not reached within ${limitMs} ms: ${isTrue.toString()}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** The failure that a call ended in; throws when it did not fail. */
export async function failureOf(call: Promise<unknown>): Promise<{ code: string; details?: Record<string, unknown> | undefined; fields?: Record<string, string> | undefined }> {
  try {
    await call
  } catch (error) {
    const { failure } = error as { failure?: { code: string } }
    if (failure) return failure
    throw error
  }
  throw new Error('The call went well, and should have failed.')
}

/** Resolves when the session is in this state. */
export function stateReached(client: TestClient, state: SessionView['state']): Promise<void> {
  return until(() => client.session.view().state === state)
}
