import { sameValue } from '@shared/merge'
import { failed } from '@shared/result'
import type { User, UserEdits } from '@shared/resources/user'
import type { UnansweredError } from '../backend/authorized'

/**
 * A save left and no answer came back. Looks at the record: does it hold what was sent? Then it was carried out.
 * Otherwise the reason why there was no answer stands: the same save may be sent again. UNKNOWN when it cannot be looked
 * at just now.
 */
export async function reconcileUpdate(unanswered: UnansweredError, edits: UserEdits, readAgain: () => Promise<User>): Promise<void> {
  let row: User
  try {
    row = await readAgain()
  } catch {
    throw failed('UNKNOWN', 'The answer was lost on the way, and the record cannot be read just now.')
  }
  const isDone = Object.entries(edits).every(([field, value]) => sameValue(value, row[field as keyof User]))
  if (!isDone) throw unanswered.reason
}
