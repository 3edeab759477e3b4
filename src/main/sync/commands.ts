import { randomUUID } from 'node:crypto'
import { mergeFields } from '@shared/merge'
import { failed, FailureError } from '@shared/result'
import { PROTECTED_USER_IDS, type User, type UserEdits } from '@shared/resources/user'
import { type CallOptions, UnansweredError } from '../backend/authorized'
import type { UsersResource } from '../backend/resources/users'
import { untilAborted } from '../session/budget'
import type { WorkStamp } from '../session/session'
import { reconcileUpdate } from './reconcile'
import { createRecordOrder } from './record-order'

/** A wish to change one record: the row it started from and the changed fields. */
export interface UpdateCommand {
  readonly resource: 'users'
  readonly verb: 'update'
  readonly id: number
  readonly base: User
  readonly edits: UserEdits
  /** The draft from which exactly these edits are subtracted after ok. */
  readonly draftId: string | null
}

export interface Saved {
  readonly row: User
  /** Fields that someone else had changed meanwhile; theirs were kept. */
  readonly taken: string[]
}

/** The only road for writing. */
export interface Commands {
  /**
   * Re-reads, merges three ways, sends, and reads once more: this API says "success" for a record that is gone, so the
   * re-read is the only witness. Throws `FailureError`: CONFLICT with `details.theirs` and `details.fields`, NOT_FOUND,
   * REFUSED with the server's words, UNKNOWN, and what the session and the network give. The draft stays on every failure.
   */
  submit(command: UpdateCommand, signal?: AbortSignal): Promise<Saved>
}

export interface CommandsDeps {
  readonly users: UsersResource
  /** Whose work begins just now: every call of one command goes out as this user, or not at all. */
  readonly stamp: () => WorkStamp
  /** After ok: subtracts what was sent from this user's draft, or removes it when nothing is left. Never throws. */
  readonly settleDraft: (userId: number, draftId: string, sent: UserEdits, newBase: User) => Promise<void>
}

export function createCommands({ users, stamp, settleDraft }: CommandsDeps): Commands {
  const order = createRecordOrder()
  return {
    submit: (command, signal) => {
      const call: Call = { stamp: stamp(), ...(signal ? { signal } : {}) }
      const { userId } = call.stamp
      const saving = order.inTurn(`${command.resource}/${command.id}`, async () => {
        if (signal?.aborted) throw cancelled()
        if (PROTECTED_USER_IDS.includes(command.id)) throw failed('REFUSED', 'This user is protected by the server.')
        const saved = await update(users, command, call)
        if (command.draftId && userId !== null) await settleDraft(userId, command.draftId, command.edits, saved.row)
        return saved
      })
      return settledOrCancelled(saving, signal)
    },
  }
}

type Call = CallOptions & { readonly stamp: WorkStamp }

function cancelled(): Error {
  return failed('CANCELLED', 'The call was cancelled.')
}

/** A caller that gives up is told at once, also while the command waits for its turn. What has left is looked after. */
async function settledOrCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  try {
    return await untilAborted(work, signal)
  } catch (error) {
    throw error === signal.reason ? cancelled() : error
  }
}

async function update(users: UsersResource, command: UpdateCommand, call: Call): Promise<Saved> {
  const again: Call = { stamp: call.stamp }
  const theirs = await users.get(command.id, call)
  const merge = mergeFields(command.base, command.edits, theirs)
  if (merge.clashes.length > 0) {
    throw failed('CONFLICT', 'Someone else changed the same fields.', { details: { theirs, fields: [...merge.clashes] } })
  }
  const edits = merge.edits as UserEdits
  const taken = [...merge.taken]
  if (Object.keys(edits).length === 0) return { row: theirs, taken }
  try {
    await users.update(theirs, edits, { ...call, idempotencyKey: randomUUID() })
  } catch (error) {
    if (!(error instanceof UnansweredError)) throw error
    await reconcileUpdate(error, edits, () => users.get(command.id, again))
  }
  return { row: await readBack(users, theirs, edits, again), taken }
}

/** The row after the write. When it cannot be read just now, what was written stands; gone is gone. */
async function readBack(users: UsersResource, theirs: User, edits: UserEdits, call: Call): Promise<User> {
  try {
    return await users.get(theirs.id, call)
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'NOT_FOUND') throw error
    return { ...theirs, ...edits }
  }
}
