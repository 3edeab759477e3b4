import { failed } from '@shared/result'
import type { WorkspaceHandlers } from '../call-handlers'
import type { WorkspacePort } from '../workspace-port'

type OutboxCall = `outbox.${'list' | 'look' | 'decide' | 'send' | 'drop' | 'edit' | 'pause'}`

const EMPTY = { summary: { waiting: 0, needsYou: 0, isPaused: false }, entries: [] }

/** What a person does in the outbox of the user who is signed in. */
export function outboxHandlers(): Pick<WorkspaceHandlers<WorkspacePort>, OutboxCall> {
  return {
    'outbox.list': async (_input, { window }) => {
      const outbox = isHere(window) ? await window.runtime().outboxes.current() : null
      return outbox ? { summary: outbox.summary(), entries: outbox.views() } : EMPTY
    },
    'outbox.look': async ({ entryId }, { window, signal }) => {
      const { entry, server } = await (await actionsOf(window)).look(entryId, signal)
      if (server === undefined) return { entry, server: { kind: 'unread' } }
      return { entry, server: server === null ? { kind: 'missing' } : { kind: 'row', row: server } }
    },
    'outbox.decide': async ({ entryId, decision }, { window }) => {
      ;(await actionsOf(window)).decide(entryId, decision)
      return null
    },
    'outbox.send': async ({ entryIds }, { window }) => {
      void window.runtime().session.renewNow()
      ;(await actionsOf(window)).send(entryIds)
      return null
    },
    'outbox.drop': async ({ entryIds }, { window }) => {
      ;(await actionsOf(window)).drop(entryIds)
      return null
    },
    'outbox.edit': async ({ entryId, edits }, { window }) => {
      ;(await actionsOf(window)).edit(entryId, edits)
      return null
    },
    'outbox.pause': async ({ isPaused }, { window }) => {
      insistIsHere(window)
      ;(await window.runtime().outboxes.current())?.setPaused(isPaused)
      return null
    },
  }
}

/** Entries show what someone was about to change: only to that user, and not after signing out. */
function isHere(window: WorkspacePort): boolean {
  return window.runtime().session.view().state !== 'signed-out'
}

function insistIsHere(window: WorkspacePort): void {
  if (!isHere(window)) throw failed('SESSION_ENDED', 'Sign in to open the outbox.')
}

async function actionsOf(window: WorkspacePort) {
  insistIsHere(window)
  return window.runtime().actions()
}
