import type { ResourceName } from '@shared/resources/resource'
import { RESOURCES } from '@shared/resources/registry'
import { failed } from '@shared/result'
import type { ResourceClient } from '../../backend/resources/resource-client'
import type { Clock } from '../../session/clock'
import type { WorkStamp } from '../../session/session'
import type { Journal } from '../../store/journal'
import type { JournalEntry } from '../../store/journal-row'
import type { OutboxQueue } from './queue'
import type { Waiter } from './waiters'
import type { SendDeps } from './one-try'

export interface SendParts {
  readonly userId: number
  readonly journal: Journal
  readonly clientOf: (resource: ResourceName) => ResourceClient
  readonly clock: Clock
  readonly stamp: () => WorkStamp
  readonly onFault: (error: unknown) => void
  readonly queue: OutboxQueue
  readonly entry: JournalEntry
  readonly waiter: Waiter | null
  readonly accepted: Set<string>
  readonly isClosed: () => boolean
}

/** What one try of an entry works with: what it does is written down, until the outbox is closed. */
export function sendDeps(parts: SendParts): SendDeps {
  const { queue, entry, waiter, accepted, isClosed, journal } = parts
  const { entryId } = entry
  return {
    description: RESOURCES[entry.resource],
    client: parts.clientOf(entry.resource),
    realId: journal.realId,
    secret: () => journal.secretOf(entryId),
    leaving: async (trace) => {
      // Nothing leaves that could not be written down.
      if (isClosed()) throw failed('CANCELLED', 'The program ends.')
      await queue.changeSoon(entryId, { state: 'sending', attempts: entry.attempts + 1, sentAt: parts.clock.wallMs(), ...(trace ? { trace } : {}) })
    },
    accepted: async (trace) => {
      accepted.add(entryId)
      if (!isClosed()) await queue.changeSoon(entryId, { trace }).catch(parts.onFault)
    },
    wasAccepted: () => accepted.has(entryId),
    looked: async (trace) => {
      if (!isClosed()) await queue.changeSoon(entryId, { trace })
    },
    claimedIds: () => queue.claimedIds(entry.resource),
    notLeft: () => {
      if (!isClosed()) queue.change(entryId, { state: entry.attempts > 0 ? 'unknown' : 'queued', attempts: entry.attempts, trace: entry.trace })
    },
    isAwaited: waiter !== null,
    call: { stamp: waiter?.stamp ?? ownStamp(parts), ...(waiter?.signal ? { signal: waiter.signal } : {}) },
    onFault: parts.onFault,
  }
}

/** Nobody waits: the entry goes out as its own user, or not at all. */
function ownStamp({ stamp, userId }: SendParts): WorkStamp {
  return { ...stamp(), userId }
}
