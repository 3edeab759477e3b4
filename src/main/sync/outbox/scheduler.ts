import type { Clock } from '../../session/clock'
import type { EntryChange, Journal } from '../../store/journal'
import type { ResourceName } from '@shared/resources/resource'
import type { JournalEntry } from '../../store/journal-row'
import type { OutboxQueue } from './queue'
import { isHopeless, outlook } from './dependencies'
import { createPace, type PutOffCause } from './pace'
import { type GoingParts, stepsToLookAt } from './tree-order'
import { isTreeStep } from './tree-step'

/** Decides which entry goes next, one sender for all windows of a profile: first in first out for each record, different records independently. */
export interface Scheduler {
  /** Starts whatever may start now. */
  wake(): void
  isBusy(entryId: string): boolean
  /** Puts an entry off after a try that came to nothing. `atLeastMs`: what the server asked for. */
  putOff(entryId: string, cause?: PutOffCause, atLeastMs?: number): void
  /** A write was answered, and carried out: the server takes writes. */
  wentThrough(): void
  /** When its own delay ends, Unix milliseconds; null: as soon as it can. */
  nextAttemptAt(entryId: string): number | null
  /** Until when all are held back, because the server takes no writes just now; Unix milliseconds, null: they are not. */
  heldUntil(): number | null
  /** The server was out of reach and has answered. Says nothing about writes: what was put off goes sooner, not at once. */
  networkIsBack(): void
  /** Somebody has signed in: what was put off for want of a session may go. */
  sessionIsBack(): void
  /** A person asks: these may go at once. Without ids: all. */
  forgetDelays(entryIds?: readonly string[]): void
  close(): void
}

export interface SchedulerDeps {
  readonly queue: OutboxQueue
  readonly realId: Journal['realId']
  readonly clock: Clock
  readonly random: () => number
  /** Whether entries that nobody waits for may start just now: session, network, pause. */
  readonly isOpen: () => boolean
  /** Whether this entry may be started just now: the same, what the profile says of writing, and whether somebody waits for it. */
  readonly mayStart: (entry: JournalEntry) => boolean
  /** Whether the profile holds this one, at which nobody is just now, until a person says more: in a tree no other waits for it. */
  readonly isHeld: (entry: JournalEntry) => boolean
  /** Somebody waits for these: they do not stand in line behind a long queue of other records. */
  readonly urgent: () => Iterable<string>
  /** Tries it; resolves when that try is over. Never rejects. */
  readonly attempt: (entry: JournalEntry) => Promise<void>
  /** Holds what was found not to go by itself. Returns whether there was any: what stood behind it may go then. */
  readonly park: () => boolean
  /** Whatever could start just now has started. */
  readonly onWoken: () => void
  /** When these are tried next has changed. */
  readonly onDelays: (entryIds: readonly string[]) => void
  /** Told of an entry that could not be looked at or started: the journal could not be written. The others go on. */
  readonly onFault: (error: unknown) => void
}

/**
 * No change looks at the whole queue: the queue tells which entries have moved, their record queues are looked at again, and so are
 * those that stand on a record whose maker came, went, or came to nothing, and in a tree the next that is moved or deleted. What may go then stands in line, and is started
 * from its front. The wake after each entry so costs what has changed since the last one.
 */
