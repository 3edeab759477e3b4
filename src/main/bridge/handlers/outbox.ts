import { failed } from '@shared/result'
import type { Outbox } from '../../sync/outbox/outbox'
import type { WorkspaceHandlers } from '../call-handlers'
import type { WorkspacePort } from '../workspace-port'

type OutboxCall = `outbox.${'list' | 'find' | 'dependants' | 'look' | 'decide' | 'send' | 'drop' | 'edit' | 'pause'}`

const EMPTY = { revision: 0, summary: { waiting: 0, needsYou: 0, isPaused: false }, sendable: 0, oldestAt: null, heldUntil: null, entries: [] }

/** Nobody reads more names than this in a question. */
const SHOWN_DEPENDANTS = 20

/** What a person does in the outbox of the user who is signed in. */
export function outboxHandlers(): Pick<WorkspaceHandlers<WorkspacePort>, OutboxCall> {
  return {
    'outbox.list': async ({ after = 0, limit, only }, { window }) => {
      const outbox = await currentOf(window)
      if (!outbox) return EMPTY
      return { ...outbox.standing(), entries: outbox.queue.page({ after, limit, needsYou: only === 'needsYou' }).map(outbox.viewOf) }
    },
    'outbox.find': async ({ entryIds, records }, { window }) => {
      const outbox = await currentOf(window)
      if (!outbox) return EMPTY
      const { queue, standing, viewOf } = outbox
      const entries = [...entryIds.flatMap((entryId) => queue.get(entryId) ?? []), ...records.flatMap(({ resource, recordId }) => queue.recordQueue(resource, recordId))]
      return { ...standing(), entries: [...new Set(entries)].map(viewOf) }
    },
    'outbox.dependants': async ({ entryIds }, { window }) => {
      const actions = await actionsOf(window)
      const entries = actions.dependants(entryIds)
      const outbox = await currentOf(window)
      return { total: entries.length, entries: outbox ? entries.slice(0, SHOWN_DEPENDANTS).map(outbox.viewOf) : [] }
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
      requireHere(window)
      ;(await window.runtime().outboxes.current())?.setPaused(isPaused)
      return null
    },
  }
}

/** Entries show what someone was about to change: only to that user, and not after signing out. */
function isHere(window: WorkspacePort): boolean {
  return window.runtime().session.view().state !== 'signed-out'
}

async function currentOf(window: WorkspacePort): Promise<Outbox | null> {
  const outbox = isHere(window) ? await window.runtime().outboxes.current() : null
  // Opening the file takes its time: by now nobody may be here any more.
  return isHere(window) ? outbox : null
}

function requireHere(window: WorkspacePort): void {
  if (!isHere(window)) throw failed('SESSION_ENDED', 'Sign in to open the outbox.')
}

async function actionsOf(window: WorkspacePort) {
  requireHere(window)
  return window.runtime().actions()
}
