import { FailureError, isFailure } from '@shared/result'
import type { SessionView } from '@shared/views'
import type { CallOptions } from '../../backend/authorized'
import type { Clock } from '../../session/clock'
import type { Session } from '../../session/session'
import { isOpen } from '../../session/session-state'
import type { Cache } from '../../store/cache'
import type { Connectivity } from './connectivity'

/** One thing to read: how the server is asked for it, how its answer is kept, and what is held of it. */
export interface Reading<T> {
  ask(call: CallOptions | undefined): Promise<T>
  keep(cache: Cache, answer: T, fetchedAt: number): Promise<void>
  /** Null: nothing is held. */
  recall(cache: Cache): Promise<Held<T> | null>
  /** After the server said NOT_FOUND. */
  forget?(cache: Cache): Promise<void>
}

export interface Held<T> {
  readonly answer: T
  /** Unix milliseconds. */
  readonly fetchedAt: number
}

/** An answer with where it comes from. */
interface Sourced<T> extends Held<T> {
  readonly origin: 'network' | 'cache'
}

/** What reading without a network needs. */
export interface OfflineDeps {
  readonly session: Pick<Session, 'view' | 'stamp'>
  readonly connectivity: Pick<Connectivity, 'view'>
  /** The cache of this user on this server. */
  readonly cacheOf: (userId: number) => Promise<Cache>
  readonly onFault: (error: unknown) => void
}

export type ReadThrough = <T>(reading: Reading<T>, call?: CallOptions) => Promise<Sourced<T>>

/**
 * The network first, what is held when the server cannot be reached. Throws what the network gave when nothing is held,
 * and whatever the server itself said: a refusal, a missing right, an ended session are never covered up.
 *
 * While the server is known to be out of reach, what is held answers at once: nobody waits for a time-out on each page,
 * and the asking of `connectivity` finds the way back. A suspended session's reads wait for the sign-in all the same.
 */
export function createReadThrough(clock: Clock, offline?: OfflineDeps): ReadThrough {
  return async (reading, call) => {
    const fromNetwork = async (options: CallOptions | undefined) => ({ answer: await reading.ask(options), fetchedAt: clock.wallMs(), origin: 'network' as const })
    const stamp = call?.stamp ?? offline?.session.stamp()
    // Nobody has ever signed in here: there is no store to keep anything in.
    if (!offline || !stamp || stamp.userId === null) return fromNetwork(call)
    const { userId } = stamp
    const fromCache = async () => (mayShow(offline.session.view(), userId) ? recall(offline, userId, reading) : null)

    if (offline.connectivity.view().state === 'offline') {
      const held = await fromCache()
      if (held) return held
    }
    try {
      const answered = await fromNetwork({ ...call, stamp })
      void inCache(offline, userId, (cache) => reading.keep(cache, answered.answer, answered.fetchedAt))
      return answered
    } catch (error) {
      if (isFailure(error, 'NOT_FOUND')) void inCache(offline, userId, (cache) => reading.forget?.(cache))
      const held = isUnreachable(error) ? await fromCache() : null
      if (!held) throw error
      return held
    }
  }
}

/** What is held of one user is shown to that user alone, and not after signing out. */
function mayShow(view: SessionView, ownerId: number): boolean {
  return view.userId === ownerId && isOpen(view)
}

/** The statuses by which a gateway says that the server behind it cannot be reached, put into this API's own form. */
const GATEWAY_STATUS: ReadonlySet<unknown> = new Set([407, 502, 503, 504])

/** Whether a failure means that the server cannot be reached, rather than that it said no. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof FailureError)) return false
  const { code, details } = error.failure
  if (code === 'OFFLINE' || code === 'TIMEOUT') return true
  // A portal that sends every request on to its own page; this API never redirects.
  if (code === 'BAD_REPLY') return details?.['cause'] === 'redirect'
  return code === 'SERVER' && GATEWAY_STATUS.has(details?.['status'])
}

async function recall<T>(offline: OfflineDeps, userId: number, reading: Reading<T>): Promise<Sourced<T> | null> {
  const held = await inCache(offline, userId, (cache) => reading.recall(cache))
  return held ? { ...held, origin: 'cache' } : null
}

/** Goes without when the cache fails: reading never depends on it. What only fills the cache is not waited for. */
async function inCache<T>({ cacheOf, onFault }: OfflineDeps, userId: number, work: (cache: Cache) => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work(await cacheOf(userId))
  } catch (error) {
    tell(onFault, error)
    return undefined
  }
}

/** A cache that cannot be used has said why itself, once. */
function tell(onFault: (error: unknown) => void, error: unknown): void {
  if (!(error instanceof FailureError && error.failure.code === 'STORAGE')) onFault(error)
}
