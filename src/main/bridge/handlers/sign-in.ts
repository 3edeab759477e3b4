import type { SignInContext } from '@shared/bridge/contract'
import type { UnsentWork } from '@shared/profiles'
import { failed } from '@shared/result'
import type { Dialect, Locale } from '@shared/views'
import type { SecretStore } from '../../secrets/secret-store'
import type { PreferencesStore } from '../../settings/preferences'
import { toProfileView } from '../../settings/profiles'
import { type ReadAddress, readAddress, type ServerAddress } from '../../settings/server-address'
import type { SignInHandlers } from '../call-handlers'
import type { OAuthTrips } from '../oauth-trips'
import type { WorkspacePort } from '../workspace-port'
import { providerHandlers } from './providers'
import { pickProfile, type SigningInDeps, signInWith } from './signing-in'

export interface SignInHandlersDeps extends SigningInDeps {
  readonly preferences: PreferencesStore
  readonly secrets: SecretStore
  readonly locale: () => Locale
  /** Who has pending changes on which server without being signed in there, in whatever window. */
  readonly unsent: () => UnsentWork[]
  readonly trips: OAuthTrips
  /** Where the API of a new address is. Throws VALIDATION on `url`: `noHttps` where no scheme was typed and only http may do. */
  readonly findAddress: (read: ReadAddress, how: { readonly dialect: Dialect; readonly extraCa: null }) => Promise<ServerAddress>
  /** The list of servers has one more. */
  readonly onServerAdded: () => void
}

/** What the sign-in window of this workspace shows. While calls wait for a user, the server cannot be changed. */
export function signInContext(deps: Omit<SignInHandlersDeps, 'trips' | 'onServerAdded' | 'findAddress'>, workspace: WorkspacePort): SignInContext {
  const runtime = workspace.runtime()
  const { cause, since, waiting, username } = runtime.session.view()
  const profile = runtime.profile()
  const isFixed = runtime.session.view().state === 'suspended'
  return {
    profile: toProfileView(profile),
    profiles: (isFixed ? [profile] : deps.profiles.list()).map(toProfileView),
    unsent: deps.unsent(),
    cause: cause ?? 'signed-out',
    since,
    waiting,
    username,
    canStaySignedIn: deps.secrets.protection().state !== 'memory-only',
    staySignedIn: profile.staySignedIn,
    locale: deps.locale(),
    theme: deps.preferences.read().theme,
    fontSize: deps.preferences.read().fontSize,
  }
}

function requireFreeName({ profiles }: Pick<SignInHandlersDeps, 'profiles'>, name: string): void {
  if (profiles.isNameTaken(name)) throw failed('VALIDATION', 'There is a server of this name.', { fields: { name: 'taken' } })
}

export function createSignInHandlers(deps: SignInHandlersDeps): Omit<SignInHandlers<WorkspacePort>, 'signIn.noteFault'> {
  const providers = providerHandlers(deps)
  return {
    'signIn.context': (_input, { window }) => signInContext(deps, window),
    'signIn.submit': async ({ profileId, username, password, captcha, staySignedIn }, { window }) => {
      providers.giveUp(window)
      const runtime = pickProfile(deps, window, profileId)
      await signInWith(deps, window, runtime, { kind: 'password', username, password, captcha, staySignedIn })
      return null
    },
    'signIn.captcha': ({ profileId }) => {
      const runtime = deps.runtimeOf(profileId)
      // The demo has none, and its back-end shall not start for this question.
      return runtime.profile().isDemo ? { kind: 'none' } : runtime.captcha.ask()
    },
    ...providers.handlers,
    'signIn.addServer': async ({ name, url, dialect, allowPlainHttp }) => {
      requireFreeName(deps, name)
      const address = await deps.findAddress(readAddress(url, allowPlainHttp), { dialect, extraCa: null })
      // Another window may have taken the name while the API was looked for.
      requireFreeName(deps, name)
      const added = deps.profiles.add({ name, dialect, ...address })
      deps.onServerAdded()
      return toProfileView(added)
    },
    'signIn.cancel': (_input, { window }) => {
      window.signIn.close()
      return null
    },
    'signIn.fit': ({ height }, { window }) => {
      window.signIn.fit(height)
      return null
    },
  }
}
