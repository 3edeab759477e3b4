import { failed } from '@shared/result'
import type { Credentials } from '../../session/signing-in'
import type { ProfilesStore } from '../../settings/profiles'
import type { ProfilePort, WorkspacePort } from '../workspace-port'

export interface SigningInDeps {
  readonly profiles: ProfilesStore
  readonly runtimeOf: (profileId: string) => ProfilePort
}

/** The profile to sign in to, which the window may have picked itself. Throws VALIDATION while calls wait for another. */
export function pickProfile(deps: SigningInDeps, window: WorkspacePort, profileId: string): ProfilePort {
  requireMayPick(window, profileId)
  const runtime = deps.runtimeOf(profileId)
  window.signIn.setPending(runtime)
  return runtime
}

/** Resolves when the person is signed in and the window has done its part; throws `FailureError` otherwise. */
export async function signInWith(deps: SigningInDeps, window: WorkspacePort, runtime: ProfilePort, credentials: Credentials): Promise<void> {
  const profileId = runtime.profile().id
  // On the way to a third party and back, calls may have begun to wait, or the profile may lead to another server now.
  requireMayPick(window, profileId)
  if (deps.runtimeOf(profileId) !== runtime) throw failed('CANCELLED', 'This sign-in was for a server that is no longer in the list.')
  deps.profiles.change(profileId, { staySignedIn: credentials.staySignedIn })
  const result = await runtime.session.signIn(credentials)
  if (result.kind === 'wrong-credentials') {
    throw failed('VALIDATION', 'User name or password is wrong.', { fields: { password: 'wrongCredentials' } })
  }
  if (result.kind === 'captcha') throw failed('VALIDATION', 'The captcha is missing, wrong or too old.', { fields: { captcha: result.fault } })
  if (result.kind === 'refused') throw failed('REFUSED', result.message)
  if (result.kind === 'given-up') throw failed('CANCELLED', 'This sign-in was given up before the server answered.')
  deps.profiles.setCurrent(profileId)
  if (profileId === window.runtime().profile().id) return
  // The engine has closed the windows of its own profile; this one still showed another.
  window.switchTo(profileId)
  window.signIn.close()
}

function requireMayPick(window: WorkspacePort, profileId: string): void {
  const shown = window.runtime()
  if (profileId !== shown.profile().id && shown.session.view().state === 'suspended') {
    throw failed('VALIDATION', 'Work is waiting for a sign-in on this server.', { fields: { profileId: 'fixed' } })
  }
}
