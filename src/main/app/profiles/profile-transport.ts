import type { KeepingTransport } from '../../backend/restartable-reads'

/** A transport with the network under it. */
export interface ClosableTransport extends KeepingTransport {
  close(): void
}

interface Made {
  /** The settings that it was made with. */
  readonly key: string
  readonly transport: Promise<ClosableTransport>
  inFlight: number
}

/**
 * A transport that is made at its first use and made anew when the settings behind it have changed. Requests that are under
 * way end on the one that they left by; after the last of them its connections are closed.
 */
export function createProfileTransport<Settings>(settings: () => Settings, make: (settings: Settings) => Promise<ClosableTransport>): ClosableTransport {
  let current: Made | null = null
  let isClosed = false
  const close = (made: Made): void => {
    void made.transport.then(
      (transport) => {
        transport.close()
      },
      () => undefined,
    )
  }
  const retire = (): void => {
    if (current?.inFlight === 0) close(current)
    current = null
  }
  const ready = (): Made => {
    const wanted = settings()
    const key = JSON.stringify(wanted)
    if (current && current.key !== key) retire()
    if (current) return current
    const made: Made = { key, transport: make(wanted), inFlight: 0 }
    // What failed once may work at the next call (a CA file that was missing, say).
    made.transport.catch(() => {
      if (current === made) current = null
    })
    current = made
    return made
  }
  return {
    send: async (request, token, signal) => {
      const made = ready()
      made.inFlight += 1
      try {
        return await (await made.transport).send(request, token, signal)
      } finally {
        made.inFlight -= 1
        if (made.inFlight === 0 && (made !== current || isClosed)) close(made)
      }
    },
    closeReads: async () => {
      // One that was never made, or could not be, has nothing to close.
      const transport = await current?.transport.catch(() => null)
      await transport?.closeReads()
    },
    close: () => {
      isClosed = true
      retire()
    },
  }
}
