import type { SignInContext } from '@shared/bridge/contract'
import { failed } from '@shared/result'
import type { Locale } from '@shared/views'
import type { SecretStore } from '../../secrets/secret-store'
import type { PreferencesStore } from '../../settings/preferences'
import { type ProfilesStore, toProfileView } from '../../settings/profiles'
import { readServerAddress } from '../../settings/server-address'
import type { SignInHandlers } from '../call-handlers'
import type { ProfilePort, WorkspacePort } from '../workspace-port'

export interface SignInHandlersDeps {
  readonly profiles: ProfilesStore
  readonly preferences: PreferencesStore
  readonly secrets: SecretStore
  readonly locale: () => Locale
  readonly runtimeOf: (profileId: string) => ProfilePort
}

/** What the sign-in window of this workspace shows. While calls wait for a user, the server cannot be changed. */
export function signInContext(deps: SignInHandlersDeps, workspace: WorkspacePort): SignInContext {
  const runtime = workspace.runtime()
  const { cause, since, waiting, username } = runtime.session.view()
  const profile = runtime.profile()
  const isFixed = runtime.session.view().state === 'suspended'
  const canStaySignedIn = deps.secrets.protection().state !== 'memory-only'
  return {
    profile: toProfileView(profile),
    profiles: (isFixed ? [profile] : deps.profiles.list()).map(toProfileView),
    cause: cause ?? 'signed-out',
    since,
    waiting,
    username,
    canStaySignedIn,
    staySignedIn: canStaySignedIn && profile.staySignedIn,
    locale: deps.locale(),
    theme: deps.preferences.read().theme,
  }
}

export function createSignInHandlers(deps: SignInHandlersDeps): SignInHandlers<WorkspacePort> {
  return {
    'signIn.context': (_input, { window }) => signInContext(deps, window),
    'signIn.submit': async ({ profileId, username, password, staySignedIn }, { window }) => {
      const isOther = profileId !== window.runtime().profile().id
      if (isOther && window.runtime().session.view().state === 'suspended') {
        throw failed('VALIDATION', 'Work is waiting for a sign-in on this server.', { fields: { profileId: 'fixed' } })
      }
      const runtime = deps.runtimeOf(profileId)
      window.signIn.setPending(runtime)
      deps.profiles.change(profileId, { staySignedIn })
      const result = await runtime.session.signIn({ username, password, staySignedIn })
      if (result.kind === 'wrong-credentials') {
        throw failed('VALIDATION', 'User name or password is wrong.', { fields: { password: 'wrongCredentials' } })
      }
      if (result.kind === 'refused') throw failed('REFUSED', result.message)
      if (result.kind === 'given-up') throw failed('CANCELLED', 'This sign-in was given up before the server answered.')
      deps.profiles.setCurrent(profileId)
      if (isOther) {
        // The engine has closed the windows of its own profile; this one still showed another.
        window.switchTo(profileId)
        window.signIn.close()
      }
      return null
    },
    'signIn.addServer': ({ name, url, dialect, allowPlainHttp }) => {
      if (deps.profiles.list().some((profile) => profile.name === name)) {
        throw failed('VALIDATION', 'There is a server of this name.', { fields: { name: 'taken' } })
      }
      return toProfileView(deps.profiles.add({ name, dialect, ...readServerAddress(url, allowPlainHttp) }))
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
