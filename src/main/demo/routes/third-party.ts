import { BACKEND_CODES } from '@shared/backend-codes'
import type { Call, Route } from '../call'
import { type Reply, data, failure } from '../reply'
import { THIRD_PARTIES, type ThirdPartyName } from '../third-party'
import type { DemoWorld } from '../world'

/** Without parameters the address of the third party's page, with a code a token pair, as at `login`. */
export function thirdPartyRoutes(world: DemoWorld): readonly Route[] {
  return THIRD_PARTIES.map((name) => ({ method: 'GET', path: `/sys/user/${name}auth`, access: 'open', handle: (call) => thirdParty(world, name, call) }))
}

/** The `state` has to be there and is never compared, as in the original. A client that relies on the server is open. */
async function thirdParty({ thirdParties, db, tokens, quirks }: DemoWorld, name: ThirdPartyName, { query }: Call): Promise<Reply> {
  const code = query.get('code')
  if (code === null) {
    const address = thirdParties.authUrl(name)
    return data(address === null ? {} : { auth_url: address })
  }
  if (!query.get('state')) return { kind: 'text', status: 200, text: 'Invalid state' }
  const email = thirdParties.redeem(name, code)
  if (email === null) return failure(200, BACKEND_CODES.OAUTH_FAILED, thirdParties.setupOf(name) ? `无效的授权码 ${code}` : '第三方登录未配置')
  const account = db.get<{ id: number; status: number }>("SELECT id, status FROM sys_user WHERE email = ? AND email <> '' ORDER BY id", [email])
  if (!account) return failure(200, BACKEND_CODES.OAUTH_FAILED, `邮箱 ${email} 未绑定用户`)
  if (account.status !== 1 && !quirks.disabledMaySignIn) return failure(200, BACKEND_CODES.OAUTH_FAILED, '用户已被禁用')
  return data(await tokens.issue(account.id))
}
