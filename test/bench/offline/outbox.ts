import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CallName } from '../../../src/shared/bridge/names'
import { EVENTS } from '../../../src/shared/bridge/events'
import { OUTBOX_PAGE } from '../../../src/shared/outbox'
import type { Row } from '../../../src/shared/resources/resource'
import { answerCall } from '../../../src/main/bridge/answer-call'
import { outboxHandlers } from '../../../src/main/bridge/handlers/outbox'
import { recordHandlers } from '../../../src/main/bridge/handlers/records'
import type { WorkspacePort } from '../../../src/main/bridge/workspace-port'
import { createKeychain } from '../../../src/main/secrets/keychain'
import { createSystemClock } from '../../../src/main/session/clock'
import { createUserCaches } from '../../../src/main/store/cache-by-user'
import type { ThreadFile } from '../../../src/main/store/cache-thread'
import { examineHere } from '../../../src/main/store/examiner'
import { createUserStores } from '../../../src/main/store/user-store'
import type { Connectivity } from '../../../src/main/sync/reads/connectivity'
import { createProfileData } from '../../../src/main/sync/profile-data'
import { startBackendProcess } from '../../support/backend-process'
import { cacheThread } from '../../support/cache-thread'
import { createTestClient } from '../../support/client'

export interface OutboxFigures {
  /** So many changes were queued without a network. */
  readonly n: number
  readonly enqueueMs: number
  /** What the last thousand took, in terms of the first. */
  readonly perThousandRatio: number
  readonly drainPerSecond: number
  /** The first page of the list, while all of them wait. */
  readonly listFirstPageMs: number
  /** Of one push to one window, as JSON. */
  readonly largestPushBytes: number
}

/** Over so many the speed of sending is measured; the queue before it is as long as it was made. */
const SENT = 2000
const PROFILE = 'bench'

/**
 * Changes of as many users as one window saves them: the call as it comes over the bridge, checked by its contract, into the
 * encrypted file on the disk, and the pushes that the window gets, checked and copied as Electron copies them.
 */
export async function measureOutbox({ n = 10_000, thread = cacheThread }: { n?: number; thread?: ThreadFile } = {}): Promise<OutboxFigures> {
  const server = await startBackendProcess({ generatedUsers: n + 20 })
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  mkdirSync(join(folder, PROFILE))
  const clock = createSystemClock()
  const test = createTestClient({ url: server.url })
  await test.signIn()
  const items = new Map<string, string>()
  const secrets = createKeychain({
    load: () =>
      Promise.resolve({
        getPassword: (_service, account) => Promise.resolve(items.get(account) ?? null),
        setPassword: (_service, account, value) => Promise.resolve(void items.set(account, value)),
        deletePassword: (_service, account) => Promise.resolve(items.delete(account)),
      }),
  })
  await secrets.probe()
  const network = switchable()
  let isEnding = false
  const ask = (error: unknown): void => {
    // What is on its way at the end finds everything closed.
    if (!isEnding) throw error
  }
  const stores = createUserStores({ examiner: examineHere, folder: join(folder, PROFILE), secrets, accountPrefix: `i/${PROFILE}`, wallMs: clock.wallMs, server: server.url, serverBefore: () => null })
  const caches = createUserCaches({ folder: null, server: { here: server.url, before: null }, keyOf: () => Promise.resolve(null), thread, onFault: ask })
  const data = createProfileData({
    ...{ authorized: test.authorized, session: test.session, connectivity: network.connectivity, stores, caches, clock, server: server.url },
    writeMode: () => 'normal',
    isProduction: () => false,
    onFault: ask,
  })
  const runtime = { ...data, session: test.session, server: server.url, profile: () => ({ id: PROFILE }) }
  const context = { window: { runtime: () => runtime } as unknown as WorkspacePort, webContentsId: 1, signal: new AbortController().signal }
  const handlers = { ...recordHandlers(), ...outboxHandlers() } as Record<string, (input: never, from: typeof context) => unknown>
  const call = async <T>(name: CallName, input: unknown): Promise<T> => {
    const answer = await answerCall({ name, payload: { callId: null, input }, handle: (parsed) => handlers[name]?.(parsed, context), onFault: ask })
    if (!answer.ok) throw new Error(`${name}: ${answer.failure.code} ${answer.failure.message}`)
    return structuredClone(answer.value) as T
  }
  let largestPushBytes = 0
  data.outboxes.onChange((change) => {
    largestPushBytes = Math.max(largestPushBytes, JSON.stringify(structuredClone(EVENTS['outbox.changed'].parse(change))).length)
  })
  try {
    const rows = await someUsers(test, n)
    const outbox = await data.outboxes.of(1)
    const thousands: number[] = []
    network.set('offline')
    for (let from = 0; from < n; from += 1000) {
      thousands.push(
        await timed(async () => {
          for (const row of rows.slice(from, from + 1000)) {
            await call('users.save', { owner: { profileId: PROFILE, userId: 1 }, id: row.id, base: row, edits: { tel: `8${from}` }, draftId: null, isConfirmed: true })
          }
        }),
      )
    }
    if (outbox.summary().waiting !== n) throw new Error(`${outbox.summary().waiting} of ${n} are queued`)
    const pages: number[] = []
    for (let round = 0; round < 9; round += 1) pages.push(await timed(() => call('outbox.list', { limit: OUTBOX_PAGE })))
    network.set('online')
    const sent = Math.min(SENT, n)
    const drainMs = await timed(async () => {
      while (outbox.summary().waiting > n - sent) {
        if (outbox.summary().needsYou > 0) throw new Error('An entry needs a person.')
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    })
    return {
      n,
      enqueueMs: thousands.reduce((sum, ms) => sum + ms, 0),
      perThousandRatio: (thousands.at(-1) ?? 0) / (thousands[0] ?? 1),
      drainPerSecond: (sent * 1000) / drainMs,
      listFirstPageMs: pages.sort((a, b) => a - b)[4] ?? 0,
      largestPushBytes,
    }
  } finally {
    isEnding = true
    network.set('offline')
    data.close()
    await Promise.all([stores.close(), caches.close()])
    await server.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** A network that is there or not as it is told; what the outbox asks of it is only that. */
function switchable() {
  const listeners = new Set<Parameters<Connectivity['onChange']>[0]>()
  let view: ReturnType<Connectivity['view']> = { state: 'online', syncedAt: null, since: null, reason: null }
  const connectivity = {
    view: () => view,
    onChange: (listener: Parameters<Connectivity['onChange']>[0]) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  } as unknown as Connectivity
  return {
    connectivity,
    set: (state: 'online' | 'offline') => {
      view = { ...view, state }
      for (const listener of listeners) listener(view)
    },
  }
}

async function someUsers({ users }: ReturnType<typeof createTestClient>, count: number): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1; rows.length < count; page += 1) {
    const answer = await users.list({ page, pageSize: 1000, sort: [{ field: 'id', direction: 'desc' }], filter: {} })
    if (answer.rows.length === 0) throw new Error(`only ${rows.length} users`)
    rows.push(...answer.rows)
  }
  return rows.slice(0, count)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await measureOutbox({ n: Number(process.argv[2] ?? 10_000) }))
