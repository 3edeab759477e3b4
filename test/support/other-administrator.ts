import type { AppWorld } from './app-world'

/**
 * What another administrator asks and changes meanwhile: the wire itself, past the program. Signs in for each question, and
 * gives the answer's `data`; a refusal has none.
 */
export async function askElsewhere(world: AppWorld, method: string, path: string, body?: unknown): Promise<never> {
  const { token } = (await send(world, 'POST', '/sys/user/login', { username: 'admin', password: world.passwords.admin })) as { readonly token: string }
  return send(world, method, path, body, token)
}

async function send(world: AppWorld, method: string, path: string, body: unknown, token?: string): Promise<never> {
  const answer = await fetch(`${world.backend.url}/api/v2${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return ((await answer.json()) as { readonly data: never }).data
}
