import type { EntryWhy } from '@shared/outbox'
import { identityOf } from '@shared/resources/identity'
import { USERS, type User } from '@shared/resources/user'
import { failed, FailureError, type FailureCode } from '@shared/result'
import type { WriteMode } from '@shared/write-modes'
import type { Authorized, CallOptions } from '../backend/authorized'
import { createPasswordsResource, type PasswordChange } from '../backend/resources/passwords'
import type { ResourceClient } from '../backend/resources/resource-client'
import type { Session, WorkStamp } from '../session/session'
import type { UserStores } from '../store/user-store'
import { requireWritable } from './outbox/commands'
import { during } from './reads/background-fill'

interface How {
  readonly isConfirmed: boolean
  readonly signal: AbortSignal
}

/** Passwords go to the server at once, or not at all: they are kept nowhere, so they wait in no outbox. */
export interface Passwords {
  /** The own one. Throws what `PasswordsResource.change` and the write mode throw. */
  change(change: Omit<PasswordChange, 'username'>, how: How): Promise<void>
  /**
   * Another user's. The journal has a line of it, without the password. Throws what `PasswordsResource.reset` and the write
   * mode throw; CONFLICT with `details.conflict` `otherRecord` when the number is another user's by now, NOT_FOUND when nobody
   * has it, and then nothing was sent.
   */
  reset(reset: { readonly user: User; readonly password: Uint8Array }, how: How): Promise<void>
}

export interface PasswordsDeps {
  readonly authorized: Authorized
  readonly users: Pick<ResourceClient, 'get'>
  readonly session: Session
  readonly stores: Pick<UserStores, 'of'>
  readonly writeMode: () => WriteMode
  readonly giveWay: () => () => void
  /** A line of the activity could not be ended: what the server said is told all the same. */
  readonly onFault: (error: unknown) => void
}

/** Nothing of it reached the server: there is nothing to tell in the journal. */
const NOT_SENT: ReadonlySet<FailureCode> = new Set(['OFFLINE', 'SESSION_ENDED', 'CANCELLED'])

export function createPasswords({ authorized, users, session, stores, writeMode, giveWay, onFault }: PasswordsDeps): Passwords {
  const resource = createPasswordsResource(authorized)

  /** What is noted first is that it is not known: a program that is killed in between has told the truth. */
  async function resetNoted(user: Pick<User, 'id' | 'username'>, password: Uint8Array, call: CallOptions & { readonly stamp: WorkStamp }): Promise<void> {
    // Whose work it is was decided when it began: somebody else may have signed in while the record was read.
    const { userId } = call.stamp
    if (userId === null) throw failed('SESSION_ENDED', 'Nobody has signed in here yet.')
    const { journal } = await stores.of(userId)
    const unknown = failed('UNKNOWN', 'The program ended before the answer came.').failure
    const note = journal.note({ resource: 'users', verb: 'resetPassword', recordId: user.id, title: user.username }, { kind: 'failure', failure: unknown })
    // The server's word is what came of it. A store that fails behind it leaves the line as it was noted: not known.
    const end = (outcome: 'ok' | 'told' | 'dropped', why: EntryWhy | null): void => {
      try {
        journal.end([note.entryId], outcome, { why })
      } catch (error) {
        onFault(error)
      }
    }
    try {
      await resource.reset({ id: user.id, password }, call)
    } catch (error) {
      end(wasSent(error) ? 'told' : 'dropped', whyOf(error))
      throw error
    }
    end('ok', null)
  }

  return {
    change: async (change, { isConfirmed, signal }) => {
      requireWritable(writeMode(), isConfirmed)
      const { username } = session.view()
      if (username === null) throw failed('SESSION_ENDED', 'Nobody has signed in here yet.')
      await during(giveWay, () => resource.change({ ...change, username }, { signal, stamp: session.stamp() }))
    },
    reset: async ({ user, password }, { isConfirmed, signal }) => {
      requireWritable(writeMode(), isConfirmed)
      const call = { signal, stamp: session.stamp() }
      await during(giveWay, async () => {
        // A server may have given the number to somebody else since: whose password it is was decided on this screen.
        const theirs = await users.get(user.id, call)
        if (identityOf(USERS, user, theirs) === 'other') throw failed('CONFLICT', 'This number is another user’s by now.', { details: { conflict: 'otherRecord', theirs } })
        // Renamed since is the same person.
        await resetNoted({ id: theirs.id, username: String(theirs['username']) }, password, call)
      })
    },
  }
}

function wasSent(error: unknown): boolean {
  return !(error instanceof FailureError) || !NOT_SENT.has(error.failure.code)
}

/** Its code alone: the server's words are for the person who asked, and may say more than is to be kept. */
function whyOf(error: unknown): EntryWhy {
  const code = error instanceof FailureError ? error.failure.code : 'INTERNAL'
  return { kind: 'failure', failure: failed(code, '').failure }
}
