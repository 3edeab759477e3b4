import type { Session } from '../session/session'
import type { Profile } from '../settings/profiles'
import type { UserStore, UserStores } from '../store/user-store'
import type { Commands } from '../sync/commands'
import type { Connectivity } from '../sync/connectivity'
import type { Reads } from '../sync/reads'

/** What a handler may use of the profile that the calling window shows. */
export interface ProfilePort {
  profile(): Profile
  readonly session: Session
  readonly reads: Reads
  readonly commands: Commands
  readonly connectivity: Connectivity
  readonly stores: UserStores
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
  }
}
