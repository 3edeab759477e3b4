import type { WorkspaceCall } from '@shared/bridge/names'
import type { ConnectionStep } from '@shared/connection-test'
import { failed } from '@shared/result'
import type { WorkspaceHandlers } from '../call-handlers'
import type { ServersPort } from '../servers-port'

type ProfileCall = Extract<WorkspaceCall, `profiles.${string}`> | 'session.signOutEverywhere'

export interface ProfileHandlersDeps<Window> {
  readonly servers: ServersPort<Window>
  readonly has: (profileId: string) => boolean
  /** Tells the asking page of one step of its running test. */
  readonly onTestStep: (window: Window, testId: string, step: ConnectionStep) => void
}

/** The list of servers. Only named fields go out: a choice of a CA file, for one, tells nothing but what the form shows. */
export function createProfileHandlers<Window>({ servers, has, onTestStep }: ProfileHandlersDeps<Window>): Pick<WorkspaceHandlers<Window>, ProfileCall> {
  return {
    'profiles.list': (_input, { window }) => servers.list(window),
    'profiles.left': () => [...servers.left()],
    'profiles.unsent': () => servers.unsent(),
    'profiles.save': (input, { window }) => servers.save(input, window),
    'profiles.forget': async (input, { window }) => {
      await servers.forget(input, window)
      return null
    },
    'profiles.reorder': ({ ids }) => {
      servers.reorder(ids)
      return null
    },
    'profiles.open': (input, { window }) => {
      servers.open(input, window)
      return null
    },
    'profiles.signOut': async ({ id, ...wish }) => {
      if (!has(id)) throw failed('NOT_FOUND', 'This server is no longer in the list.')
      await servers.signOut(id, wish)
      return null
    },
    'profiles.addDemo': (_input, { window }) => servers.addDemo(window),
    'profiles.export': (_input, { window }) => servers.export(window),
    'profiles.import': (_input, { window }) => servers.import(window),
    'profiles.chooseCaFile': (_input, { window }) => servers.chooseCaFile(window),
    'profiles.test': ({ testId, profileId, connection }, { window, signal }) =>
      servers.test(connection, {
        profileId,
        signal,
        onStep: (step) => {
          onTestStep(window, testId, step)
        },
      }),
    'session.signOutEverywhere': async (wish) => ({ profiles: await servers.signOutEverywhere(wish) }),
  }
}
