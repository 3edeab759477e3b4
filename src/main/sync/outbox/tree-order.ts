import { GOES_BY_ITSELF } from '@shared/entry-states'
import { placeFieldOf } from '@shared/resources/registry'
import { isTemporaryId, type ResourceName } from '@shared/resources/resource'
import type { Journal } from '../../store/journal'
import type { JournalEntry } from '../../store/journal-row'
import type { OutboxQueue } from './queue'
import { referencesOf } from './temporary-ids'
import { isMove, isTreeStep } from './tree-step'

/**
 * The order in a tree (docs/offline.md, "Places in a tree"). Records are independent of each other but for this: what is moved or deleted
 * there was allowed by where the others stood just then. Sent in another order a move may close a circle for a moment, and a
 * deletion come before the children are out of the way; the server, or the last look before sending, would refuse what is right.
 */

/** What tells whether a step goes by itself. */
export interface GoingParts {
  readonly queue: OutboxQueue
  readonly realId: Journal['realId']
  /** Whether the profile holds this one, at which nobody is just now, until a person says more: it may still say `queued`. */
  readonly isHeld: (entry: JournalEntry) => boolean
  /** The oldest step of each tree that goes by itself, as it was found last: for who looks at many and forgets it when one of them moves on. */
  readonly found?: Map<ResourceName, JournalEntry | null>
}

/** The oldest step in this tree that goes by itself; all before it wait for a person, in one way or another. */
function firstGoing(parts: GoingParts, resource: ResourceName): JournalEntry | null {
  const known = parts.found?.get(resource)
  if (known !== undefined) return known
  let first: JournalEntry | null = null
  for (const step of parts.queue.treeSteps(resource)) {
    if (!goesByItself(parts, step)) continue
    first = step
    break
  }
  parts.found?.set(resource, first)
  return first
}

/** Whether the entry is a step that has to wait for an earlier one of another record. What waits for a person holds up nobody. */
export function waitsForStep(parts: GoingParts, entry: JournalEntry): boolean {
  if (!isTreeStep(entry)) return false
  const first = firstGoing(parts, entry.resource)
  return first !== null && first.seq < entry.seq && first.recordId !== entry.recordId
}

/** The steps that may go once an entry of this kind has come, moved on or gone: the oldest that goes by itself, and what stands before it; where none does, all of them, for what is held is to say so. */
export function stepsToLookAt(parts: GoingParts, resource: ResourceName): JournalEntry[] {
  if (placeFieldOf(resource) === null) return []
  const waiting: JournalEntry[] = []
  for (const step of parts.queue.treeSteps(resource)) {
    waiting.push(step)
    if (goesByItself(parts, step)) break
  }
  return waiting
}

/** Whether the step on its way just now is the one directly before this: whoever waits for this one need not be told that it is queued. */
export function isNextStep(queue: OutboxQueue, entry: JournalEntry, isBusy: (entryId: string) => boolean): boolean {
  if (!isTreeStep(entry)) return false
  let isBehindBusy = false
  for (const { entryId } of queue.treeSteps(entry.resource)) {
    if (entryId === entry.entryId || isBehindBusy) return isBehindBusy && entryId === entry.entryId
    isBehindBusy = isBusy(entryId)
  }
  return false
}

/**
 * Whether others, on their way as it is, have been put on top of where this step leaves the tree: then what comes later of its
 * record does not take its place in the order. What waits for a person has no place to keep: a form mends it.
 */
export function isStoodOn(queue: OutboxQueue, entry: JournalEntry): boolean {
  if (!isTreeStep(entry) || !GOES_BY_ITSELF.has(entry.state)) return false
  for (const { recordId } of queue.treeSteps(entry.resource, entry.seq)) if (recordId !== entry.recordId) return true
  return false
}

/**
 * The same of a record that is made here, and has no place in the order itself: below it, or below what is made below it, a step on its way
 * was put. Made elsewhere at once it might stand below what is to come below it. Deleted again it is made all the same where others
 * have been below it and go on from there; what is still to be below it is told that it is not made.
 */
export function isPassed(queue: OutboxQueue, maker: JournalEntry, later: Pick<JournalEntry, 'resource' | 'verb' | 'edits'>): boolean {
  if (maker.verb !== 'create' || !GOES_BY_ITSELF.has(maker.state)) return false
  if (later.verb === 'remove') return queue.standingOn(maker.resource, maker.recordId).some((other) => queue.recordQueueOf(other).some((one) => one.seq > other.seq && isTreeStep(one)))
  return (isMove(later) || queue.recordQueueOf(maker).some(isTreeStep)) && hasStepBelow(queue, maker)
}

/** Records made here stand below one another in a tree of theirs, so that this comes to an end. */
function hasStepBelow(queue: OutboxQueue, { resource, recordId }: JournalEntry): boolean {
  return queue.standingOn(resource, recordId).some((other) => isTreeStep(other) || (other.resource === resource && other.verb === 'create' && hasStepBelow(queue, other)))
}

/** Neither it nor what it waits for waits for a person. Makers wait for makers only, so that this comes to an end. */
export function goesByItself(parts: GoingParts, entry: JournalEntry): boolean {
  const queued = parts.queue.recordQueueOf(entry)
  const upToHere = queued.slice(0, queued.findIndex(({ entryId }) => entryId === entry.entryId) + 1)
  return upToHere.every((one) => isGoing(parts, one) && makersAreGoing(parts, one))
}

function isGoing({ isHeld }: GoingParts, entry: JournalEntry): boolean {
  return GOES_BY_ITSELF.has(entry.state) && !isHeld(entry)
}

function makersAreGoing(parts: GoingParts, entry: JournalEntry): boolean {
  const { queue, realId } = parts
  const missing = referencesOf(entry).filter(({ resource, id }) => isTemporaryId(id) && realId(resource, id) === null)
  return missing.every(({ resource, id }) => {
    const maker = queue.recordQueue(resource, id).find(({ verb }) => verb === 'create')
    return maker !== undefined && isGoing(parts, maker) && makersAreGoing(parts, maker)
  })
}
