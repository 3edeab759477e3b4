import type { WriteResult } from '@shared/outbox'
import { type Failure, failed } from '@shared/result'
import { untilAborted } from '../../session/budget'
import type { WorkStamp } from '../../session/session'
import type { JournalEntry } from '../../store/journal-row'
import type { OutboxQueue } from './queue'
import { isNextStep } from './tree-order'

/** Somebody waits for the first try of an entry: a form. */
export interface Waiter {
  readonly stamp: WorkStamp
  readonly signal: AbortSignal | null
  resolve(result: WriteResult): void
  reject(error: unknown): void
}

/** Who waits for which entry. Each is told once, whatever becomes of the entry. */
export interface Waiters {
  /** Null: nobody waits for it. */
  of(entryId: string): Waiter | null
  /** The entries that somebody waits for. */
  entryIds(): string[]
  /** Nobody waits for it from now on. */
  take(entryId: string): Waiter | null
  /**
   * Waits for how the first try ends; `wake` starts it. Who gives up is told at once: CANCELLED. What has not begun is
   * taken back then, what has left is looked after.
   */
  wait(entry: JournalEntry, how: Pick<Waiter, 'stamp' | 'signal'>, wake: () => void): Promise<WriteResult>
  /**
   * Lets those go whose entry is not on its way, nor behind one that is: it needs a person, hangs on a record that the
   * server does not have, or was dropped.
   */
  releaseStuck(): void
  /** Nothing is tried any more: what everybody waited for is in the journal, and stays there. */
  releaseAll(): void
}

export interface WaitersDeps {
  readonly queue: OutboxQueue
  readonly isBusy: (entryId: string) => boolean
  /** An entry was taken back. */
  readonly onTakenBack: () => void
}

export function createWaiters({ queue, isBusy, onTakenBack }: WaitersDeps): Waiters {
  const waiting = new Map<string, Waiter>()
  const take: Waiters['take'] = (entryId) => {
    const waiter = waiting.get(entryId) ?? null
    waiting.delete(entryId)
    return waiter
  }
  const isOnItsWay = (entry: JournalEntry): boolean =>
    queue.recordQueue(entry.resource, entry.recordId).some(({ entryId, seq }) => seq <= entry.seq && isBusy(entryId)) || isNextStep(queue, entry, isBusy)
  const takeBack = (entryId: string): void => {
    if (isBusy(entryId)) return
    waiting.delete(entryId)
    if (!queue.get(entryId)) return
    queue.end([entryId], 'told')
    onTakenBack()
  }
  return {
    of: (entryId) => waiting.get(entryId) ?? null,
    entryIds: () => [...waiting.keys()],
    take,
    wait: async ({ entryId }, { stamp, signal }, wake) => {
      const told = new Promise<WriteResult>((resolve, reject) => {
        waiting.set(entryId, { stamp, signal, resolve, reject })
      })
      wake()
      if (!signal) return told
      try {
        return await untilAborted(told, signal)
      } catch (error) {
        if (error !== signal.reason) throw error
        told.catch(() => undefined)
        takeBack(entryId)
        throw failed('CANCELLED', 'The call was cancelled.')
      }
    },
    releaseStuck: () => {
      for (const entryId of [...waiting.keys()]) {
        const entry = queue.get(entryId)
        if (!entry) take(entryId)?.reject(failed('CANCELLED', 'This entry was dropped from the outbox.'))
        else if (!isOnItsWay(entry)) take(entryId)?.resolve(queued(entryId))
      }
    },
    releaseAll: () => {
      for (const entryId of [...waiting.keys()]) take(entryId)?.resolve(queued(entryId))
    },
  }
}

export function queued(entryId: string, because: Failure | null = null): WriteResult {
  return { kind: 'queued', entryId, because }
}
