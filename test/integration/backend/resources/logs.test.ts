// The server's log against the embedded back-end, which answers it as the original does: with whole bodies, and all secrets in them.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import { expect, onTestFinished, test } from 'vitest'
import { createLogFiles } from '../../../../src/main/app/log-files'
import { createLogsResource, type LogsResource } from '../../../../src/main/backend/resources/logs'
import { logHandlers } from '../../../../src/main/bridge/handlers/logs'
import type { CallContext } from '../../../../src/main/bridge/call-handlers'
import type { WorkspacePort } from '../../../../src/main/bridge/workspace-port'
import type { ControlledBackend } from '../../../support/backend/controlled-backend'
import { type LogCursor, type LogFilter, logPageSchema } from '../../../../src/shared/resources/log'
import { createTestClient, failureOf, type TestClient } from '../../../support/client'
import { startTestBackend } from '../../../support/test-backend'

const NO_FILTER: LogFilter = { from: null, to: null, ip: '', uri: '', methods: [], codes: [], isAuthorized: null }
/** What no page may get, in each form in which the original's own log has it. */
const HASH = '21232f297a57a5a743894a0e4a801fc3'
const TOKEN = `${Buffer.from('{"typ":"JWT","alg":"HS256"}').toString('base64url')}.${Buffer.from('{"user_id":"2","exp":1790000000}').toString('base64url')}.c2lnbmF0dXJl`
const PARAMS = { Authorization: `Bearer ${TOKEN}`, 'X-Forwarded-Uri': `/x?token=${TOKEN}`, username: 'ada', password: HASH, filters: { note: `{"password":"${HASH}"}` } }

interface LogWorld {
  readonly server: ControlledBackend
  readonly client: TestClient
  readonly logs: LogsResource
  /** Puts entries into the server's log, oldest first. */
  put(count: number, more?: { params?: unknown; method?: string; code?: number; ip?: string; uri?: string; atS?: number }): void
}

async function openLogs(): Promise<LogWorld> {
  const server = await startTestBackend({ generatedUsers: 0 })
  onTestFinished(() => server.close())
  const client = createTestClient({ url: server.url })
  await client.signIn()
  const { db, log } = server.inside.world
  log.flush()
  db.run('DELETE FROM sys_log')
  return {
    server,
    client,
    logs: createLogsResource(client.authorized),
    put: (count, { params = PARAMS, method = 'get', code = 200, ip = '10.0.0.1', uri = 'api/v2/seeded', atS = 1_700_000_000 } = {}) => {
      for (let at = 0; at < count; at += 1) {
        db.run('INSERT INTO sys_log (uri, method, params, ip_address, time, rtime, authorized, response_code, signed_in_as) VALUES (?, ?, ?, ?, ?, 0.0291989, 1, ?, ?)', [
          uri,
          method,
          JSON.stringify(params),
          ip,
          atS + at,
          code,
          'admin',
        ])
      }
    },
  }
}

const SEEDED: LogFilter = { ...NO_FILTER, uri: 'seeded' }

test('comes newest first, by pages that fit together while the list itself is logged, and fits the contract', async () => {
  const { logs, put } = await openLogs()
  put(230)
  const [uris, ids]: [Set<unknown>, number[]] = [new Set(), []]
  let after: LogCursor | null = null
  do {
    const page = await logs.list({ filter: NO_FILTER, after, size: 100 })
    expect(logPageSchema.parse({ ...page, fetchedAt: 0 }).rows).toEqual(page.rows)
    for (const row of page.rows) {
      ids.push(row.id)
      uris.add(row.uri[0])
    }
    after = page.next
  } while (after !== null)
  expect(ids.slice().sort((a, b) => b - a)).toEqual(ids)
  expect([new Set(ids).size, ids.length >= 230, uris.has('api/v2/seeded')]).toEqual([ids.length, true, true])
})

test('is filtered by the server: time, IP, URI, authorization, several methods and several codes', async () => {
  const { logs, put } = await openLogs()
  put(3, { method: 'get', code: 200, atS: 1_700_000_000 })
  put(3, { method: 'post', code: 500, ip: '10.9.9.9', atS: 1_700_001_000 })
  put(3, { method: 'put', code: 401, uri: 'api/v2/seeded/%_x', atS: 1_700_002_000 })
  put(3, { method: 'delete', code: 200, atS: 1_700_003_000 })
  const found = async (filter: Partial<LogFilter>): Promise<string[]> =>
    (await logs.list({ filter: { ...SEEDED, ...filter }, after: null, size: 50 })).rows.map(({ method, code }) => `${method} ${code}`)
  const three = (text: string): string[] => [text, text, text]
  expect(await found({ from: 1_700_001_000, to: 1_700_002_002 })).toEqual([...three('put 401'), ...three('post 500')])
  expect(await found({ from: 1_700_003_001 })).toEqual(['delete 200', 'delete 200'])
  expect(await found({ ip: '9.9' })).toEqual(three('post 500'))
  expect(await found({ uri: '/%_x' })).toEqual(three('put 401'))
  expect(await found({ methods: ['get', 'delete'] })).toEqual([...three('delete 200'), ...three('get 200')])
  expect(await found({ codes: [400, 401, 403, 404, 500] })).toEqual([...three('put 401'), ...three('post 500')])
  expect(await found({ methods: ['post', 'put'], codes: [500, 200] })).toEqual(three('post 500'))
  expect(await found({ isAuthorized: false })).toEqual([])
})

