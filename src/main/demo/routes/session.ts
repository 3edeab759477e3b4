import { BACKEND_CODES } from '@shared/backend-codes'
import type { Call, Route } from '../call'
import { tokenRefusal } from '../guards'
import { type Reply, data, failure } from '../reply'
import { textOf } from '../request-body'
import { TokenDefectError } from '../signed-claims'
import type { DemoWorld } from '../world'

interface Account {
  readonly id: number
  readonly password: string
  readonly status: number
}

/** One for each third party that the original knows: the address of its page, and with a code a token pair, as at `login`. */
const THIRD_PARTY_PATHS = ['/sys/user/githubauth', '/sys/user/giteeauth'] as const

/** What signing in takes. */
type SessionParts = Pick<DemoWorld, 'db' | 'passwords' | 'tokens'> & { readonly hooks: Pick<DemoWorld['hooks'], 'maySignIn'> }

/** Signing in and out, and renewing. */
export function sessionRoutes(world: SessionParts): readonly Route[] {
  return [
    { method: 'POST', path: '/sys/user/login', access: 'open', handle: (call) => signIn(world, call) },
    { method: 'POST', path: '/sys/user/refreshtoken', access: 'open', handle: (call) => refresh(world, call) },
    { method: 'POST', path: '/sys/user/logout', access: 'open', handle: () => data('success') },
    ...THIRD_PARTY_PATHS.map((path) => ({ method: 'GET', path, access: 'open', handle: thirdParty }) as const),
  ]
}

async function signIn(world: SessionParts, call: Call): Promise<Reply> {
  const username = textOf(call.body['username'])
  const account = world.db.get<Account>('SELECT id, password, status FROM sys_user WHERE username = ? ORDER BY id', [username])
  if (!(await world.passwords.isRight(textOf(call.body['password']), account?.password)) || !account) {
    return failure(200, BACKEND_CODES.WRONG_CREDENTIALS, 'Account and password are incorrect.')
  }
  if (!world.hooks.maySignIn(account.status)) {
    return failure(200, BACKEND_CODES.WRONG_CREDENTIALS, '用户已被禁用')
  }
  return data(await world.tokens.issue(account.id))
}

/** At this endpoint an expired token is 50015 too: nothing renews a refresh token but signing in. */
async function refresh(world: SessionParts, call: Call): Promise<Reply> {
  try {
    const claims = await world.tokens.verify(call.token, 'role_refresh')
    const account = world.db.get<Account>('SELECT id, status FROM sys_user WHERE id = ?', [Number(claims.user_id)])
    if (!account) throw new TokenDefectError('用户不存在, 请重新登录')
    if (!world.hooks.maySignIn(account.status)) throw new TokenDefectError('用户已被禁用, 请重新登录')
    return data(await world.tokens.renew(call.token, claims))
  } catch (error) {
    const isExpired = error instanceof TokenDefectError && error.code === BACKEND_CODES.ACCESS_EXPIRED
    return tokenRefusal(isExpired ? new TokenDefectError('refresh_token过期, 请重新登录') : error)
  }
}

/** No third party is set up, as the original is shipped. */
function thirdParty({ query }: Call): Reply {
  if (query.get('code') === null) return data({})
  if (!query.get('state')) return { kind: 'text', status: 200, text: 'Invalid state' }
  return failure(200, BACKEND_CODES.OAUTH_FAILED, '第三方登录未配置')
}
