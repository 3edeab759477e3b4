import { randomBytes } from 'node:crypto'
import { BACKEND_CODES } from '@shared/backend-codes'
import type { Call } from '../../../src/main/demo/call'
import type { BackendHooks } from '../../../src/main/demo/hooks'
import { type Reply, data, failure } from '../../../src/main/demo/reply'

export const THIRD_PARTIES = ['github', 'gitee'] as const
export type ThirdPartyName = (typeof THIRD_PARTIES)[number]

/** A third party as the back-end's operator would have set it up, and as the person there would answer. */
export interface ThirdPartySetup {
  /** Its page: the back-end's own `/oauth/<name>` (`provider-page.ts`), or any other address. */
  readonly authorizeUrl: string
  /** Where it sends the browser back to; null when it knows that itself and the address does not tell. */
  readonly redirectUri: string | null
  /** Of the person who signs in there: users are found by it. */
  readonly email: string
}

/** The third parties of one back-end. None is set up unless somebody does. */
export interface ThirdParties {
  setUp(name: ThirdPartyName, setup: ThirdPartySetup | null): void
  setupOf(name: ThirdPartyName): ThirdPartySetup | null
  /** What the API answers; null when this one is not set up. Its `state` is never looked at again, as in the original. */
  authUrl(name: ThirdPartyName): string | null
  /** A code for the person of the set-up, as the third party gives one to the browser. Works once. */
  issueCode(name: ThirdPartyName): string
  /** The e-mail behind a code; null for one that is unknown, used, or another third party's. */
  redeem(name: ThirdPartyName, code: string): string | null
}

export function createThirdParties(initial: Partial<Record<ThirdPartyName, ThirdPartySetup>> = {}): ThirdParties {
  const setups = new Map<ThirdPartyName, ThirdPartySetup>()
  const codes = new Map<string, { readonly name: ThirdPartyName; readonly email: string }>()
  for (const name of THIRD_PARTIES) if (initial[name]) setups.set(name, initial[name])
  return {
    setUp: (name, setup) => {
      if (setup) setups.set(name, setup)
      else setups.delete(name)
    },
    setupOf: (name) => setups.get(name) ?? null,
    authUrl: (name) => {
      const setup = setups.get(name)
      if (!setup) return null
      const url = new URL(setup.authorizeUrl)
      const redirect = setup.redirectUri === null ? {} : { redirect_uri: setup.redirectUri }
      const params = { state: randomBytes(16).toString('hex'), scope: '', response_type: 'code', approval_prompt: 'auto', ...redirect, client_id: 'demo' }
      for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value)
      return url.href
    },
    issueCode: (name) => {
      const code = randomBytes(10).toString('hex')
      codes.set(code, { name, email: setups.get(name)?.email ?? '' })
      return code
    },
    redeem: (name, code) => {
      const found = codes.get(code)
      if (found?.name !== name) return null
      codes.delete(code)
      return found.email
    },
  }
}

type RouteParts = Parameters<BackendHooks['routes']>[0]

/** Without parameters the address of the third party's page, with a code a token pair, as at `login`. */
export function thirdPartyRoutes(thirdParties: ThirdParties, maySignIn: BackendHooks['maySignIn']): BackendHooks['routes'] {
  return (parts) => THIRD_PARTIES.map((name) => ({ method: 'GET', path: `/sys/user/${name}auth`, access: 'open', handle: (call) => answer({ ...parts, thirdParties, maySignIn }, name, call) }))
}

/** The `state` has to be there and is never compared, as in the original. A client that relies on the server is open. */
async function answer(
  { thirdParties, maySignIn, db, tokens }: RouteParts & { readonly thirdParties: ThirdParties; readonly maySignIn: BackendHooks['maySignIn'] },
  name: ThirdPartyName,
  { query }: Call,
): Promise<Reply> {
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
  if (!maySignIn(account.status)) return failure(200, BACKEND_CODES.OAUTH_FAILED, '用户已被禁用')
  return data(await tokens.issue(account.id))
}
