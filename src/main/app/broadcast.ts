import type { EventPayload } from '@shared/bridge/events'
import type { WorkspaceEvent } from '@shared/bridge/names'
import { push } from '../bridge/push'
import type { ProfileRuntime } from './profiles/profile-runtime'
import type { Workspaces } from './windows/workspaces'

/** Pushes that go to more pages than that of one profile. */
export interface Broadcast {
  all<Name extends WorkspaceEvent>(name: Name, payload: EventPayload<Name>): void
  /** To the window in front, which comes up. */
  front<Name extends WorkspaceEvent>(name: Name, payload: EventPayload<Name>): void
  /** From now on, every page hears when this profile's session becomes another one. */
  follow(runtime: ProfileRuntime): void
}

export function createBroadcast(workspaces: () => Workspaces): Broadcast {
  const all: Broadcast['all'] = (name, payload) => {
    for (const { window } of workspaces().all()) push(window.webContents, name, payload)
  }
  return {
    all,
    front: (name, payload) => {
      const workspace = workspaces().all()[0]
      if (!workspace) return
      workspaces().focus(workspace)
      push(workspace.window.webContents, name, payload)
    },
    follow: ({ session }) => {
      const known = (): string => `${session.view().state} ${session.view().userId}`
      let told = known()
      session.onChange(() => {
        if (known() === told) return
        told = known()
        all('profiles.changed', null)
      })
    },
  }
}
