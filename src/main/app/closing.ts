import type { BrowserWindow } from 'electron'
import { push } from '../bridge/push'
import type { Workspace } from './workspaces'

/** How long a page may take to keep its drafts when its window closes; a page that hangs must not keep it open. */
const KEEP_TIMEOUT_MS = 3000

/** Asks before something would be lost; true means: close all the same. */
export type AskToClose = (window: BrowserWindow, loss: CloseLoss) => Promise<boolean>

export interface CloseLoss {
  /** Titles of forms whose draft could not be written. */
  readonly unkept: readonly string[]
  /** Titles of drafts that live in memory only. */
  readonly inMemory: readonly string[]
  /** The page did not answer in time: nobody knows whether its last words were kept. */
  readonly isSilent: boolean
}

/** Closes a window only when its drafts are safe, or the person says so. */
export interface Closing {
  /** `onStay`: the person chose not to close. */
  guard(workspace: Workspace, onStay: () => void): void
  /** The page's answer to `app.closing`. */
  ready(workspace: Workspace, unkept: readonly string[]): void
}

export function createClosing(ask: AskToClose, inMemoryTitles: () => Promise<string[]>): Closing {
  const answers = new Map<Workspace, (unkept: readonly string[]) => void>()
  const askPage = (workspace: Workspace): Promise<Pick<CloseLoss, 'unkept' | 'isSilent'>> =>
    new Promise((resolve) => {
      const { webContents } = workspace.window
      const timer = setTimeout(() => {
        // A crashed page has nothing left to say; what it kept is on the disk.
        resolve({ unkept: [], isSilent: !webContents.isCrashed() })
      }, KEEP_TIMEOUT_MS)
      answers.set(workspace, (unkept) => {
        clearTimeout(timer)
        resolve({ unkept, isSilent: false })
      })
      push(webContents, 'app.closing', null)
    })

  return {
    guard: (workspace, onStay) => {
      const { window } = workspace
      let isAsking = false
      window.on('close', (event) => {
        event.preventDefault()
        if (isAsking) return
        isAsking = true
        void askPage(workspace)
          .then(async (told) => ask(window, { ...told, inMemory: await inMemoryTitles() }))
          // A question that cannot be asked must not keep the window open for ever.
          .catch(() => true)
          .then((mayClose) => {
            isAsking = false
            if (mayClose && !window.isDestroyed()) window.destroy()
            if (!mayClose) onStay()
          })
      })
    },
    ready: (workspace, unkept) => {
      answers.get(workspace)?.(unkept)
      answers.delete(workspace)
    },
  }
}
