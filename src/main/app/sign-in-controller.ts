import type { BrowserWindow } from 'electron'
import type { ProfilePort } from '../bridge/workspace-port'
import type { ProfileRuntime } from './profile-runtime'

/** The sign-in window of one workspace: at most one, opened and closed by the session engine or by the person. */
export interface SignInController {
  open(): void
  close(): void
  /** The webContents id of the open window; null when there is none. */
  contentsId(): number | null
  contents(): Electron.WebContents | null
  /** Makes the window as high as its page needs. */
  fit(height: number): void
  /** The profile that a sign-in is under way for (the window may have picked another server): given up on closing. */
  setPending(runtime: ProfilePort): void
}

export interface SignInControllerOptions {
  readonly parent: BrowserWindow
  readonly create: (parent: BrowserWindow) => BrowserWindow
  readonly runtime: () => ProfileRuntime
}

export function createSignInController({ parent, create, runtime }: SignInControllerOptions): SignInController {
  let window: BrowserWindow | null = null
  let pending: ProfilePort | null = null
  const alive = (): BrowserWindow | null => (window && !window.isDestroyed() ? window : null)
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
      made.on('closed', () => {
        if (window !== made) return
        window = null
        // Closed by the person: the same as "Not now". After a sign-in there is nothing left to put off.
        pending?.session.putOff()
        pending = null
        runtime().session.putOff()
        if (!parent.isDestroyed()) parent.focus()
      })
    },
    close: () => {
      alive()?.close()
    },
    contentsId: () => alive()?.webContents.id ?? null,
    contents: () => alive()?.webContents ?? null,
    setPending: (next) => {
      pending = next
    },
    fit: (height) => {
      const [width = 0] = alive()?.getContentSize() ?? []
      alive()?.setContentSize(width, height)
    },
  }
}
