import { randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { ControlledBackendOptions } from '../../support/backend/controlled-backend'
import { startTestBackend } from '../../support/test-backend'

export interface Answered {
  readonly status: number
  readonly text: string
  /** The envelope; `{}` when the answer is not JSON. */
  readonly body: { readonly code?: number; readonly type?: string; readonly message?: string; readonly data?: unknown }
}

export interface CallOptions {
  readonly token?: string
  /** Sent as JSON, or as it is when it is a string. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** `/api/v2` by default. */
  readonly base?: string
}

export interface Pair {
  readonly token: string
  readonly refresh_token: string
}

/** A back-end of this test alone, with a clock that stands still until it is moved. */
export async function openDemo(options: Partial<ControlledBackendOptions> = {}) {
  let nowMs = Date.UTC(2026, 10, 23, 8, 0, 0)
  const backend = await startTestBackend({
    signingKey: randomBytes(32),
    generatedUsers: 0,
    now: () => nowMs,
    ...options,
  })
  onTestFinished(() => backend.close())

  const call = async (method: string, path: string, { token, body, headers = {}, base = '/api/v2' }: CallOptions = {}): Promise<Answered> => {
    const response = await fetch(backend.url + base + path, {
      method,
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, text, body: parsed(text) }
  }
  const signIn = async (username: string, password = username): Promise<Pair> => {
    const answer = await call('POST', '/sys/user/login', { body: { username, password } })
    if (answer.body.code !== 20000) throw new Error(`${username} could not sign in: ${answer.text}`)
    return answer.body.data as Pair
  }
  return {
    ...backend,
    call,
    signIn,
    refresh: (token: string) => call('POST', '/sys/user/refreshtoken', { token }),
    advance: (seconds: number) => {
      nowMs += seconds * 1000
    },
    nowSeconds: () => Math.floor(nowMs / 1000),
  }
}

export type Demo = Awaited<ReturnType<typeof openDemo>>

function parsed(text: string): Answered['body'] {
  try {
    return JSON.parse(text) as Answered['body']
  } catch {
    return {}
  }
}

/** The rows of a list answer. */
export function items(answer: Answered): Record<string, unknown>[] {
  return (answer.body.data as { items: Record<string, unknown>[] }).items
}

export function total(answer: Answered): number {
  return (answer.body.data as { total: number }).total
}

/** The claims of a token, unchecked. */
export function claims(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>
}

/** Every operation that needs a permission, with a body that passes the checks before the permission. */
export const PROTECTED: readonly { readonly method: string; readonly path: string; readonly id?: string; readonly body?: object }[] = [
  { method: 'GET', path: '/sys/user/users' },
  { method: 'POST', path: '/sys/user/users', body: { username: 'zora', password: 'Secret12', role: [], dept: [] } },
  { method: 'PUT', path: '/sys/user/users', body: { id: 3, username: 'editor', role: [], dept: [] } },
  { method: 'DELETE', path: '/sys/user/users', id: '3' },
  { method: 'GET', path: '/sys/role/roles' },
  { method: 'POST', path: '/sys/role/roles', body: { name: 'Auditors' } },
  { method: 'PUT', path: '/sys/role/roles', body: { id: 3, name: 'HR' } },
  { method: 'DELETE', path: '/sys/role/roles', id: '3' },
  { method: 'POST', path: '/sys/role/saveroleperm', body: { roleId: 3, rolePerms: [], roleScope: '0' } },
  { method: 'GET', path: '/sys/menu/menus' },
  { method: 'POST', path: '/sys/menu/menus', body: { pid: 0, type: 0, title: 'Demo', path: '/demo' } },
  { method: 'PUT', path: '/sys/menu/menus', body: { id: 29, pid: 10, title: 'Demo', type: 1 } },
  { method: 'DELETE', path: '/sys/menu/menus', id: '29' },
  { method: 'GET', path: '/sys/dept/depts' },
  { method: 'POST', path: '/sys/dept/depts', body: { pid: 0, name: 'D1' } },
  { method: 'PUT', path: '/sys/dept/depts', body: { id: 4, pid: 1, name: 'D2' } },
  { method: 'DELETE', path: '/sys/dept/depts', id: '4' },
  { method: 'GET', path: '/sys/log/logs' },
]

/** Every operation that any good token may call. */
export const TOKEN_ONLY: readonly { readonly method: string; readonly path: string; readonly body?: object }[] = [
  { method: 'GET', path: '/sys/user/info' },
  { method: 'GET', path: '/sys/user/getroleoptions' },
  { method: 'GET', path: '/sys/user/getdeptoptions' },
  { method: 'GET', path: '/sys/menu/treeoptions' },
  { method: 'GET', path: '/sys/role/allmenus' },
  { method: 'GET', path: '/sys/role/allroles' },
  { method: 'GET', path: '/sys/role/alldepts' },
  { method: 'POST', path: '/sys/role/rolemenu', body: { roleId: 2 } },
  { method: 'POST', path: '/sys/role/rolerole', body: { roleId: 2 } },
  { method: 'POST', path: '/sys/role/roledept', body: { roleId: 2 } },
  { method: 'POST', path: '/sys/log/dbrestore' },
]
