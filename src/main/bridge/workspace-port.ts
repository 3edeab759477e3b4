import type { CaptchaSource, ProviderPages } from '../session/ports'
import type { Session } from '../session/session'
import type { Profile } from '../settings/profiles'
import type { UserStore } from '../store/held-store'
import type { UserStores } from '../store/user-store'
import type { UserCaches } from '../store/cache-by-user'
import type { Connectivity } from '../sync/reads/connectivity'
import type { ProfileData } from '../sync/profile-data'

/** What a handler may use of the profile that the calling window shows. */
export interface ProfilePort extends Pick<ProfileData, 'reads' | 'logs' | 'commands' | 'passwords' | 'outboxes' | 'actions'> {
  /** The identity of the server that all this is for, whatever the profile says by now. */
  readonly server: string
  profile(): Profile
  readonly session: Session
  readonly providerPages: ProviderPages
  readonly captcha: CaptchaSource
  readonly connectivity: Connectivity
  readonly stores: UserStores
  readonly caches: UserCaches
  /** The store of the user who is or was last signed in; null when nobody ever was. */
  store(): Promise<UserStore | null>
}

/** What a handler may use of the calling window. */
export interface WorkspacePort {
  runtime(): ProfilePort
  /** Shows another profile in this window from now on. */
  switchTo(profileId: string): void
  readonly signIn: {
    close(): void
    fit(height: number): void
    /** The profile that a sign-in is under way for; given up when the window closes. */
    setPending(runtime: ProfilePort): void
    /** Aborted when the window that is open now closes. */
    closed(): AbortSignal
  }
}
