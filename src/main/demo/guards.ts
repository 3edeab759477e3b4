import { BACKEND_CODES } from '@shared/backend-codes'
import type { Route } from './call'
import { maskText } from './masked'
import type { Permissions } from './permissions'
import { type Reply, failure } from './reply'
import { TokenDefectError } from './signed-claims'
import type { Tokens } from './tokens'

/** The token a request carries; undefined when it carries no token header at all. */
export type CarriedToken = string | undefined

/**
 * Both dialects at once: `Authorization: Bearer …` (today's vue-php-admin) and the bare `X-Token` of the article. The
 * scheme is case-sensitive, as in the original; with another scheme the token counts as empty.
 */
export function carriedToken(headers: Headers): CarriedToken {
  const authorization = headers.get('authorization')
  if (authorization !== null) return /^Bearer (\S+)$/.exec(authorization)?.[1] ?? ''
  return headers.get('x-token') ?? undefined
}

export type Verdict =
  | { readonly isAllowed: true; readonly userId: number }
  /** `isLogged` is false where the original's hook refuses: it leaves no row in the log. */
  | { readonly isAllowed: false; readonly reply: Reply; readonly isLogged: boolean }

export interface GuardDeps {
  readonly tokens: Tokens
  readonly permissions: Permissions
}

/** Decides whether a call may reach its route. */
export async function guard(deps: GuardDeps, route: Route, token: CarriedToken, uri: string): Promise<Verdict> {
  if (route.access === 'open') return { isAllowed: true, userId: 0 }
  const isHook = route.access === 'permission'
  if (token === undefined && isHook) {
    const reply = failure(403, BACKEND_CODES.TOKEN_REFUSED, 'request_headers has not token info.')
    return { isAllowed: false, reply, isLogged: false }
  }
  let userId: number
  try {
    userId = Number((await deps.tokens.verify(token ?? '', 'role_access')).user_id)
  } catch (error) {
    return { isAllowed: false, reply: tokenRefusal(error), isLogged: !isHook }
  }
  if (!isHook) return { isAllowed: true, userId }
  const held = deps.permissions.pathsOf(userId)
  if (held.includes(`${route.path}/${route.method.toLowerCase()}`)) return { isAllowed: true, userId }
  return { isAllowed: false, reply: noPermission(held, uri), isLogged: false }
}

/** The answer to a token that is not taken. Anything that is no `TokenDefectError` is thrown on. */
export function tokenRefusal(error: unknown): Reply {
  if (error instanceof TokenDefectError) return failure(error.status, error.code, error.message)
  throw error
}

/** The original writes "权限1" when the caller holds some permissions, "权限" when none. */
function noPermission(held: readonly string[], uri: string): Reply {
  const message = `无操作权限${held.length > 0 ? '1' : ''} ${maskText(uri)}`
  const data = held.map((path) => ({ path }))
  return { kind: 'json', status: 200, body: { code: BACKEND_CODES.NO_PERMISSION, message, data } }
}
