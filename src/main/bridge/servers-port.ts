import type { CallOutput, ParsedInput } from '@shared/bridge/contract'
import type { ConnectionStep } from '@shared/connection-test'
import type { ProfileEntry, ProfileInput, ServerConnection, UnsentWork } from '@shared/profiles'
import type { LeftServer } from '@shared/views'
import type { SignOutWish } from '../sync/signing-out'

/** What the handlers may use of the list of servers. Everything throws `FailureError`, as `bridge/contract.ts` says. */
export interface ServersPort<Window> {
  /** As this window sees it. */
  list(window: Window): ProfileEntry[]
  left(): readonly LeftServer[]
  unsent(): UnsentWork[]
  save(input: ProfileInput, window: Window): Promise<ProfileEntry>
  forget(input: ParsedInput<'profiles.forget'>, window: Window): Promise<void>
  reorder(ids: readonly string[]): void
  open(input: ParsedInput<'profiles.open'>, window: Window): void
  addDemo(window: Window): ProfileEntry
  signOut(profileId: string, wish: SignOutWish): Promise<void>
  /** The number of profiles. */
  signOutEverywhere(wish: SignOutWish): Promise<number>
  export(window: Window): Promise<CallOutput<'profiles.export'>>
  import(window: Window): Promise<CallOutput<'profiles.import'>>
  chooseCaFile(window: Window): Promise<CallOutput<'profiles.chooseCaFile'>>
  test(connection: ServerConnection, watch: { readonly profileId: string | null; readonly signal: AbortSignal; readonly onStep: (step: ConnectionStep) => void }): Promise<ConnectionStep[]>
}
