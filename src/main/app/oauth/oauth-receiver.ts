import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { failed } from '@shared/result'
import type { Locale } from '@shared/views'
import type { LoopbackRedirect } from '../../backend/oauth-address'
import { oauthPage } from './oauth-page'

/** Listens where a provider sends the browser back to. */
export interface Receiver {
  /** The parameters of the one request that counts. Never settles when closed before. */
  readonly answer: Promise<URLSearchParams>
  close(): void
}

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
}
const MOST_CONNECTIONS = 16
/** From connecting to the answer's end; a browser needs a few milliseconds. */
const CONNECTION_LIFE_MS = 5000
/** For the page to reach the browser; what is not through by then is cut off. */
const LAST_WORDS_MS = 1000

/**
 * Listens on loopback only, for one GET of one path (RFC 8252 §7.3), and answers it with a page that says to close the
 * tab. Every program of this machine can ask here: what is not the answer is turned away, and the wait goes on. Throws VALIDATION on `provider`: `portTaken` when another program listens there, which would get the code.
 */
export async function receiveAt(redirect: LoopbackRedirect, locale: Locale, isAnswer: (params: URLSearchParams) => boolean): Promise<Receiver> {
  const servers: Server[] = []
  const close = (): void => {
    for (const server of servers.splice(0)) stop(server)
  }
  let resolve: (params: URLSearchParams) => void = () => undefined
  const answer = new Promise<URLSearchParams>((settle) => {
    resolve = settle
  })
  let isAnswered = false
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const params = isAnswered ? 404 : answerIn(request, redirect)
    if (typeof params === 'number') {
      response.writeHead(params, HEADERS).end()
      return
    }
    if (!isAnswer(params)) {
      response.writeHead(400, HEADERS).end(oauthPage(locale, 'other'))
      return
    }
    isAnswered = true
    response.writeHead(200, HEADERS).end(oauthPage(locale, 'answered'))
    resolve(params)
  }
  try {
    for (const address of addressesOf(redirect)) servers.push(...(await listen(onRequest, redirect.port, address)))
  } catch (error) {
    close()
    throw error
  }
  return { answer, close }
}

function stop(server: Server): void {
  server.close()
  setTimeout(() => {
    server.closeAllConnections()
  }, LAST_WORDS_MS).unref()
}

/** The parameters, or the status by which a request that is no answer is turned away; then the wait goes on. */
function answerIn({ method, url, headers }: IncomingMessage, { hostname, port, path }: LoopbackRedirect): URLSearchParams | number {
  // A page whose own name resolves to this machine (DNS rebinding) carries that name here.
  if (headers.host !== `${hostname}:${port}`) return 421
  const target = `http://${headers.host}${url ?? ''}`
  if (!URL.canParse(target) || new URL(target).pathname !== path) return 404
  if (method !== 'GET') return 405
  const { searchParams } = new URL(target)
  return searchParams.has('state') ? searchParams : 400
}

/** `localhost` is either of the two, as the browser likes: both are taken, so that no other program gets one of them. */
function addressesOf({ hostname }: LoopbackRedirect): readonly string[] {
  if (hostname === 'localhost') return ['127.0.0.1', '::1']
  return [hostname === '[::1]' ? '::1' : hostname]
}

/**
 * Few connections, each for a short time. When there are too many the oldest goes, never the new one: whoever holds
 * connections open without a word does not keep the browser out.
 */
function limitConnections(server: Server): void {
  const open = new Set<Socket>()
  const end = (socket: Socket): void => {
    open.delete(socket)
    socket.destroy()
  }
  server.on('connection', (socket) => {
    const [oldest] = open
    if (oldest && open.size >= MOST_CONNECTIONS) end(oldest)
    open.add(socket)
    const timer = setTimeout(end, CONNECTION_LIFE_MS, socket).unref()
    socket.once('close', () => {
      clearTimeout(timer)
      open.delete(socket)
    })
  })
}

/** None on a machine without that kind of address, where nobody else can be at it either. */
async function listen(onRequest: (request: IncomingMessage, response: ServerResponse) => void, port: number, address: string): Promise<readonly Server[]> {
  // Not read at each start: nothing else there needs Node's own HTTP.
  const { createServer } = await import('node:http')
  const server = createServer(onRequest)
  limitConnections(server)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, address, resolve)
    })
    return [server]
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (address === '::1' && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')) return []
    throw failed('VALIDATION', 'The place of the answer is taken.', { fields: { provider: 'portTaken' }, details: { port } })
  }
}
