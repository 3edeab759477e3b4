import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A relay of bytes whose connections can be made to forget, as routers do, and sleep. */
export interface SilentWire {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string
  /** Where new connections lead: `http://127.0.0.1:<port>`. Set it before the first one comes. */
  target: string
  /** Requests that no answer comes to: they came on a connection that had fallen silent, or were under way when it did. */
  readonly swallowed: number
  /**
   * Every connection that carries reads just now goes nowhere from here on, and no side is told. What something else than a
   * read has come on is in use, and lives.
   */
  fallSilent(): void
  close(): Promise<void>
}

interface Relay {
  readonly client: Socket
  readonly server: Socket
  hasWritten: boolean
  isSilent: boolean
  /** A request has come, and nothing of its answer. */
  isAsked: boolean
}

export async function createSilentWire(): Promise<SilentWire> {
  const relays = new Set<Relay>()
  let swallowed = 0
  let target = ''
  const server = createServer((client) => {
    const { hostname, port } = new URL(target)
    const relay: Relay = { client, server: connect(Number(port), hostname), hasWritten: false, isSilent: false, isAsked: false }
    relays.add(relay)
    client.on('data', (bytes) => {
      if (relay.isSilent) swallowed += 1
      else {
        if (/^(POST|PUT|DELETE) /.test(bytes.toString('latin1', 0, 7))) relay.hasWritten = true
        relay.isAsked = true
        relay.server.write(bytes)
      }
    })
    relay.server.on('data', (bytes) => {
      if (relay.isSilent) return
      relay.isAsked = false
      client.write(bytes)
    })
    const end = (): void => {
      relays.delete(relay)
      if (relay.isSilent && !client.destroyed) return
      client.destroy()
      relay.server.destroy()
    }
    for (const socket of [client, relay.server]) socket.on('error', end).on('close', end)
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port)
    })
  })
  return {
    url: `http://127.0.0.1:${port}`,
    get target() {
      return target
    },
    set target(next) {
      target = next
    },
    get swallowed() {
      return swallowed
    },
    fallSilent: () => {
      for (const relay of relays) {
        if (relay.hasWritten || relay.isSilent) continue
        relay.isSilent = true
        if (relay.isAsked) swallowed += 1
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        for (const { client, server: upstream } of relays) {
          client.destroy()
          upstream.destroy()
        }
      }),
  }
}
