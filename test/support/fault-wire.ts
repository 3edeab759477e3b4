import { type IncomingMessage, type ServerResponse, request as httpRequest } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Answer, Outcome } from './fault-kinds'

/** RFC 9110 §7.6.1: these belong to one connection and are not handed on. Lengths are counted anew. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'content-length'])

/** The whole body. Rejects when the client gives up in the middle of it. */
export async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** At least so many bytes of a body, or all of it. The rest is thrown away as it comes. */
export async function readSome(request: IncomingMessage, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= bytes) break
  }
  request.resume()
  return Buffer.concat(chunks)
}

/**
 * Sends the request to the server over a connection of its own: a kept one may die unseen, and a test could not tell
 * that failure from its own. A server that cannot be reached is a 502, as behind any proxy.
 */
export function forward(target: URL, request: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve) => {
    const upstream = httpRequest(
      {
        host: target.hostname,
        port: target.port,
        method: request.method,
        path: request.url,
        agent: false,
        headers: { ...asTheyCame(request), ...(body.length > 0 ? { 'content-length': body.length } : {}) },
      },
      (response) => {
        readAll(response).then(
          (answer) => {
            resolve({ status: response.statusCode ?? 502, headers: passedOn(response), body: answer })
          },
          (error: unknown) => {
            resolve(badGateway(error))
          },
        )
      },
    )
    upstream.on('error', (error) => {
      resolve(badGateway(error))
    })
    upstream.end(body)
  })
}

/** A server behind the proxy sees names in the case that the client gave them. Names that begin with a colon are HTTP/2's own. */
function asTheyCame(request: IncomingMessage): Record<string, string | string[]> {
  const usual = new Map(request.rawHeaders.filter((_text, index) => index % 2 === 0).map((name) => [name.toLowerCase(), name]))
  const named = Object.entries(passedOn(request)).filter(([name]) => !name.startsWith(':'))
  return Object.fromEntries(named.map(([name, value]) => [usual.get(name) ?? name, value]))
}

function passedOn(message: IncomingMessage): Record<string, string | string[]> {
  const named = Object.entries(message.headers).filter(([name, value]) => value !== undefined && !HOP_BY_HOP.has(name))
  return Object.fromEntries(named) as Record<string, string | string[]>
}

function badGateway(error: unknown): Answer {
  const text = `The server behind the fault proxy could not be reached: ${error instanceof Error ? error.message : String(error)}`
  return { status: 502, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(text) }
}

/** Makes the client see the outcome on `socket`, the TCP connection. Does nothing when the client has gone meanwhile. */
export function deliver(outcome: Outcome, request: IncomingMessage, response: ServerResponse, socket: Socket): void {
  if (socket.destroyed) return
  switch (outcome.kind) {
    case 'answer':
      writeHead(outcome.answer, response)
      endAfter(request, response, outcome.answer.body)
      return
    case 'torn':
      writeHead(outcome.answer, response)
      response.write(outcome.answer.body.subarray(0, Math.ceil(outcome.answer.body.length / 2)), () => socket.destroy())
      return
    case 'stream':
      response.writeHead(outcome.status, outcome.headers)
      // Ends when the client goes away; that is what such a body is there to show.
      pipeline(Readable.from(counted(outcome)), response).catch(() => undefined)
      return
    case 'cut':
      socket.destroy()
      return
    case 'reset':
      socket.resetAndDestroy()
      return
    case 'half-closed':
      socket.end()
      return
    case 'silence':
      return
  }
}

function* counted({ body, sent, ended }: Extract<Outcome, { kind: 'stream' }>): Generator<Buffer> {
  try {
    for (const chunk of body) {
      sent?.(chunk.length)
      yield chunk
    }
  } finally {
    ended?.()
  }
}

/** A connection that ends under a client which is still sending costs it the answer as well. */
function endAfter(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  if (request.complete) {
    response.end(body)
    return
  }
  response.write(body)
  request.once('end', () => response.end())
}

function writeHead({ status, headers, body }: Answer, response: ServerResponse): void {
  response.writeHead(status, { ...headers, 'content-length': body.length })
}
