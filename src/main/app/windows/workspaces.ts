import type { BrowserWindow } from 'electron'
import { push } from '../../bridge/push'
import type { SignInPrompt } from '../../session/ports'
import type { ProfileRuntime } from '../profiles/profile-runtime'
import { createSignInController, type SignInController } from './sign-in-controller'

/** One workspace window and the profile that it shows. */
export interface Workspace {
  readonly window: BrowserWindow
  runtime(): ProfileRuntime
  /** Shows another profile in this window from now on, or the same one anew. Calls under way stay with theirs. */
  switchTo(profileId: string): void
  readonly signIn: SignInController
}

export interface Workspaces {
  open(profileId: string): Workspace
  byContents(webContentsId: number): Workspace | null
  bySignInContents(webContentsId: number): Workspace | null
  /** The windows of a profile, the one last in front first. */
  showing(profileId: string): readonly Workspace[]
  /** The sign-in window of a profile opens over the workspace that was last in front; one for all windows of the profile. */
  promptFor(profileId: string): SignInPrompt
  /** Opens the sign-in window unless a session of the window's profile is running, once the vault has been read. */
  askToSignIn(workspace: Workspace): Promise<void>
  /** Brings a window to the front; the last used one when none is named. */
  focus(workspace?: Workspace): void
  /** Ends a window for good. A sign-in window over it moves to another window of its profile, or else signing in is put off. */
  destroy(workspace: Workspace): void
  /** The one last in front comes first. */
  all(): readonly Workspace[]
}

export interface WorkspacesDeps {
  /** `front`: the window to open beside, or null. */
  readonly createWindow: (front: BrowserWindow | null) => BrowserWindow
  readonly createSignInWindow: (parent: BrowserWindow) => BrowserWindow
  readonly fitSignInWindow: (window: BrowserWindow, height: number) => void
  readonly runtimeOf: (profileId: string) => ProfileRuntime
  /** The whole program is closing: no sign-in window moves anywhere. */
  readonly isQuitting: () => boolean
  /** A window has opened, closed, or turned to another profile. */
  readonly onChange: () => void
  /** The page of this window begins anew, for another profile or user: what it held is void. */
  readonly onTurned: (workspace: Workspace) => void
  /** A window has come to the front, or the one in front shows another profile. */
  readonly onFront: (workspace: Workspace) => void
}

export function createWorkspaces(deps: WorkspacesDeps): Workspaces {
  /** The one last in front comes first. */
  const open: Workspace[] = []
  const showing = (profileId: string): readonly Workspace[] => open.filter((workspace) => shownBy(workspace) === profileId)
  const askOver = (profileId: string): void => {
    const shown = showing(profileId)
    ;(shown.find(({ signIn }) => signIn.contentsId() !== null) ?? shown[0])?.signIn.open()
  }
  const askToSignIn = async (workspace: Workspace): Promise<void> => {
    const runtime = workspace.runtime()
    await runtime.session.start()
    if (open.includes(workspace) && workspace.runtime() === runtime) runtime.session.askToSignIn()
  }
  const onSwitched = (workspace: Workspace, before: string, wasAsking: boolean): void => {
    if (wasAsking && shownBy(workspace) !== before) askOver(before)
    void askToSignIn(workspace)
    deps.onFront(workspace)
    deps.onChange()
  }
  const bring = (workspace: Workspace): void => {
    open.sort((a, b) => Number(b === workspace) - Number(a === workspace))
    deps.onFront(workspace)
  }
  return {
    open: (profileId) => {
      const workspace = createWorkspace(deps, profileId, { front: open[0]?.window ?? null, showing, onSwitched })
      open.unshift(workspace)
      workspace.window.on('focus', () => {
        bring(workspace)
      })
      workspace.window.on('closed', () => {
        open.splice(open.indexOf(workspace), 1)
        deps.onChange()
      })
      deps.onFront(workspace)
      deps.onChange()
      return workspace
    },
    byContents: (id) => open.find(({ window }) => !window.isDestroyed() && window.webContents.id === id) ?? null,
    bySignInContents: (id) => open.find(({ signIn }) => signIn.contentsId() === id) ?? null,
    showing,
    promptFor: (profileId) => ({
      open: () => {
        askOver(profileId)
      },
      close: () => {
        for (const { signIn } of showing(profileId)) signIn.dismiss()
      },
    }),
    askToSignIn,
    focus: (workspace = open[0]) => {
      if (workspace?.window.isMinimized()) workspace.window.restore()
      workspace?.window.focus()
    },
    destroy: (workspace) => {
      const profileId = shownBy(workspace)
      const isShownElsewhere = showing(profileId).length > 1
      // Before the window goes: a child outlives its parent on Linux, a form over nothing that keeps the program alive.
      const wasAsking = workspace.signIn.dismiss()
      if (wasAsking && !isShownElsewhere) workspace.runtime().session.putOff()
      workspace.window.destroy()
      if (wasAsking && isShownElsewhere && !deps.isQuitting()) askOver(profileId)
    },
    all: () => open,
  }
}

