import type { BrowserWindow } from 'electron'
import { push } from '../bridge/push'
import type { SignInPrompt } from '../session/ports'
import type { ProfileRuntime } from './profile-runtime'
import { createSignInController, type SignInController } from './sign-in-controller'

/** One workspace window and the profile that it shows. */
export interface Workspace {
  readonly window: BrowserWindow
  runtime(): ProfileRuntime
  /** Shows another profile in this window from now on. */
  switchTo(profileId: string): void
  readonly signIn: SignInController
}

export interface Workspaces {
  open(profileId: string): Workspace
  byContents(webContentsId: number): Workspace | null
  bySignInContents(webContentsId: number): Workspace | null
  /** The sign-in window of a profile opens over the workspace that was last in front. */
  promptFor(profileId: string): SignInPrompt
  /** Brings the last used window to the front. */
  focus(): void
  all(): readonly Workspace[]
}

export interface WorkspacesDeps {
  readonly createWindow: () => BrowserWindow
  readonly createSignInWindow: (parent: BrowserWindow) => BrowserWindow
  readonly runtimeOf: (profileId: string) => ProfileRuntime
}

export function createWorkspaces(deps: WorkspacesDeps): Workspaces {
  /** The one last in front comes first. */
  const open: Workspace[] = []
  const showing = (profileId: string): Workspace | undefined => open.find((workspace) => workspace.runtime().profile().id === profileId)

  return {
    open: (profileId) => {
      const workspace = createWorkspace(deps, profileId)
      open.unshift(workspace)
      workspace.window.on('focus', () => {
        open.sort((a, b) => Number(b === workspace) - Number(a === workspace))
      })
      workspace.window.on('closed', () => {
        open.splice(open.indexOf(workspace), 1)
      })
      return workspace
    },
    byContents: (id) => open.find(({ window }) => !window.isDestroyed() && window.webContents.id === id) ?? null,
    bySignInContents: (id) => open.find(({ signIn }) => signIn.contentsId() === id) ?? null,
    promptFor: (profileId) => ({
      open: () => showing(profileId)?.signIn.open(),
      close: () => {
        for (const { signIn, runtime } of open) if (runtime().profile().id === profileId) signIn.close()
      },
    }),
    focus: () => {
      const window = open[0]?.window
      if (window?.isMinimized()) window.restore()
      window?.focus()
    },
    all: () => open,
  }
}

function createWorkspace(deps: WorkspacesDeps, firstProfileId: string): Workspace {
  const window = deps.createWindow()
  let runtime = deps.runtimeOf(firstProfileId)
  let unfollow = follow(window, runtime)
  const workspace: Workspace = {
    window,
    runtime: () => runtime,
    switchTo: (profileId) => {
      unfollow()
      runtime = deps.runtimeOf(profileId)
      unfollow = follow(window, runtime)
      push(window.webContents, 'workspace.switched', null)
    },
    signIn: createSignInController({ parent: window, create: deps.createSignInWindow, runtime: () => runtime }),
  }
  window.on('closed', () => {
    unfollow()
  })
  return workspace
}

/** Tells the page what changes in its profile; a sign-in as someone else makes it a new workspace. */
function follow(window: BrowserWindow, runtime: ProfileRuntime): () => void {
  const { webContents } = window
  let userId = runtime.session.view().userId
  const offs = [
    runtime.session.onChange((view) => {
      push(webContents, 'session.changed', view)
      const isOther = view.state === 'active' && userId !== null && view.userId !== userId
      userId = view.userId
      if (isOther) push(webContents, 'workspace.switched', null)
    }),
    runtime.connectivity.onChange((view) => {
      push(webContents, 'connection.changed', view)
    }),
  ]
  return () => {
    for (const off of offs) off()
  }
}
