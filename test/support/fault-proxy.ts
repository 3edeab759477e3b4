import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Arrival, type ArrivalTest, type RequestHead, type WaitOptions, createArrivals, headOf } from './fault-arrivals'
import type { Fault, FaultRequest, Outcome } from './fault-kinds'
import { createFaultListener, type FaultTls } from './fault-listener'
import { deliver, forward, readAll, readSome } from './fault-wire'

/** Which requests a rule is for. What is left out matches everything. */
export interface FaultMatch {
  readonly method?: string
  /** The beginning of the path, with or without the API's base (`/sys/user/refreshtoken`), or a pattern for path and query. */
  readonly path?: string | RegExp
  /** How many requests it takes, then it is used up. Without it the rule stands until it is removed. */
  readonly times?: number
  /**
   * Takes a request when so many bytes of its body have come, and not all of it. The server cannot be asked for such a
   * one; what is still to come is taken in and thrown away, as servers do that answer early.
   */
  readonly afterBytes?: number
}

interface FaultRule {
  /** How many requests it has taken. */
  readonly taken: number
  remove(): void
}

export interface FaultProxy {
  /** `http://127.0.0.1:<port>`, or `https://localhost:<port>` over TLS; the same after `down` and `up`. */
  readonly url: string
  /** Everything that has arrived with its whole body, in order. */
  readonly requests: readonly Arrival[]
  /** Adds a rule. The oldest rule that matches takes a request; its faults apply from left to right. */
  on(match: FaultMatch, ...faults: readonly Fault[]): FaultRule
  /** Removes all rules. Exchanges that are under way go on with theirs. */
  clear(): void
  waitFor(test: ArrivalTest, options?: WaitOptions): Promise<Arrival>
  forgetRequests(): void
  /** Cuts every connection and refuses new ones. */
  down(): Promise<void>
  up(): Promise<void>
  /** Ends every connection. Safe to call twice. */
  close(): Promise<void>
}

interface StandingRule {
  readonly match: FaultMatch
  readonly faults: readonly Fault[]
  taken: number
}

/**
 * Stands between a client and a server on this machine and does to their exchanges what networks do. Connections are
 * kept open as long as the client likes, so that a test can have a warm one.
 *
 * @param options.target `http://127.0.0.1:<port>` of the server.
 * @param options.tls Speaks TLS to its clients; plain http without it.
 */
export async function createFaultProxy(options: { readonly target: string; readonly tls?: FaultTls | undefined }): Promise<FaultProxy> {
  const target = new URL(options.target)
  const arrivals = createArrivals()
  let rules: StandingRule[] = []

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const early = takeRule(rules, headOf(request), true)
    const body = await (early ? readSome(request, early.match.afterBytes ?? 0) : readAll(request))
    const { arrival, end } = arrivals.note(request, body, listener.socketOf(request))
    const onSocketClose = (): void => {
      if (arrival.outcome === 'pending') end('cut')
    }
    const socket = listener.socketOf(request)
    socket.once('close', onSocketClose)
    // A kept connection carries many requests; each takes its listener away with it.
    response.once('finish', () => socket.off('close', onSocketClose))
    const rule = early ?? takeRule(rules, arrival, false)
    const described: FaultRequest = { method: arrival.method, path: arrival.path, headers: request.headers, body }
    const outcome = await through(rule?.faults ?? [], described, async () => {
      // Who has gone while the request was held did not reach the server.
      if (early || socket.destroyed) return { kind: 'cut' }
      return { kind: 'answer', answer: await forward(target, request, body) }
    })
    if (arrival.outcome === 'pending') end(outcome.kind === 'answer' ? outcome.answer.status : outcome.kind)
    deliver(outcome, request, response, socket)
  }
  const listener = createFaultListener((request, response) => {
    serve(request, response).catch(() => listener.socketOf(request).destroy())
  }, options.tls)
  const port = await listener.listen(0)

  return {
    url: options.tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    requests: arrivals.list,
    on: (match, ...faults) => {
      const rule: StandingRule = { match, faults, taken: 0 }
      rules = [...rules, rule]
      return {
        get taken() {
          return rule.taken
        },
        remove: () => {
          rules = rules.filter((other) => other !== rule)
        },
      }
    },
    clear: () => {
      rules = []
    },
    waitFor: arrivals.waitFor,
    forgetRequests: arrivals.clear,
    down: listener.close,
    up: async () => {
      if (!listener.isListening()) await listener.listen(port)
    },
    close: listener.close,
  }
}

function takeRule(rules: readonly StandingRule[], head: RequestHead, isEarly: boolean): StandingRule | undefined {
  const rule = rules.find(({ match, taken }) => (match.afterBytes !== undefined) === isEarly && taken < (match.times ?? Infinity) && isMatch(match, head))
  if (rule) rule.taken += 1
  return rule
}

function isMatch(match: FaultMatch, { method, path, query }: RequestHead): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false
  if (match.path === undefined) return true
  if (match.path instanceof RegExp) return (path + query).search(match.path) >= 0
  return path.startsWith(match.path) || path.replace(/^(\/index\.php)?\/api\/v2/, '').startsWith(match.path)
}

/** The faults around the server, the first one outermost. */
function through(faults: readonly Fault[], request: FaultRequest, ask: () => Promise<Outcome>): Promise<Outcome> {
  const [first, ...rest] = faults
  return first ? first(() => through(rest, request, ask), request) : ask()
}