export function createScheduler({ queue, realId, clock, random, isOpen, mayStart, isHeld, urgent, attempt, park, onWoken, onDelays, onFault }: SchedulerDeps): Scheduler {
  const busy = new Set<string>()
  const pace = createPace({ clock, random })
  const found: NonNullable<GoingParts['found']> = new Map()
  const going: GoingParts = { queue, realId, isHeld, found }
  /** Record queues whose head has to be looked at again. */
  const stale = new Set<string>()
  /** Resources whose trees may have another next step: looked for once, however many of their steps have moved on together. */
  const staleTrees = new Set<ResourceName>()
  /** Record queues that stand in line with a step of this tree: an earlier step may become one that goes by itself before they have started. */
  const stepsInLine = new Map<ResourceName, Set<string>>()
  /** Record queue -> its head, which may go as soon as there is room. Those that a person has asked for have a line of their own. */
  const line = new Map<string, string>()
  const askedLine = new Map<string, string>()
  let stopTimer: (() => void) | null = null
  /** One that stands in line had no room although nothing is on its way: the end of the brake, which may have come meanwhile, is waited for. */
  let isHeldBack = false
  let isClosed = false

  const leaveLine = (recordQueue: string): void => {
    line.delete(recordQueue)
    askedLine.delete(recordQueue)
  }
  const lookAgain = (entry: JournalEntry): void => {
    const recordQueue = queue.queueName(entry)
    leaveLine(recordQueue)
    stale.add(recordQueue)
  }
  const lookAgainAt = (entryId: string): void => {
    const entry = queue.get(entryId)
    if (entry) lookAgain(entry)
  }
  const recordQueueOf = (entryId: string): string | null => {
    const entry = queue.get(entryId)
    return entry ? queue.queueName(entry) : null
  }
  queue.follow({
    touched: (before, after) => {
      found.clear()
      for (const entry of [before, after]) if (entry) lookAgain(entry)
      if (before && !after) pace.forget(before.entryId)
      const touched = after ?? before
      if (touched) staleTrees.add(touched.resource)
      for (const maker of [before, after]) {
        if (!maker || maker.verb !== 'create' || makes(before, maker) === makes(after, maker)) continue
        for (const entry of queue.standingOn(maker.resource, maker.recordId)) lookAgain(entry)
      }
    },
    reloaded: () => {
      found.clear()
      line.clear()
      askedLine.clear()
      for (const recordQueue of queue.queueNames()) stale.add(recordQueue)
    },
  })
  for (const recordQueue of queue.queueNames()) stale.add(recordQueue)

  /** Puts the head of the record queue into its line, where it may go. Returns what has to be written down of it first. */
  const look = (recordQueue: string): [string, EntryChange][] => {
    const head = queue.head(recordQueue)
    if (!head || busy.has(head.entryId) || !pace.isDue(head.entryId)) return []
    const { mayGo, change } = outlook(going, head)
    if (change) return [[head.entryId, change]]
    if (mayGo) {
      ;(pace.isAskedFor(head.entryId) ? askedLine : line).set(recordQueue, head.entryId)
      if (isTreeStep(head)) stepsInLine.set(head.resource, (stepsInLine.get(head.resource) ?? new Set()).add(recordQueue))
    }
    return []
  }
  const start = (entry: JournalEntry): void => {
    leaveLine(queue.queueName(entry))
    busy.add(entry.entryId)
    pace.started(entry.entryId)
    void attempt(entry).finally(() => {
      busy.delete(entry.entryId)
      lookAgain(queue.get(entry.entryId) ?? entry)
      wake()
    })
  }
  const tryOne = (entryId: string): void => {
    try {
      const entry = queue.get(entryId)
      if (entry && mayStart(entry)) start(entry)
    } catch (error) {
      onFault(error)
    }
  }
  const lookAtStale = (): void => {
    // What the profile holds may be another since, though no entry has moved.
    found.clear()
    for (const entryId of pace.takeDue()) lookAgainAt(entryId)
    const failed: string[] = []
    const guarded = <T>(recordQueues: readonly string[], work: () => T): T | null => {
      try {
        return work()
      } catch (error) {
        failed.push(...recordQueues)
        onFault(error)
        return null
      }
    }
    // What is written down of one may be about others, which then are to be looked at, too.
    while (stale.size > 0 || staleTrees.size > 0) {
      for (const resource of staleTrees) {
        staleTrees.delete(resource)
        for (const recordQueue of stepsInLine.get(resource) ?? []) {
          leaveLine(recordQueue)
          stale.add(recordQueue)
        }
        stepsInLine.delete(resource)
        for (const step of stepsToLookAt(going, resource)) lookAgain(step)
      }
      const changes = [...stale].flatMap((recordQueue) => {
        stale.delete(recordQueue)
        return guarded([recordQueue], () => look(recordQueue)) ?? []
      })
      guarded(
        changes.flatMap(([entryId]) => recordQueueOf(entryId) ?? []),
        () => {
          queue.changeAll(changes)
        },
      )
    }
    for (const recordQueue of failed) stale.add(recordQueue)
  }
  const startWhatMay = (): void => {
    for (const entryId of urgent()) {
      const recordQueue = recordQueueOf(entryId)
      if (recordQueue !== null && (line.get(recordQueue) ?? askedLine.get(recordQueue)) === entryId) tryOne(entryId)
    }
    isHeldBack = false
    if (!isOpen()) return
    for (const some of [askedLine, line]) {
      for (const entryId of some.values()) {
        if (pace.hasRoom(entryId, busy.size)) tryOne(entryId)
        else {
          isHeldBack = busy.size === 0
          break
        }
      }
    }
  }
  const wake = (): void => {
    if (isClosed) return
    // What is held leaves its place in a tree, and no other change would tell those behind it.
    do {
      lookAtStale()
      startWhatMay()
    } while (park())
    schedule()
    onWoken()
  }
  const schedule = (): void => {
    stopTimer?.()
    const next = isHeldBack ? pace.brakeUntilMs() : pace.nextDueMs()
    // Timers cut off fractions: one that fires a little early would find nothing due.
    stopTimer = next === null ? null : clock.after(Math.max(0, Math.ceil(next - clock.monotonicMs())), wake)
  }
  const atWall = (untilMs: number | null): number | null => (untilMs === null ? null : clock.wallMs() + Math.max(0, untilMs - clock.monotonicMs()))
  return {
    wake,
    isBusy: (entryId) => busy.has(entryId),
    putOff: (entryId, cause = 'server', atLeastMs = 0) => {
      // Tries of an earlier run count: a start of the program is no reason to begin with a second again.
      pace.putOff(entryId, { cause, tries: Math.max(0, (queue.get(entryId)?.attempts ?? 0) - 1), atLeastMs })
      lookAgainAt(entryId)
      onDelays([entryId])
    },
    wentThrough: pace.wentThrough,
    nextAttemptAt: (entryId) => atWall(pace.ownDelayUntilMs(entryId)),
    heldUntil: () => atWall(pace.brakeUntilMs()),
    networkIsBack: () => {
      onDelays(pace.networkIsBack())
    },
    sessionIsBack: () => {
      onDelays(pace.sessionIsBack())
    },
    forgetDelays: (entryIds) => {
      onDelays(pace.askedFor(entryIds?.filter((entryId) => queue.get(entryId)) ?? null))
    },
    close: () => {
      isClosed = true
      stopTimer?.()
    },
  }
}

/** Whether an entry makes this record, or is going to: by the entry, for what is blocked names the one that it hangs on. Null: it does not. */
function makes(entry: JournalEntry | null, { resource, recordId }: JournalEntry): string | null {
  if (entry?.verb !== 'create' || entry.resource !== resource || entry.recordId !== recordId) return null
  return `${isHopeless(entry) ? 'never' : 'soon'} ${entry.entryId}`
}

/** One after another, for each name. */
export interface Turns {
  /** Runs the work when all that came before it under this name has ended, in whatever way. */
  take<T>(name: string, work: () => Promise<T>): Promise<T>
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return {
    take: (name, work) => {
      const turn = (last.get(name) ?? Promise.resolve()).then(work, work)
      last.set(name, turn)
      return turn
    },
  }
}
