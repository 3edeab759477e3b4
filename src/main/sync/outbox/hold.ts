import { decisionsSchema, type PARK_CAUSES } from '@shared/outbox'
import { isSameServer } from '@shared/server-identity'
import { holdOf, WRITE_RULES, type WriteMode } from '@shared/write-modes'
import type { EntryChange } from '../../store/journal'
import { isUnreadable, type JournalEntry } from '../../store/journal-row'
import { isMoved, isRecovered, type OutboxQueue } from './queue'

type ParkCause = (typeof PARK_CAUSES)[number]

/** What a server's profile says about writing to it. */
export interface WritePolicy {
  /** Why a new command waits for a person's word before its first try; null: it goes. */
  parksAtOnce(): ParkCause | null
  /** Why an entry that nobody waits for does not go by itself; null: it goes. */
  parks(entry: JournalEntry): ParkCause | null
}

/** After this a queued deletion, or what somebody was to be granted, may no longer be meant. */
const STALE_AFTER_MS = 10 * 60_000

export interface WritePolicyDeps {
  readonly writeMode: () => WriteMode
  readonly isProduction: () => boolean
  /** The identity of the server that is worked on. */
  readonly server: string
  readonly wallMs: () => number
}

export function createWritePolicy({ writeMode, isProduction, server, wallMs }: WritePolicyDeps): WritePolicy {
  return {
    parksAtOnce: () => (WRITE_RULES[writeMode()].waitsAtOnce ? 'review' : null),
    parks: (entry) => {
      // Neither sent to nor looked up on a server that it was not made for (docs/offline.md, "Write modes and holds"). A word that was given before
      // was about that server.
      if (!isSameServer(entry.server, server)) return 'moved'
      if (entry.decisions.released) return null
      // It stood in a file that had to be recovered: nobody knows what has become of it since.
      if (entry.decisions.recovered) return 'recovered'
      const hold = holdOf({ writeMode: writeMode(), isProduction: isProduction() }, { attempts: entry.attempts, isReleased: false })
      if (hold !== null) return hold
      return entry.attempts === 0 && (entry.verb === 'remove' || entry.resource === 'grants') && wallMs() - entry.createdAt > STALE_AFTER_MS ? 'stale' : null
    },
  }
}

/**
 * What holds the open entries of other servers, whatever they waited for there, and lets those go on that were held and
 * whose server is worked on again. What of it cannot be written is held by the write policy all the same.
 */
function movedChanges(entries: readonly JournalEntry[], server: string | null): [string, EntryChange][] {
  return entries.flatMap((entry): [string, EntryChange][] => {
    const isHeld = entry.why?.kind === 'parked' && entry.why.cause === 'moved'
    if (isUnreadable(entry) || isHeld === isMoved(entry, server)) return []
    return [[entry.entryId, isHeld ? heldNoMore(entry) : { state: 'parked', why: { kind: 'parked', cause: 'moved' } }]]
  })
}

/** What was recovered waits for a person, wherever its server is. */
function heldNoMore({ decisions, attempts }: JournalEntry): EntryChange {
  if (isRecovered({ decisions })) return { state: 'parked', why: { kind: 'parked', cause: 'recovered' } }
  return { state: attempts > 0 ? 'unknown' : 'queued', why: null, phases: [{ phase: 'released' }] }
}

/**
 * A person has said that it is meant for this server. There it is a new wish: what was tried, chosen or released before was
 * about another server's record.
 */
export function movedHere(server: string | null): EntryChange {
  return { server, state: 'queued', why: null, attempts: 0, sentAt: null, taken: [], decisions: decisionsSchema.parse({ released: true }), phases: [{ phase: 'released' }] }
}

/** Holds the entries that do not go by themselves, and writes down why (docs/offline.md, "Write modes and holds"). */
export interface Holds {
  /** Holds those of other servers, lets go what came home. Never throws: what of it cannot be written is held by the write policy all the same. */
  holdMoved(): void
  /** Holds a new entry, where none of this server goes before a person has looked at it. Returns whether it is held. Throws STORAGE. */
  holdAtOnce(entry: JournalEntry): boolean
  /** Whether this one, which nobody waits for, may go by itself; what may not is held with the next `park`. */
  mayGo(entry: JournalEntry): boolean
  /** One write for all of them, for a switch of the profile may hold thousands. Returns whether any is held from now on. Never throws. */
  park(): boolean
}

export interface HoldsDeps {
  readonly queue: OutboxQueue
  /** The identity of the server that is worked on. */
  readonly server: string | null
  readonly policy: WritePolicy
  readonly onParked: () => void
  readonly onFault: (error: unknown) => void
}

export function createHolds({ queue, server, policy, onParked, onFault }: HoldsDeps): Holds {
  const parking: [string, EntryChange][] = []
  return {
    holdMoved: () => {
      try {
        queue.changeAll(movedChanges(queue.all(), server))
      } catch (error) {
        onFault(error)
      }
    },
    holdAtOnce: ({ entryId }) => {
      const cause = policy.parksAtOnce()
      if (cause) queue.change(entryId, { state: 'parked', why: { kind: 'parked', cause } })
      return cause !== null
    },
    mayGo: (entry) => {
      const cause = policy.parks(entry)
      if (cause) parking.push([entry.entryId, { state: 'parked', why: { kind: 'parked', cause } }])
      return !cause
    },
    park: () => {
      if (parking.length === 0) return false
      try {
        queue.changeAll(parking.splice(0))
        onParked()
        return true
      } catch (error) {
        onFault(error)
        return false
      }
    },
  }
}
