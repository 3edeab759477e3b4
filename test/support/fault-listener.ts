import { type IncomingMessage, type RequestListener, createServer } from 'node:http'
import { createSecureServer } from 'node:http2'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** How the proxy speaks to its clients. */
export interface FaultTls {
  readonly key: string
  /** PEM, the leaf first. */
  readonly cert: string
  /** `h2` stands before `http/1.1` in what the server is willing to speak, as on an ordinary nginx. `only`: nothing but h2. */
  readonly http2?: 'offered' | 'only'
}

/** A listening server with a hand on each of its connections, whatever is spoken on them. */
export interface FaultListener {
  readonly isListening: () => boolean
  listen(port: number): Promise<number>
  /** Ends every connection and refuses new ones. */
  close(): Promise<void>
  /** The TCP connection under a request; over HTTP/2 the request itself only shows a stand-in for it. */
  socketOf(request: IncomingMessage): Socket
}

export function createFaultListener(serve: RequestListener, tls: FaultTls | undefined): FaultListener {
  const server = serverFor(serve, tls)
  const sockets = new Map<number, Socket>()
  server.on('connection', (socket: Socket | Duplex) => {
    if (!('remotePort' in socket) || socket.remotePort === undefined) return
    const { remotePort } = socket
    sockets.set(remotePort, socket)
    // A test that cuts connections has no use for their errors.
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(remotePort))
  })
  return {
    isListening: () => server.listening,
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject)
          resolve((server.address() as AddressInfo).port)
        })
      }),
    close: () =>
      new Promise((resolve) => {
        if (!server.listening) {
          resolve()
          return
        }
        server.close(() => {
          resolve()
        })
        for (const socket of sockets.values()) socket.destroy()
      }),
    socketOf: (request) => sockets.get(request.socket.remotePort ?? 0) ?? request.socket,
  }
}

/** Node would end a kept connection after five idle seconds, at a moment of its own choice. */
const NEVER_IDLE = { keepAliveTimeout: 0 }

function serverFor(serve: RequestListener, tls: FaultTls | undefined): Server {
  if (!tls) return createServer(NEVER_IDLE, serve)
  const { key, cert, http2 } = tls
  if (http2 === undefined) return createTlsServer({ ...NEVER_IDLE, key, cert }, serve)
  const server = createSecureServer({ key, cert, allowHTTP1: http2 === 'offered' }, serve as never)
  return Object.assign(server, NEVER_IDLE)
}
