import { createAuthorized } from '../../src/main/backend/authorized'
import { probeApi } from '../../src/main/backend/probe'
import { createResourceClients } from '../../src/main/backend/resources/resource-clients'
import { type Transport, TransportError, type WireAnswer } from '../../src/main/backend/transport'
import { SecretToken } from '../../src/main/session/secret-token'
import type { Session } from '../../src/main/session/session'
import { openSqlite } from '../../src/main/sqlite/open'
import { createJournal } from '../../src/main/store/journal'
import { MIGRATIONS } from '../../src/main/store/schema'
import type { UserStores } from '../../src/main/store/user-store'
import { createConnectivity } from '../../src/main/sync/reads/connectivity'
import type { Outbox } from '../../src/main/sync/outbox/outbox'
import { createOutboxes } from '../../src/main/sync/outbox/outboxes'
import { createVirtualClock, type VirtualClock } from './virtual-clock'

/** How one request ends. */
export const ANSWERS = ['ok', '405', '413', '429', '500', '502', '504', 'reset', 'refused connection', 'timeout', 'plain text', 'page', 'redirect', '50014', 'unknown code'] as const
export type AnswerKind = (typeof ANSWERS)[number]

export interface FloodWorld {
  readonly clock: VirtualClock
  outbox: Outbox
  /** What arrived: virtual milliseconds, method, and the user that it is about. */
  readonly requests: { readonly atMs: number; readonly method: string; readonly id: number | null }[]
  readonly isOffline: () => boolean
  /** How requests end from now on. */
  answers: { write: (id: number) => AnswerKind; read: () => AnswerKind }
  /** Submits a change of this user, as a form does; resolves with what the form is told. */
  save(id: number): Promise<unknown>
  /** Moves time on in small steps, and lets everything settle at each. */
  pass(ms: number): Promise<void>
  /** Starts the outbox anew over the same journal, as a new start of the program does. */
  restart(): Promise<void>
  close(): void
}

const TOKEN = new SecretToken('model-token')
const LEASE = { access: TOKEN, epoch: 1, serial: 1, userId: 1, bornAtMs: 0, lifeMs: null }
const json = (status: number, body: unknown): WireAnswer => ({ status, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body) })
const page = (status: number, title: string): WireAnswer => ({ status, headers: { 'content-type': 'text/html' }, text: `<html><head><title>${title}</title></head><body></body></html>` })

/** The outbox with all that wakes it (connectivity, session) on virtual time, over a server in memory that does not do what it is asked unless it says "ok". */
export async function createFloodWorld(): Promise<FloodWorld> {
  const clock = createVirtualClock()
  const requests: FloodWorld['requests'] = []
  const tel = new Map<number, string>()
  const world = { answers: { write: (): AnswerKind => 'ok', read: (): AnswerKind => 'ok' } } as unknown as FloodWorld
  const rowOf = (id: number) => ({ id, username: `user${id}`, email: '', tel: tel.get(id) ?? '', status: '1', listorder: 1, create_time: 1000 + id, role: [2], dept: [] })
  const transport: Transport = {
    send: async (request, _token, signal) => {
      const body = typeof request.bytes === 'string' ? (JSON.parse(request.bytes) as { id: number; tel: string }) : null
      const id = body?.id ?? (request.query?.['id'] ? Number(request.query['id']) : null)
      requests.push({ atMs: clock.monotonicMs(), method: request.method, id })
      const kind = request.method === 'GET' ? world.answers.read() : world.answers.write(id ?? 0)
      const odd = await oddAnswer(kind, signal)
      if (odd) return odd
      if (body) tel.set(body.id, body.tel)
      return request.method === 'GET' ? json(200, { code: 20000, data: { items: id === null ? [] : [rowOf(id)], total: 1 } }) : json(200, { code: 20000, type: 'success', message: '' })
    },
  }
  const view = { state: 'active', userId: 1 }
  const session = { view: () => view, stamp: () => ({ userId: 1, epoch: 1 }), onChange: () => () => undefined } as unknown as Session
  const connectivity = createConnectivity({ clock, probe: () => probeApi(transport, clock) })
  const authorized = createAuthorized({
    session: {
      acquire: () => Promise.resolve(LEASE),
      renew: () => Promise.resolve(LEASE),
      suspend: () => Promise.resolve(LEASE),
      accepted: () => undefined,
      wasRead: () => undefined,
      hasNewerThan: () => false,
    },
    transport,
    clock,
    defaultBudgetMs: 15_000,
    onEvidence: connectivity.evidence,
    onDoubt: () => void connectivity.check(),
  })
  const db = openSqlite({ path: ':memory:', migrations: MIGRATIONS })
  const stores = {
    of: () => Promise.resolve({ journal: createJournal(db, () => clock.wallMs()), drafts: { list: () => [], settle: () => undefined }, onRecovered: () => () => undefined }),
  } as unknown as UserStores
  const make = () =>
    createOutboxes({
      stores,
      session,
      connectivity,
      clock,
      clientOf: (resource) => createResourceClients(authorized)[resource],
      policy: { parksAtOnce: () => null, parks: () => null },
      onRow: () => undefined,
      onFault: (error) => {
        throw error
      },
    })
  let outboxes = make()
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 25; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }
  return Object.assign(world, {
    clock,
    requests,
    outbox: await outboxes.of(1),
    isOffline: () => connectivity.view().state === 'offline',
    save: (id: number) =>
      world.outbox.submit(
        {
          resource: 'users',
          verb: 'update',
          recordId: id,
          title: `user${id}`,
          base: { id, username: `user${id}`, tel: '', createdAt: 1000 + id },
          edits: { tel: `t${id}` },
          secret: null,
          draftId: null,
        },
        { stamp: session.stamp() },
      ),
    pass: async (ms: number) => {
      await settle()
      for (let passed = 0; passed < ms; passed += 250) {
        await clock.advance(250)
        await settle()
      }
    },
    restart: async () => {
      outboxes.close()
      outboxes = make()
      world.outbox = await outboxes.of(1)
    },
    close: () => {
      outboxes.close()
      connectivity.close()
      db.close()
    },
  })
}

/** Null: the server does what it is asked. */
async function oddAnswer(kind: AnswerKind, signal: AbortSignal): Promise<WireAnswer | null> {
  switch (kind) {
    case 'ok':
      return null
    case '405':
      return page(405, '405 Not Allowed')
    case '413':
      return page(413, '413 Request Entity Too Large')
    case '429':
      return json(429, {})
    case '500':
      return page(500, 'A Database Error Occurred')
    case '502':
      return page(502, '502 Bad Gateway')
    case '504':
      return page(504, '504 Gateway Time-out')
    case 'plain text':
      return { status: 200, headers: {}, text: 'string(4) "none"' }
    case 'page':
      return page(200, 'Welcome')
    case '50014':
      return json(401, { code: 50014 })
    case 'unknown code':
      return json(200, { code: 77777 })
    case 'reset':
      throw new TransportError('unreachable', true, 'ECONNRESET')
    case 'refused connection':
      throw new TransportError('unreachable', false, 'ECONNREFUSED')
    case 'redirect':
      throw new TransportError('redirected', true, 'redirected')
    case 'timeout':
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new TransportError('aborted', true, 'aborted'))
        })
      })
  }
}
