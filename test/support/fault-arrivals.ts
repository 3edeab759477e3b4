import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Outcome } from './fault-kinds'

/** What is known of a request before its body has come. */
export interface RequestHead {
  readonly method: string
  /** The path without its query. */
  readonly path: string
  /** The query with its `?`, or ''. */
  readonly query: string
}

/** A request as it came to the proxy. Holds no token and no body: it may be printed. */
export interface Arrival extends RequestHead {
  /** Milliseconds since the proxy was made. */
  readonly at: number
  /** Hex. The same for two requests whose bodies are byte-identical. */
  readonly bodySha256: string
  readonly bodyBytes: number
  /** Lower-case names; a token's value stands as `#` and the first digits of its hash. */
  readonly headers: Readonly<Record<string, string>>
  /** The names of the headers in the case in which they came, in order. */
  readonly names: readonly string[]
  /** `tokenHash` of the token it carried in either dialect; undefined without one. */
  readonly token: string | undefined
  /** Two arrivals with the same number came over the same connection. */
  readonly connection: number
  /** What the client got: a status, or how it was left without one. */
  readonly outcome: number | 'pending' | Exclude<Outcome['kind'], 'answer'>
}

/** Short enough to print, long enough to tell the tokens of one run apart. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 12)
}

export type ArrivalTest = (arrival: Arrival) => boolean

export interface WaitOptions {
  /** How many matching arrivals to wait for; those before the call count too. 1 by default. */
  readonly count?: number
  readonly limitMs?: number
}

interface Watcher {
  check(): void
}

/** The list of arrivals and those who wait for one. */
export function createArrivals() {
  const list: Arrival[] = []
  const watchers = new Set<Watcher>()
  const connections = new WeakMap<object, number>()
  const startedAt = performance.now()
  let connectionCount = 0
  return {
    list: list as readonly Arrival[],
    /** Notes a request whose body has been read and returns how to note its end. */
    note(request: IncomingMessage, body: Buffer, socket: object): { readonly arrival: Arrival; end(outcome: Arrival['outcome']): void } {
      let connection = connections.get(socket)
      if (connection === undefined) {
        connection = connectionCount += 1
        connections.set(socket, connection)
      }
      const arrival = { ...describe(request, body), at: performance.now() - startedAt, connection, outcome: 'pending' as Arrival['outcome'] }
      list.push(arrival)
      for (const watcher of [...watchers]) watcher.check()
      return {
        arrival,
        end: (outcome) => {
          arrival.outcome = outcome
        },
      }
    },
    /** Resolves with the last arrival waited for; rejects with what did arrive when the limit is over. */
    waitFor(test: ArrivalTest, { count = 1, limitMs = 60_000 }: WaitOptions = {}): Promise<Arrival> {
      return new Promise((resolve, reject) => {
        const settle = (): void => {
          watchers.delete(watcher)
          clearTimeout(timer)
        }
        const timer = setTimeout(() => {
          settle()
          const seen = list.map((arrival) => `${arrival.method} ${arrival.path} -> ${arrival.outcome}`).join('\n')
          reject(new Error(`Waited ${limitMs} ms for ${count} matching request(s). Arrived:\n${seen}`))
        }, limitMs)
        const watcher: Watcher = {
          check: () => {
            const found = list.filter(test)[count - 1]
            if (!found) return
            settle()
            resolve(found)
          },
        }
        watchers.add(watcher)
        watcher.check()
      })
    },
    clear(): void {
      list.length = 0
    },
  }
}

export function headOf(request: IncomingMessage): RequestHead {
  const [path = '/', query] = (request.url ?? '/').split('?', 2)
  return { method: request.method ?? 'GET', path, query: query === undefined ? '' : `?${query}` }
}

function describe(request: IncomingMessage, body: Buffer) {
  const authorization = request.headers.authorization
  const bare = request.headers['x-token']
  const token = authorization === undefined ? bare : authorization.replace(/^\S+ /, '')
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  if (authorization !== undefined) headers['authorization'] = `${/^\S+ /.exec(authorization)?.[0] ?? ''}#${tokenHash(String(token))}`
  if (bare !== undefined) headers['x-token'] = `#${tokenHash(String(bare))}`
  if (headers['cookie'] !== undefined) headers['cookie'] = '#'
  return {
    ...headOf(request),
    bodySha256: createHash('sha256').update(body).digest('hex'),
    bodyBytes: body.length,
    headers,
    names: request.rawHeaders.filter((_text, index) => index % 2 === 0),
    token: token === undefined ? undefined : tokenHash(String(token)),
  }
}
