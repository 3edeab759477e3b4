import { retryAfterMs } from '../../src/main/backend/failures'
import type { AuthAnswer, AuthHttp } from '../../src/main/session/ports'
import { SecretToken } from '../../src/main/session/secret-token'
import { type Transport, TransportError, type WireAnswer } from '../../src/main/backend/transport'
import type { VirtualClock } from './virtual-clock'

/** One thing that a write did on the model server. */
interface Effect {
  readonly callId: string
  /** Whose token it came with. */
  readonly userId: number
}

/**
 * A back-end with rotating refresh tokens in a few lines of memory, on virtual time: what it may do to a client is drawn
 * by chance, what it did is written down. It stands in for the embedded one where ten thousand schedules are played.
 */
export interface ModelServer {
  readonly http: AuthHttp
  readonly transport: Transport
  readonly effects: readonly Effect[]
  /** Requests under way at once with one refresh token, at the most so far. */
  readonly mostRefreshesAtOnce: number
  /** Refresh requests that reached the server. */
  readonly refreshes: number
  /** Renewals that it refused for good. */
  readonly refusedRefreshes: number
  /** Requests that reached it with a token of some other server. */
  readonly strangers: number
  expireAccess(): void
  expireAll(): void
  /** The network is cut, or back. */
  setReachable(isReachable: boolean): void
  /** From now on each exchange may be late, lost before, or lost after it acted; off again for the quiet end. */
  setFaulty(isFaulty: boolean): void
}

interface Session {
  readonly userId: number
  /** Unix seconds; null for tokens that tell no life. */
  readonly expiresAt: number | null
  access: string
  refresh: string
  isAccessGood: boolean
  isRefreshGood: boolean
}

const json = (status: number, body: unknown): WireAnswer => ({ status, headers: {}, text: JSON.stringify(body) })

export interface ModelOptions {
  /** How long access tokens live, in whole seconds, as `iat` and `exp` tell it; null (the default) for opaque ones that live until they are expired by hand. */
  readonly lifeSeconds?: number | null
  /** It reads tokens from the other header: whatever a call carries is refused, though signing in and renewing work. */
  readonly isOtherDialect?: boolean
}

/** What a server that is busy may write into `Retry-After`: sense and nonsense. */
const RETRY_AFTERS = ['2', '86400', '999999999', '-1', 'soon', 'Fri, 01 Jan 2099 00:00:00 GMT', null] as const

