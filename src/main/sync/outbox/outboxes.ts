import type { ResourceName, Row } from '@shared/resources/resource'
import type { OutboxChange, OutboxSummary } from '@shared/outbox'
import { failed } from '@shared/result'
import type { ResourceClient } from '../../backend/resources/resource-client'
import type { Clock } from '../../session/clock'
import type { Session } from '../../session/session'
import { isOpen } from '../../session/session-state'
import type { UserStores } from '../../store/user-store'
import type { Connectivity } from '../reads/connectivity'
import { createOutbox, type Outbox } from './outbox'
import type { WritePolicy } from './hold'

/** The outboxes of a profile, one per user who worked here; only that of the user who is signed in sends anything. */
export interface Outboxes {
  /** Opens the user's data file at first use. */
  of(userId: number): Promise<Outbox>
  /** That of the user who is, or was last, signed in; null when nobody ever was. */
  current(): Promise<Outbox | null>
  /** What waits, for the status bar; null while the data file is not open. */
  summary(): OutboxSummary | null
  /** What has changed in the outbox of that user. Nothing is told before its data file is open. */
  onChange(listener: (change: OutboxChange) => void): () => void
  /** The journal has moved into its file: reads it again. */
  reload(): Promise<void>
  /** Before the data files are closed. */
  close(): void
}

export interface OutboxesDeps {
  readonly stores: UserStores
  readonly session: Session
  readonly connectivity: Connectivity
  readonly clientOf: (resource: ResourceName) => ResourceClient
  readonly clock: Clock
  readonly policy: WritePolicy
  /** `userId`: whose write it was, whoever is signed in by now. */
  readonly onRow: (userId: number, resource: ResourceName, id: number, row: Row | null, temporaryId: number | null) => void
  readonly onFault: (error: unknown) => void
  readonly phaseLog?: ((line: string) => void) | undefined
}

export function createOutboxes(deps: OutboxesDeps): Outboxes {
  const { session, connectivity, stores } = deps
  const opening = new Map<number, Promise<Outbox>>()
  const opened = new Map<number, Outbox>()
  const listeners = new Set<(change: OutboxChange) => void>()
  let isClosed = false
  const currentNow = (): Outbox | undefined => opened.get(session.view().userId ?? Number.NaN)
  const tell = (change: OutboxChange): void => {
    for (const listener of listeners) listener(change)
  }
  /** Another user's, or the same one's anew: pages ask for what they show. */
  const tellAll = (): void => {
    const standing = currentNow()?.standing()
    if (standing) tell({ ...standing, since: standing.revision, changed: [], removed: [], overlaid: [] })
  }
  const isOpenFor = (userId: number): boolean => {
    const view = session.view()
    return view.userId === userId && isOpen(view)
  }
  const open = async (userId: number): Promise<Outbox> => {
    const { journal, drafts, habits, onRecovered } = await stores.of(userId)
    if (isClosed) throw failed('STORAGE', 'The outbox is closed.', { details: { cause: 'closed' } })
    // Only the start settles here, and of many entries few have left a draft behind.
    const draftIds = new Set(drafts.list().map(({ draftId }) => draftId))
    const outbox = createOutbox({
      ...deps,
      userId,
      journal,
      stamp: session.stamp,
      isSessionOpen: () => isOpenFor(userId),
      onRow: (...change) => {
        deps.onRow(userId, ...change)
      },
      settleDraft: (draftId, sent, newBase) => {
        if (!draftIds.has(draftId)) return
        try {
          drafts.settle(draftId, sent, newBase)
        } catch (error) {
          deps.onFault(error)
        }
      },
      keepTyped: (draft) => {
        drafts.keep(draft)
      },
      noteHabits: (shown) => {
        try {
          habits.note(shown)
        } catch (error) {
          // A warning that does not come costs a look, not an edit.
          deps.onFault(error)
        }
      },
      isOffline: () => connectivity.view().state === 'offline',
    })
    opened.set(userId, outbox)
    offs.push(
      onRecovered(() => {
        outbox.reload()
        tellAll()
      }),
    )
    outbox.onNews((change) => {
      if (outbox === currentNow()) tell(change)
    })
    tellAll()
    outbox.wake()
    return outbox
  }
  const of = (userId: number): Promise<Outbox> => {
    const known = opening.get(userId)
    if (known) return known
    const made = open(userId)
    opening.set(userId, made)
    made.catch(() => opening.delete(userId))
    return made
  }
  const wakeCurrent = (before: (scheduler: Outbox['scheduler']) => unknown): void => {
    const { userId } = session.view()
    if (userId === null || !isOpenFor(userId)) return
    of(userId).then((outbox) => {
      before(outbox.scheduler)
      outbox.wake()
    }, deps.onFault)
  }
  let wasOpen = false
  let wasOffline = false
  let told = ''
  const offs = [
    session.onChange((view) => {
      const isOpenNow = isOpen(view)
      const isBack = isOpenNow && !wasOpen
      wasOpen = isOpenNow
      wakeCurrent((scheduler) => isBack && scheduler.sessionIsBack())
      // A renewal, or one more call that waits for a sign-in, is nothing that pages of the outbox could show.
      const now = `${view.userId} ${isOpenNow} ${view.state === 'signed-out'}`
      if (now !== told) tellAll()
      told = now
    }),
    connectivity.onChange(({ state }) => {
      const isBack = state === 'online' && wasOffline
      wasOffline = state === 'offline'
      if (state === 'online') wakeCurrent((scheduler) => isBack && scheduler.networkIsBack())
    }),
  ]
  return {
    of,
    current: async () => {
      const { userId } = session.view()
      return userId === null ? null : of(userId)
    },
    summary: () => currentNow()?.summary() ?? null,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reload: async () => {
      for (const outbox of await Promise.all(opening.values())) {
        outbox.reload()
      }
    },
    close: () => {
      isClosed = true
      for (const off of offs) off()
      for (const outbox of opened.values()) outbox.close()
    },
  }
}
