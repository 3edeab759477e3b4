import { ROOT_ID } from '@shared/resources/field-rules'
import type { Row } from '@shared/resources/resource'
import { placeFieldOf } from '@shared/resources/registry'
import { failed } from '@shared/result'
import type { JournalEntry } from '../../store/journal-row'
import { afterwards, lookAt, type SendDeps, type Verdict } from './one-try'
import { type GoingParts, goesByItself } from './tree-order'
import { isMove } from './tree-step'

/** What is sent of places in a tree (docs/offline.md, "Places in a tree"). */

/**
 * A move that would close a circle on the server as it is, while a move that was submitted before it is still to go, by itself: it was
 * made on the tree as it will be after them. It is tried again instead of refused.
 */
export function waitingFor(parts: GoingParts, entry: JournalEntry, verdict: Verdict): Verdict {
  if (verdict.kind !== 'refused' || verdict.failure.details?.['cause'] !== 'parentBelow') return verdict
  if (!isBehindMove(parts, entry)) return verdict
  return { kind: 'later', failure: failed('CONFLICT', 'An earlier move in the same tree has to go first.', { details: { cause: PARENT_WAITS } }).failure }
}

/** Says nothing of the server, which has answered. */
export const PARENT_WAITS = 'parentWaits'

/** Behind one that waits for a person it would wait as long, and nobody be told why. */
function isBehindMove(parts: GoingParts, { seq, resource }: JournalEntry): boolean {
  for (const step of parts.queue.treeSteps(resource)) {
    if (step.seq >= seq) return false
    if (isMove(step) && goesByItself(parts, step)) return true
  }
  return false
}

/**
 * After a yes the record is in the tree no more, and the parent that was sent neither: somebody has put that one below it in the
 * moment between the last look and the yes. No client would ever see either of them again, so the record goes back to where it
 * was, or to the top where that is below it by now. Every write sends the parent: a change of other fields may close a circle,
 * too, and is tried again. Null: that is not what has happened.
 *
 * @param before the record's row as it was read directly before, or as far as it is known. Throws UNKNOWN where it cannot be told or done.
 */
export async function takenBack(deps: SendDeps, entry: JournalEntry, before: Row, edits: JournalEntry['edits']): Promise<Verdict | null> {
  const field = placeFieldOf(entry.resource)
  if (field === null) return null
  const parentId = edits[field] ?? before[field]
  if (typeof parentId !== 'number' || parentId === ROOT_ID) return null
  const isLost = async (id: number): Promise<boolean> => (await lookAt(deps, id, afterwards(deps))) === null
  const placeBefore = async (): Promise<number> => {
    const id = before[field]
    return typeof id !== 'number' || id === ROOT_ID || id === parentId || (await isLost(id)) ? ROOT_ID : id
  }
  try {
    if (!(await isLost(parentId))) return null
    const place = await placeBefore()
    await deps.client.update(before, { [field]: place }, { ...afterwards(deps), idempotencyKey: await deps.takingBack() })
    if (await isLost(entry.recordId)) return null
  } catch {
    throw failed('UNKNOWN', 'This record and its parent were moved below one another, and it could not be put back yet.')
  }
  if (!(field in edits)) return { kind: 'later', failure: failed('UNKNOWN', 'This record was moved in the same moment: the change is tried again.').failure }
  return {
    kind: 'refused',
    failure: failed('VALIDATION', 'The new parent was moved below this record in the same moment.', { fields: { [field]: 'parentBelow' }, details: { cause: 'parentRaced' } }).failure,
  }
}
