import { isFailure } from '@shared/result'
import { isRead, type PreparedRequest, type Transport, TransportError, type WireAnswer } from './transport'

type Token = Parameters<Transport['send']>[1]

/** A transport that keeps connections for its reads, and can throw them away. */
export interface KeepingTransport extends Transport {
  /** Ends the kept connections that carry nothing just now. Those that hang stay: their request has to be given up first. */
  closeReads(): Promise<void>
}

/**
 * Reads that survive their connections. After sleep, and behind routers that forget, kept connections are dead and say
 * nothing: whatever is asked on them waits for its whole time limit, one after another. Writes, sign-in and renewal are
 * handed on untouched: they have fresh connections, and what may have arrived is never cut off or sent again from here.
 */
export interface RestartableReads {
  readonly transport: Transport
  /** The same, for the asking whether the server is there: it does not wait for its own answer. */
  readonly probing: Transport
  /**
   * The network is another one, or has been away: gives up every read that is under way, throws the kept connections away,
   * asks whether the server is there, and asks those reads once more, within what is left of their time. Nobody who waits
   * for one of them notices. Never rejects.
   */
  restart(probe: () => Promise<unknown>): Promise<void>
}

/** One read, from its first try to its end. */
interface Read {
  readonly isProbe: boolean
  /** How many answers had come to any read when it began. */
  readonly answersBefore: number
  /** Another one's time was over once; that does not start it again a second time. */
  hasGivenWay: boolean
  /** A try ended because the system told of another network; once that is asked again at once. */
  hasMetChange: boolean
  attempt: AbortController
}

export function createRestartableReads(wire: KeepingTransport): RestartableReads {
  const underWay = new Set<Read>()
  let answers = 0
  /** Grows each time connections are thrown away: what queued for one of them may end with them. */
  let generation = 0
  /** Under way just now, if any. */
  let closing: Promise<unknown> | null = null
  let probed: Promise<unknown> | null = null

  const close = (): Promise<unknown> => {
    generation += 1
    const ended = wire
      .closeReads()
      .catch(() => undefined)
      .finally(() => {
        if (closing === ended) closing = null
      })
    closing = ended
    return ended
  }
  /** A read's time is over. Where nothing was answered all the while, the other reads hang as well. */
  const onTimeOver = (late: Read): void => {
    if (answers === late.answersBefore) {
      for (const read of underWay) {
        if (read.hasGivenWay) continue
        read.hasGivenWay = true
        read.attempt.abort()
      }
    }
    void close()
  }
  const tryOnce = async (read: Read, request: PreparedRequest, token: Token, signal: AbortSignal): Promise<WireAnswer | 'again'> => {
    read.attempt = new AbortController()
    const { attempt } = read
    const startedIn = generation
    const onAbort = (): void => {
      attempt.abort(signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    underWay.add(read)
    try {
      const answer = await wire.send(request, token, attempt.signal)
      answers += 1
      return answer
    } catch (error) {
      underWay.delete(read)
      if (!(error instanceof TransportError)) throw error
      if (signal.aborted && isFailure(signal.reason, 'TIMEOUT')) onTimeOver(read)
      if (!signal.aborted && (attempt.signal.aborted || startedIn !== generation || isChange(read, error))) return 'again'
      throw error
    } finally {
      underWay.delete(read)
      signal.removeEventListener('abort', onAbort)
    }
  }
  const sendRead = async (isProbe: boolean, request: PreparedRequest, token: Token, signal: AbortSignal): Promise<WireAnswer> => {
    const read: Read = { isProbe, answersBefore: answers, hasGivenWay: false, hasMetChange: false, attempt: new AbortController() }
    for (;;) {
      if (closing) await within(closing, signal)
      if (signal.aborted) throw new TransportError('aborted', false, 'aborted')
      const outcome = await tryOnce(read, request, token, signal)
      if (outcome !== 'again') return outcome
      if (probed && !isProbe) await within(probed, signal)
    }
  }
  const transportFor = (isProbe: boolean): Transport => ({
    send: (request, token, signal) => (isRead(request) ? sendRead(isProbe, request, token, signal) : wire.send(request, token, signal)),
  })

  return {
    transport: transportFor(false),
    probing: transportFor(true),
    restart: async (probe) => {
      for (const read of underWay) read.attempt.abort()
      const answered = close()
        .then(probe)
        .catch(() => undefined)
        .finally(() => {
          if (probed === answered) probed = null
        })
      probed = answered
      await answered
    },
  }
}

/** Chromium ends what waits for a connection when the system tells it of another network; once that is no failure. */
function isChange(read: Read, { message }: TransportError): boolean {
  if (read.hasMetChange || message !== 'ERR_NETWORK_CHANGED') return false
  read.hasMetChange = true
  return true
}

/** Waits, but no longer than the read has time. */
async function within(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  let onAbort: () => void = () => undefined
  const over = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      reject(new TransportError('aborted', false, 'aborted'))
    }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    await Promise.race([work, over])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
