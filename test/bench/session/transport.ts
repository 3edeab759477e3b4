import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'

/**
 * The one agent of a run. Every stack gets a new one with the same settings, so that none inherits another's warm
 * sockets. 256 sockets: a thousand at once overflow the listen queue and measure the kernel's SYN retries instead.
 */
export function createAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 256 })
}

export type BenchFetch = typeof fetch

/**
 * `fetch` over `node:http` and the given agent, for the stacks that are built on fetch; the axios peers use axios' own
 * http adapter with the same agent. Only what the stacks use: string, bytes and `Request` bodies, no redirects.
 */
export function createNodeFetch(agent: Agent): BenchFetch {
  return async (input, init) => {
    const request = input instanceof Request ? input : null
    const url = new URL(request ? request.url : String(input))
    const signal = init?.signal ?? request?.signal
    signal?.throwIfAborted()
    const headers = Object.fromEntries(new Headers(init?.headers ?? request?.headers).entries())
    const body = await bytesOf(init?.body, request)
    if (body) headers['content-length'] = String(body.length)
    const answer = await exchange(agent, url, { method: init?.method ?? request?.method ?? 'GET', headers, body }, signal ?? undefined)
    return answer
  }
}

async function bytesOf(body: unknown, request: Request | null): Promise<Buffer | null> {
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return Buffer.from(body)
  if (body instanceof URLSearchParams) return Buffer.from(body.toString())
  if (body !== undefined && body !== null) throw new TypeError('This transport of the bench does not send such a body.')
  return request?.body ? Buffer.from(await request.arrayBuffer()) : null
}

interface Outgoing {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body: Buffer | null
}

function exchange(agent: Agent, url: URL, { method, headers, body }: Outgoing, signal: AbortSignal | undefined): Promise<Response> {
  return new Promise((resolve, reject) => {
    const onError = (cause: unknown): void => {
      signal?.removeEventListener('abort', abort)
      reject(signal?.aborted ? new DOMException('The operation was aborted.', 'AbortError') : new TypeError('fetch failed', { cause }))
    }
    const outgoing = httpRequest({ agent, hostname: url.hostname, port: url.port, path: url.pathname + url.search, method, headers })
    const abort = (): void => void outgoing.destroy()
    signal?.addEventListener('abort', abort, { once: true })
    outgoing.on('error', onError)
    outgoing.on('response', (incoming: IncomingMessage) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', onError)
      incoming.on('end', () => {
        signal?.removeEventListener('abort', abort)
        const named = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)])
        resolve(new Response(Buffer.concat(chunks), { status: incoming.statusCode ?? 502, headers: named }))
      })
    })
    outgoing.end(body ?? undefined)
  })
}