test('masks an address before it cuts it: a password that the cut would part from its sign is not shown', async () => {
  const { logs, put } = await openLogs()
  put(1, { uri: `seeded/${'x'.repeat(1975)}://ada:Sesame-Open-7@host` })
  const page = await logs.list({ filter: SEEDED, after: null, size: 10 })
  expect(page.rows).toHaveLength(1)
  expect(JSON.stringify(page)).not.toMatch(/Sesame/)
})

test('shows no token and no hash, in no answer, and says whose token it was', async () => {
  const { logs, put } = await openLogs()
  put(3)
  const page = await logs.list({ filter: SEEDED, after: null, size: 10 })
  const one = await logs.get(page.rows[0]?.id ?? 0)
  const newer = await logs.newer({ filter: SEEDED, since: 0 })
  for (const answer of [page, one, newer]) {
    expect(JSON.stringify(answer)).not.toContain(HASH)
    expect(JSON.stringify(answer)).not.toContain(TOKEN.slice(0, 20))
  }
  expect(page.rows[0]).toMatchObject({ user: { name: 'admin', id: 2, from: 'token' }, tookMs: 29.2, time: expect.stringMatching(/^2023-11-1\d \d\d:\d\d:22$/) as string })
  expect(one.params.find(({ key }) => key === 'Authorization')?.value).toEqual([{ mask: 'bearer', userId: 2, expiresAt: 1_790_000_000_000 }])
  expect(await failureOf(logs.get(99_999))).toMatchObject({ code: 'NOT_FOUND' })
})

test('a body of 5 MB does not come along; asked for by itself it is cut, and says by how much', async () => {
  const { logs, put } = await openLogs()
  put(1)
  put(1, { params: { upload: 'x'.repeat(5_000_000), password: HASH } })
  const page = await logs.list({ filter: SEEDED, after: null, size: 4 })
  expect([page.rows.map(({ params }) => params !== null), JSON.stringify(page).length < 5000]).toEqual([[false, true], true])
  const one = await logs.get(page.rows[0]?.id ?? 0)
  expect(one.params.map(({ key, kind }) => [key, kind])).toEqual([
    ['upload', 'text'],
    ['', 'cut'],
    ['password', 'text'],
  ])
  expect([one.params[1]?.value, JSON.stringify(one).length < 50_000]).toEqual([['4980000'], true])
})

/** The export as a page calls it, into a folder of its own. */
async function exportTo(world: LogWorld, { cancelAfter = Number.POSITIVE_INFINITY, during = () => undefined as unknown } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-logs-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'log.csv')
  const stop = new AbortController()
  const steps: object[] = []
  const files = createLogFiles({ toExportServerLog: () => Promise.resolve(file) })
  const { logs, client } = world
  const window = { window: {} as BrowserWindow, runtime: () => ({ logs, session: client.session }) } as unknown as WorkspacePort & { window: BrowserWindow }
  const handlers = logHandlers<typeof window>({
    exportLogs: files.export,
    onExportStep: (_window, _id, step) => {
      steps.push(step)
      during()
      if (steps.length >= cancelAfter) stop.abort()
    },
  })
  const asked = { filter: SEEDED, local: { user: '', leastMs: null, hideReadsOf: null }, exportId: crypto.randomUUID() }
  const ended = await Promise.allSettled([handlers['logs.export'](asked, { window, webContentsId: 1, signal: stop.signal } as CallContext<typeof window>)])
  return { folder, file, steps, ended: ended[0] }
}

test('is written as a table as it was when that began, masked, with no cell that would be run', async () => {
  const world = await openLogs()
  world.put(450, { uri: `=api/v2/seeded?token=${TOKEN}` })
  // New entries come in with every portion.
  const { file, steps, ended } = await exportTo(world, { during: () => world.put(3) })
  expect(ended).toMatchObject({ status: 'fulfilled', value: { file, entries: 450, isCut: false } })
  expect(steps.map((step) => (step as { read: number }).read)).toEqual([200, 400, 450])
  const text = readFileSync(file, 'utf8')
  const lines = text.slice(1).trimEnd().split('\r\n')
  expect([text[0], lines.length, new Set(lines).size]).toEqual(['\uFEFF', 451, 451])
  expect(lines[1]).toMatch(/,get,"'=api\/v2\/seeded\?token=•••• \(token, user 2, expires 2026-09-21T14:13:20\.000Z\)",200,29\.2,yes$/)
  for (const secret of [HASH, TOKEN.slice(0, 20)]) expect(text).not.toContain(secret)
})

test('leaves no file behind where it is cancelled, or the server fails', async () => {
  const world = await openLogs()
  world.put(450)
  const { folder, ended } = await exportTo(world, { cancelAfter: 1 })
  expect(ended).toMatchObject({ status: 'rejected', reason: { failure: { code: 'CANCELLED' } } })
  expect(readdirSync(folder)).toEqual([])
  const failing = await exportTo(world, { during: () => world.server.close() })
  expect(failing.ended).toMatchObject({ status: 'rejected', reason: { failure: { code: 'OFFLINE' } } })
  expect(readdirSync(failing.folder)).toEqual([])
})
