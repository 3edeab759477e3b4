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
}

/** Closes a window only when its drafts are safe, or the person says so. */
export interface Closing {
  guard(workspace: Workspace): void
  /** The page's answer to `app.closing`. */
  ready(workspace: Workspace, unkept: readonly string[]): void
}

export function createClosing(ask: AskToClose): Closing {
  const answers = new Map<Workspace, (unkept: readonly string[]) => void>()
  const askPage = (workspace: Workspace): Promise<readonly string[]> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve([])
      }, KEEP_TIMEOUT_MS)
      answers.set(workspace, (unkept) => {
        clearTimeout(timer)
        resolve(unkept)
      })
      push(workspace.window.webContents, 'app.closing', null)
    })

  return {
    guard: (workspace) => {
      const { window } = workspace
      let isAsking = false
      window.on('close', (event) => {
        event.preventDefault()
        if (isAsking) return
        isAsking = true
        void askPage(workspace)
          .then(async (unkept) => ask(window, { unkept, inMemory: await memoryOnlyDrafts(workspace) }))
          .then((mayClose) => {
            isAsking = false
            if (mayClose && !window.isDestroyed()) window.destroy()
          })
      })
    },
    ready: (workspace, unkept) => {
      answers.get(workspace)?.(unkept)
    },
  }
}

async function memoryOnlyDrafts(workspace: Workspace): Promise<string[]> {
  const store = await workspace.runtime().store().catch(() => null)
  return store?.storage() === 'memory-only' ? store.drafts.list().map(({ title }) => title) : []
}
