import { request } from 'node:http'
import type { Stage } from '../stage'

/** What the server itself has of the roles, asked past the proxy and without the app. */

interface Answer {
  readonly code: number
  readonly data: unknown
}

/** With the header's name as the original looks for it: `fetch` would write it small. */
async function ask({ world }: Stage, method: 'GET' | 'POST', path: string, body?: unknown, token?: string): Promise<Answer> {
  const text = await new Promise<string>((resolve, reject) => {
    const sent = request(`${world.backend.url}/api/v2${path}`, { method, headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) } }, (response) => {
      let all = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (all += part))
      response.on('end', () => {
        resolve(all)
      })
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
  return JSON.parse(text) as Answer
}

/** Whether the server lets this password in. */
export async function letsIn(stage: Stage, password: string): Promise<boolean> {
  return (await ask(stage, 'POST', '/sys/user/login', { username: stage.account, password })).code === 20_000
}

/** The ids of the menus that this role grants, lowest first. */
export async function menusOfRole(stage: Stage, roleId: number, password: string): Promise<string> {
  const { data } = await ask(stage, 'POST', '/sys/user/login', { username: stage.account, password })
  const { token } = data as { readonly token: string }
  const granted = await ask(stage, 'POST', '/sys/role/rolemenu', { roleId: String(roleId) }, token)
  return (granted.data as { readonly id: string }[])
    .map(({ id }) => Number(id))
    .sort((a, b) => a - b)
    .join(' ')
}