function shownBy({ runtime }: Workspace): string {
  return runtime().profileId
}

interface Around {
  readonly front: BrowserWindow | null
  readonly showing: (profileId: string) => readonly Workspace[]
  /** `before`: the profile that it showed; `wasAsking`: with a sign-in window over it. */
  readonly onSwitched: (workspace: Workspace, before: string, wasAsking: boolean) => void
}

function createWorkspace(deps: WorkspacesDeps, firstProfileId: string, { front, showing, onSwitched }: Around): Workspace {
  const window = deps.createWindow(front)
  const turn = (): void => {
    deps.onTurned(workspace)
    push(window.webContents, 'workspace.switched', null)
  }
  let runtime = deps.runtimeOf(firstProfileId)
  let unfollow = follow(window, runtime, turn)
  const workspace: Workspace = {
    window,
    runtime: () => runtime,
    switchTo: (profileId) => {
      // A sign-in that was picked for another server may end after its window has gone.
      if (window.isDestroyed()) return
      const before = runtime.profileId
      // Nothing is put off: who waits for a sign-in there goes on waiting, and is asked again when a window shows it.
      const wasAsking = workspace.signIn.dismiss()
      unfollow()
      runtime = deps.runtimeOf(profileId)
      unfollow = follow(window, runtime, turn)
      turn()
      onSwitched(workspace, before, wasAsking)
    },
    signIn: createSignInController({
      parent: window,
      create: deps.createSignInWindow,
      fit: deps.fitSignInWindow,
      runtime: () => runtime,
      isShownElsewhere: (profileId) => showing(profileId).some((other) => other !== workspace),
    }),
  }
  window.on('closed', () => {
    unfollow()
  })
  return workspace
}

/** Tells the page what changes in its profile; a sign-in as someone else makes it a new workspace. */
function follow(window: BrowserWindow, runtime: ProfileRuntime, turn: () => void): () => void {
  const { webContents } = window
  let userId = runtime.session.view().userId
  const offs = [
    runtime.session.onChange((view) => {
      push(webContents, 'session.changed', view)
      const isOther = view.state === 'active' && userId !== null && view.userId !== userId
      userId = view.userId
      if (isOther) turn()
    }),
    runtime.connectivity.onChange((view) => {
      push(webContents, 'connection.changed', view)
    }),
    runtime.outboxes.onChange((change) => {
      // Entries show what someone was about to change: not after signing out.
      const isHidden = runtime.session.view().state === 'signed-out'
      push(webContents, 'outbox.changed', isHidden ? { ...change, since: change.revision, changed: [], removed: [] } : change)
    }),
    runtime.onRecord((change) => {
      push(webContents, 'records.changed', change)
    }),
  ]
  return () => {
    for (const off of offs) off()
  }
}
