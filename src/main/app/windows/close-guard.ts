import type { BrowserWindow } from 'electron'
import { push } from '../../bridge/push'
import type { Workspace } from './workspaces'

/** How long a page may take to keep its drafts when its window closes; a page that hangs must not keep it open. */
const KEEP_TIMEOUT_MS = 3000
/** The same when the session of the operating system ends: after a few seconds it kills what is still there. */
const KEEP_AT_END_TIMEOUT_MS = 1500

/** Asks before something would be lost; true means: close all the same. */
export type AskToClose = (window: BrowserWindow, loss: CloseLoss) => Promise<boolean>

interface CloseLoss {
  /** Titles of forms whose draft could not be written. */
  readonly unkept: readonly string[]
  /** Titles of drafts and of unsent commands that live in memory only. */
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
  /**
   * The session of the operating system ends, and a question would stand where nobody sees it: all pages keep what they hold,
   * nobody is asked. Resolves when they have answered or their time is over; never rejects.
   */
  keepWithoutAsking(workspaces: readonly Workspace[]): Promise<void>
}

export interface ClosingDeps {
  readonly ask: AskToClose
  /** Titles of drafts in memory that nobody shows any more once this window is closed. */
  readonly inMemoryTitles: (workspace: Workspace) => Promise<readonly string[]>
  readonly destroy: (workspace: Workspace) => void
}

export function createClosing({ ask, inMemoryTitles, destroy }: ClosingDeps): Closing {
  const answers = new Map<Workspace, (unkept: readonly string[]) => void>()
  // One question after the other: at quitting, each window looks at those that are still there when its turn comes.
  let turn: Promise<unknown> = Promise.resolve()
  const decide = (workspace: Workspace, told: Told): Promise<boolean> => {
    const decided = turn
      .then(async () => ask(workspace.window, { ...told, inMemory: await inMemoryTitles(workspace) }))
      // A question that cannot be asked must not keep the window open for ever.
      .catch(() => true)
      .then((mayClose) => {
        if (mayClose && !workspace.window.isDestroyed()) destroy(workspace)
        return mayClose
      })
    turn = decided.catch(() => undefined)
    return decided
  }
  return {
    guard: (workspace, onStay) => {
      let isAsking = false
      workspace.window.on('close', (event) => {
        event.preventDefault()
        if (isAsking) return
        isAsking = true
        void askPage(workspace, answers)
          .then((told) => decide(workspace, told))
          .then((mayClose) => {
            isAsking = false
            if (!mayClose) onStay()
          })
      })
    },
    ready: (workspace, unkept) => {
      answers.get(workspace)?.(unkept)
    },
    keepWithoutAsking: async (workspaces) => {
      const shown = workspaces.filter(({ window }) => !window.isDestroyed())
      await Promise.allSettled(shown.map((workspace) => askPage(workspace, answers, KEEP_AT_END_TIMEOUT_MS)))
    },
  }
}

type Told = Pick<CloseLoss, 'unkept' | 'isSilent'>

/** A page that is gone has nothing left to say; what it kept is on the disk. */
const OF_NO_PAGE: Told = { unkept: [], isSilent: false }

function askPage(workspace: Workspace, answers: Map<Workspace, (unkept: readonly string[]) => void>, timeoutMs = KEEP_TIMEOUT_MS): Promise<Told> {
  const { webContents } = workspace.window
  if (webContents.isCrashed()) return Promise.resolve(OF_NO_PAGE)
  return new Promise((resolve) => {
    const end = (told: Told): void => {
      clearTimeout(timer)
      answers.delete(workspace)
      webContents.off('render-process-gone', onGone)
      resolve(told)
    }
    const onGone = (): void => {
      end(OF_NO_PAGE)
    }
    const timer = setTimeout(() => {
      end({ unkept: [], isSilent: true })
    }, timeoutMs)
    answers.set(workspace, (unkept) => {
      end({ unkept, isSilent: false })
    })
    webContents.on('render-process-gone', onGone)
    push(webContents, 'app.closing', null)
  })
}

/** Stores with drafts, seen from the question of what a closing window would lose. */
export interface ShownStores {
  readonly profileId: string
  readonly inMemoryTitles: () => Promise<readonly string[]>
}

/**
 * The titles that would go: those of profiles that no other window shows, and among them those of this window's own
 * profile, or of all when this is the last window and the program ends with it.
 */
export async function titlesLostWith(closing: string, others: readonly string[], stores: readonly ShownStores[]): Promise<readonly string[]> {
  const lost = stores.filter(({ profileId }) => !others.includes(profileId) && (profileId === closing || others.length === 0))
  return (await Promise.all(lost.map(({ inMemoryTitles }) => inMemoryTitles()))).flat()
}
