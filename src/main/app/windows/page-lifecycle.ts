import type { CallsInFlight } from '../../bridge/calls-in-flight'
import type { Clock } from '../../session/clock'
import type { FaultWatch } from '../crash/fault-watch'
import { createReloadLimit } from './reload-limit'
import type { Workspace } from './workspaces'

export interface WorkspaceLifeDeps {
  readonly calls: Pick<CallsInFlight, 'cancelAll'>
  readonly clock: Clock
  /** Forgets what the page of this window held. */
  readonly onPageGone: (webContentsId: number) => void
  readonly faults: Pick<FaultWatch, 'pageGone' | 'hangs' | 'answers'>
}

/** Looks after one window's page: what becomes of its calls when it goes, that it comes back when it crashes, and that a person is asked when it hangs. */
export function createWorkspaceLife({ calls, clock, onPageGone, faults }: WorkspaceLifeDeps): (workspace: Workspace) => void {
  const reloads = createReloadLimit()
  return ({ window }) => {
    const contents = window.webContents
    const { id } = contents
    let isEndedByPerson = false
    // Nobody is left to take the answers: the page's calls end, nothing is replayed for them. Other windows' go on.
    const pageGone = (): void => {
      calls.cancelAll(id)
      onPageGone(id)
      faults.answers(window)
    }
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) pageGone()
    })
    contents.on('render-process-gone', (_event, details) => {
      pageGone()
      if (details.reason === 'clean-exit') return
      const isAsked = isEndedByPerson
      isEndedByPerson = false
      // Drafts are on the disk: a page that crashed comes back with them. One that crashes at every start stays down.
      const isReloaded = isAsked || reloads.mayReload(clock.monotonicMs())
      if (isReloaded) contents.reload()
      if (!isAsked) faults.pageGone(window, details, isReloaded)
    })
    contents.on('unresponsive', () => {
      faults.hangs(window, () => {
        // It may have come back, or gone, while the person was reading.
        if (window.isDestroyed() || contents.isCrashed()) return
        isEndedByPerson = true
        contents.forcefullyCrashRenderer()
      })
    })
    contents.on('responsive', () => {
      faults.answers(window)
    })
    window.on('closed', pageGone)
  }
}