/** @param name goes into every token, so that no two servers have one in common. */
export function createModelServer(name: string, clock: VirtualClock, random: () => number, { lifeSeconds = null, isOtherDialect = false }: ModelOptions = {}): ModelServer {
  const sessions: Session[] = []
  const effects: Effect[] = []
  let serial = 0
  let isReachable = true
  let isFaulty = true
  /** Refresh token -> how often it is under way just now. */
  const refreshing = new Map<string, number>()
  let mostRefreshesAtOnce = 0
  let refreshes = 0
  let refusedRefreshes = 0
  let strangers = 0

  const nowSeconds = (): number => Math.floor(clock.wallMs() / 1000)
  const mint = (userId: number): Session => {
    serial += 1
    const times = lifeSeconds === null ? {} : { iat: nowSeconds(), exp: nowSeconds() + lifeSeconds }
    const session = { userId, expiresAt: times.exp ?? null, access: token(`${name}.a`, serial, userId, times), refresh: token(`${name}.r`, serial, userId), isAccessGood: true, isRefreshGood: true }
    sessions.push(session)
    return session
  }
  const later = <T>(answer: () => T, signal?: AbortSignal): Promise<T> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(1 + Math.floor(random() * 300), () => {
        try {
          resolve(answer())
        } catch (error) {
          reject(error as Error)
        }
      })
      signal?.addEventListener('abort', () => {
        cancel()
        reject(new TransportError('aborted', true, 'aborted'))
      })
    })
  /** Lost before the server saw it, or after it acted; or, mostly, not at all. */
  const mishap = (): 'before' | 'after' | 'unavailable' | null => {
    if (!isReachable) return 'before'
    const drawn = isFaulty ? random() : 1
    return drawn < 0.05 ? 'before' : drawn < 0.1 ? 'after' : drawn < 0.15 ? 'unavailable' : null
  }

  const anyRetryAfter = (): number | null => {
    const value = RETRY_AFTERS[Math.floor(random() * RETRY_AFTERS.length)] ?? null
    return value === null ? null : retryAfterMs({ status: 503, headers: { 'retry-after': value }, text: '' }, clock.wallMs())
  }
  const refresh = (given: SecretToken): AuthAnswer => {
    refreshes += 1
    const session = sessions.find((one) => one.refresh === given.reveal())
    if (!session) strangers += 1
    if (!session?.isRefreshGood) {
      refusedRefreshes += 1
      return { kind: 'terminal', cause: 'expired' }
    }
    session.isRefreshGood = false
    const next = mint(session.userId)
    return { kind: 'pair', pair: { access: new SecretToken(next.access), refresh: new SecretToken(next.refresh) } }
  }

  return {
    effects,
    get mostRefreshesAtOnce() {
      return mostRefreshesAtOnce
    },
    get refreshes() {
      return refreshes
    },
    get refusedRefreshes() {
      return refusedRefreshes
    },
    get strangers() {
      return strangers
    },
    http: {
      refresh: async (given) => {
        const key = given.reveal()
        const atOnce = (refreshing.get(key) ?? 0) + 1
        refreshing.set(key, atOnce)
        mostRefreshesAtOnce = Math.max(mostRefreshesAtOnce, atOnce)
        const lost = mishap()
        try {
          return await later<AuthAnswer>(() => {
            if (lost === 'before') return { kind: 'passing', mayHaveActed: false, retryAfterMs: null }
            if (lost === 'unavailable') return { kind: 'passing', mayHaveActed: false, retryAfterMs: anyRetryAfter() }
            const answer = refresh(given)
            return lost === 'after' ? { kind: 'passing', mayHaveActed: true, retryAfterMs: null } : answer
          })
        } finally {
          refreshing.set(key, (refreshing.get(key) ?? 1) - 1)
        }
      },
      signIn: (proof) =>
        later(() => {
          const session = mint(proof.kind === 'password' && proof.username === 'first' ? 1 : 2)
          return { kind: 'pair', pair: { access: new SecretToken(session.access), refresh: new SecretToken(session.refresh) } }
        }),
      whoIs: () => Promise.reject(new Error('the tokens tell')),
    },
    transport: {
      send: (request, given, signal) => {
        const lost = mishap()
        return later(() => {
          if (lost === 'before') throw new TransportError('unreachable', !isReachable || random() < 0.5, 'model')
          if (lost === 'unavailable') return json(503, {})
          const session = sessions.find((one) => one.access === given?.reveal())
          if (!session) {
            strangers += 1
            return json(401, { code: 50015 })
          }
          if (isOtherDialect) return json(401, { code: 50015 })
          if (!session.isAccessGood || (session.expiresAt ?? Infinity) <= nowSeconds()) return json(401, { code: 50014 })
          if (request.method !== 'GET') effects.push({ callId: String(request.query?.['call']), userId: session.userId })
          if (lost === 'after') throw new TransportError('unreachable', true, 'model')
          return json(200, { code: 20000, data: { server: name, userId: session.userId } })
        }, signal)
      },
    },
    expireAccess: () => {
      for (const session of sessions) session.isAccessGood = false
    },
    expireAll: () => {
      for (const session of sessions) {
        session.isAccessGood = false
        session.isRefreshGood = false
      }
    },
    setReachable: (reachable) => {
      isReachable = reachable
    },
    setFaulty: (faulty) => {
      isFaulty = faulty
    },
  }
}

/** A token in the form of a JWT that tells its user; the signature is its serial number. */
function token(kind: string, serial: number, userId: number, times: object = {}): string {
  const payload = Buffer.from(JSON.stringify({ user_id: String(userId), kind, ...times })).toString('base64url')
  return `e30.${payload}.${serial}`
}
