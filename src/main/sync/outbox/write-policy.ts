import { isSameServer } from '@shared/server-identity'
import type { PARK_CAUSES } from '@shared/outbox'
import { holdOf, WRITE_RULES, type WriteMode } from '@shared/write-modes'
import type { JournalEntry } from '../../store/journal-row'

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
