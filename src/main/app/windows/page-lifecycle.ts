import type { CallsInFlight } from '../../bridge/calls-in-flight'
import type { Clock } from '../../session/clock'
import { createReloadLimit } from './reload-limit'
import type { Workspace } from './workspaces'

export interface WorkspaceLifeDeps {
  readonly calls: Pick<CallsInFlight, 'cancelAll'>
  readonly clock: Clock
  /** Forgets what the page of this window held. */
  readonly onPageGone: (webContentsId: number) => void
}

/** Looks after one window's page: what becomes of its calls when it goes, and that it comes back when it crashes. */
export function createWorkspaceLife({ calls, clock, onPageGone }: WorkspaceLifeDeps): (workspace: Workspace) => void {
  const reloads = createReloadLimit()
  return ({ window }) => {
    const contents = window.webContents
    const { id } = contents
    // Nobody is left to take the answers: the page's calls end, nothing is replayed for them. Other windows' go on.
    const pageGone = (): void => {
      calls.cancelAll(id)
      onPageGone(id)
    }
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) pageGone()
    })
    contents.on('render-process-gone', (_event, { reason }) => {
      pageGone()
      // Drafts are on the disk: a page that crashed comes back with them. One that crashes at every start stays down.
      if (reason !== 'clean-exit' && reloads.mayReload(clock.monotonicMs())) contents.reload()
    })
    window.on('closed', pageGone)
  }
}
