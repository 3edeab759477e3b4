import type { BrowserWindow } from 'electron'
import type { ProfilePort } from '../../bridge/workspace-port'
import type { ProfileRuntime } from '../profiles/profile-runtime'

/** The sign-in window of one workspace: at most one, opened and closed by the session engine or by the person. */
export interface SignInController {
  open(): void
  /** Closes the window as the person does: signing in is put off. */
  close(): void
  /** Closes the window and puts nothing off: it is not needed any more, or another one takes its place. True if it was open. */
  dismiss(): boolean
  /** The webContents id of the open window; null when there is none. */
  contentsId(): number | null
  contents(): Electron.WebContents | null
  /** Makes the window as large as its page needs, whose height this is in CSS pixels. */
  fit(height: number): void
  /** The profile that a sign-in is under way for (the window may have picked another server): given up on closing. */
  setPending(runtime: ProfilePort): void
  /** Aborted when the window that is open now closes; at once when there is none. */
  closed(): AbortSignal
}

export interface SignInControllerOptions {
  readonly parent: BrowserWindow
  readonly create: (parent: BrowserWindow) => BrowserWindow
  /** Makes a window as large as its page needs; the height in CSS pixels. */
  readonly fit: (window: BrowserWindow, height: number) => void
  readonly runtime: () => ProfileRuntime
  /** Whether another window shows this profile: giving up here is then not a matter for its calls. */
  readonly isShownElsewhere: (profileId: string) => boolean
}

export function createSignInController({ parent, create, fit, runtime, isShownElsewhere }: SignInControllerOptions): SignInController {
  let window: BrowserWindow | null = null
  let pending: ProfilePort | null = null
  let ends = new AbortController()
  const alive = (): BrowserWindow | null => (window && !window.isDestroyed() ? window : null)
  /** Nothing of the window that was open counts from here on. */
  const letGo = (): void => {
    window = null
    ends.abort()
    const other = pending === runtime() ? null : pending
    pending = null
    if (other && !isShownElsewhere(other.profile().id)) other.session.putOff()
  }
  // However the window below has gone (a crash, the window manager), nothing of it stays.
  parent.on('closed', () => {
    alive()?.destroy()
  })
  return {
    open: () => {
      if (parent.isDestroyed()) return
      const known = alive()
      if (known) {
        known.focus()
        return
      }
      const made = create(parent)
      window = made
      ends = new AbortController()
      // A form that cannot be used any more: without it the workspace offers to sign in.
      made.webContents.on('render-process-gone', () => {
        if (!made.isDestroyed()) made.destroy()
      })
      made.on('closed', () => {
        if (!parent.isDestroyed()) parent.focus()
        if (window !== made) return
        // Closed by the person: the same as "Not now".
        letGo()
        runtime().session.putOff()
      })
    },
    close: () => {
      alive()?.close()
    },
    dismiss: () => {
      const open = alive()
      if (!open) return false
      letGo()
      // Not `close`, which asks the page, and a page that hangs never answers.
      open.destroy()
      return true
    },
    contentsId: () => alive()?.webContents.id ?? null,
    contents: () => alive()?.webContents ?? null,
    setPending: (next) => {
      pending = next
    },
    closed: () => (alive() ? ends.signal : AbortSignal.abort()),
    fit: (height) => {
      const open = alive()
      if (open) fit(open, height)
    },
  }
}
