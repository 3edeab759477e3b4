import type { KeepingTransport } from '../../src/main/backend/restartable-reads'
import { TransportError, type WireAnswer } from '../../src/main/backend/transport'
import type { VirtualClock } from './virtual-clock'

/** One connection that is kept for reads. */
interface Connection {
  isDead: boolean
}

/** What left, in order: `GET /a`, `aborted /a`, `closed`. */
export interface KeptWire extends KeepingTransport {
  readonly log: readonly string[]
  /** Every connection that is kept just now falls silent: what is asked on it is never answered, and nothing says so. */
  fallSilent(): void
  /** Nothing at all is answered any more; or it is again, on new connections. */
  setSilent(isSilent: boolean): void
  /** How long an answer takes. */
  answerMs: number
  /** The next request ends with this word. */
  failNext: string | null
}

const SOCKETS = 6

/**
 * Chromium's pool of connections for reads as it was measured, on virtual time: six to a host, the last used is used
 * first, a request that hangs keeps its own until it is given up, and closing all of them ends only what is idle and what
 * queues. Writes have a connection each.
 */
export function createKeptWire(clock: VirtualClock): KeptWire {
  const log: string[] = []
  let idle: Connection[] = []
  const busy = new Set<Connection>()
  let queue: { start: () => void; fail: (word: string) => void }[] = []
  let isSilent = false

  const next = (): void => {
    while (queue.length > 0 && busy.size < SOCKETS) queue.shift()?.start()
  }
  const connected = (signal: AbortSignal): Promise<Connection> =>
    new Promise((resolve, reject) => {
      const turn = {
        start: () => {
          const connection = idle.pop() ?? { isDead: isSilent }
          busy.add(connection)
          resolve(connection)
        },
        fail: (word: string) => {
          reject(new TransportError('unreachable', true, word))
        },
      }
      signal.addEventListener('abort', () => {
        queue = queue.filter((one) => one !== turn)
        reject(new TransportError('aborted', true, 'aborted'))
      })
      queue.push(turn)
      next()
    })
  const answered = (path: string, isDead: boolean, signal: AbortSignal): Promise<WireAnswer> =>
    new Promise((resolve, reject) => {
      const stop = isDead
        ? () => undefined
        : clock.after(wire.answerMs, () => {
            resolve({ status: 200, headers: {}, text: path })
          })
      signal.addEventListener('abort', () => {
        stop()
        log.push(`aborted ${path}`)
        reject(new TransportError('aborted', true, 'aborted'))
      })
    })
  const wire: KeptWire = {
    log,
    answerMs: 10,
    failNext: null,
    fallSilent: () => {
      for (const connection of [...idle, ...busy]) connection.isDead = true
    },
    setSilent: (silent) => {
      isSilent = silent
      if (silent) wire.fallSilent()
    },
    closeReads: async () => {
      await Promise.resolve()
      log.push('closed')
      idle = []
      for (const { fail } of queue.splice(0)) fail('ERR_ABORTED')
    },
    send: async ({ method, path }, _token, signal) => {
      if (signal.aborted) throw new TransportError('aborted', true, 'aborted')
      if (method !== 'GET') {
        log.push(`${method} ${path}`)
        return answered(path, isSilent, signal)
      }
      const connection = await connected(signal)
      log.push(`${method} ${path}`)
      try {
        if (wire.failNext !== null) {
          const word = wire.failNext
          wire.failNext = null
          throw new TransportError('unreachable', true, word)
        }
        const answer = await answered(path, connection.isDead, signal)
        idle.push(connection)
        return answer
      } finally {
        busy.delete(connection)
        next()
      }
    },
  }
  return wire
}
