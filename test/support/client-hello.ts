import { connect, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** Stands before a TLS server, hands every byte on, and notes what each client offers to speak (ALPN, RFC 7301). */
export interface HelloWatch {
  /** `https://localhost:<port>`. */
  readonly url: string
  /** One list for each connection, as in its ClientHello; empty where it offers nothing. */
  readonly offers: readonly (readonly string[])[]
  close(): Promise<void>
}

export async function watchClientHellos(target: string): Promise<HelloWatch> {
  const { hostname, port } = new URL(target)
  const offers: (readonly string[])[] = []
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    let first = Buffer.alloc(0)
    const note = (chunk: Buffer): void => {
      first = Buffer.concat([first, chunk])
      const offered = offeredIn(first)
      if (!offered) return
      offers.push(offered)
      client.off('data', note)
    }
    client.on('data', note)
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.once('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    offers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        for (const socket of sockets) socket.destroy()
      }),
  }
}

const ALPN = 16

/** The protocols that a ClientHello offers (RFC 8446 §4.1.2); null while it has not come whole. */
function offeredIn(bytes: Buffer): readonly string[] | null {
  // A record's header is five bytes, a handshake's four; version and random take 34 more.
  if (bytes.length < 5 || bytes.length < 5 + bytes.readUInt16BE(3)) return null
  let at = 5 + 4 + 34
  at += 1 + bytes.readUInt8(at)
  at += 2 + bytes.readUInt16BE(at)
  at += 1 + bytes.readUInt8(at)
  const end = at + 2 + bytes.readUInt16BE(at)
  at += 2
  while (at + 4 <= end) {
    const [type, length] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)]
    if (type === ALPN) return namesIn(bytes.subarray(at + 6, at + 4 + length))
    at += 4 + length
  }
  return []
}

function namesIn(list: Buffer): string[] {
  const names: string[] = []
  for (let at = 0; at < list.length; at += 1 + list.readUInt8(at)) names.push(list.subarray(at + 1, at + 1 + list.readUInt8(at)).toString('latin1'))
  return names
}
