import { randomBytes } from 'node:crypto'

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
