import type { IncomingHttpHeaders } from 'node:http'

/** A whole answer, from the server or made up. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Buffer
}

/** How an exchange ends for the client. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** The connection dies without an answer. */
  | { readonly kind: 'cut' }
  /** The connection is reset (TCP RST) without an answer. */
  | { readonly kind: 'reset' }
  /** The server ends its half of the connection without an answer, and goes on listening. */
  | { readonly kind: 'half-closed' }
  /** Half of the answer's body arrives, then the connection dies. */
  | { readonly kind: 'torn'; readonly answer: Answer }
  /** An answer whose body is made while it is sent, and may have no end. */
  | {
      readonly kind: 'stream'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: Iterable<Buffer>
      readonly sent?: (bytes: number) => void
      readonly ended?: () => void
    }
  /** No answer ever; the connection stays open until the client or the proxy ends it. */
  | { readonly kind: 'silence' }

/** What a fault may know of the request. Token values are not hidden here; do not print it. */
export interface FaultRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** As far as it had arrived. */
  readonly body: Buffer
}

/**
 * One fault. `ask` goes on: to the next fault of the rule, at last to the server. A fault that does not call it keeps
 * the request from the server.
 */
export type Fault = (ask: () => Promise<Outcome>, request: FaultRequest) => Promise<Outcome>

/** Hands the request on so many milliseconds later. Prefer `hold`, which waits for a state and not for time. */
export function delay(ms: number): Fault {
  return async (ask) => {
    await new Promise((resolve) => setTimeout(resolve, ms))
    return ask()
  }
}

export interface Hold extends Fault {
  /** Lets everything that is held, or comes later, go on. */
  release(): void
  /** Resolves when so many exchanges (1 by default) have been stopped here, whether or not they were let go since. */
  reached(count?: number): Promise<void>
}

/**
 * Stops an exchange until `release`.
 *
 * @param at `request`: the server has not seen it yet. `answer`: the server has answered, the client has nothing.
 */
export function hold(at: 'request' | 'answer' = 'request'): Hold {
  let open: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  let stopped = 0
  let watchers: { readonly count: number; readonly tell: () => void }[] = []
  const stop = async (): Promise<void> => {
    stopped += 1
    for (const watcher of watchers) if (watcher.count <= stopped) watcher.tell()
    watchers = watchers.filter((watcher) => watcher.count > stopped)
    await gate
  }
  const fault: Fault = async (ask) => {
    if (at === 'request') await stop()
    const outcome = await ask()
    if (at === 'answer') await stop()
    return outcome
  }
  return Object.assign(fault, {
    release: () => {
      open()
    },
    reached: (count = 1): Promise<void> => (stopped >= count ? Promise.resolve() : new Promise((tell) => watchers.push({ count, tell }))),
  })
}

/** The connection dies before the server has seen the request. */
export function cutBefore(): Fault {
  return () => Promise.resolve({ kind: 'cut' })
}

/** The server has acted and answered; the connection dies before a byte of the answer arrives. */
export function cutAfter(): Fault {
  return async (ask) => {
    await ask()
    return { kind: 'cut' }
  }
}

/** The server has acted and answered; the client sees its connection reset. */
export function resetAfter(): Fault {
  return async (ask) => {
    await ask()
    return { kind: 'reset' }
  }
}

/** The server has acted and answered; the client sees the end of the connection where the answer was due. */
export function halfCloseAfter(): Fault {
  return async (ask) => {
    await ask()
    return { kind: 'half-closed' }
  }
}

/** The server has acted and answered; the client never hears of it and its connection stays open. */
export function dropAnswer(): Fault {
  return async (ask) => {
    await ask()
    return { kind: 'silence' }
  }
}

/** The connection dies in the middle of the server's answer. */
export function tearAnswer(): Fault {
  return async (ask) => {
    const outcome = await ask()
    return outcome.kind === 'answer' ? { kind: 'torn', answer: outcome.answer } : outcome
  }
}

export interface InjectedAnswer {
  /** 200 by default. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Text as it is; anything else as JSON, with the content type for it. */
  readonly body?: unknown
}

/** Answers in the server's place; the server sees nothing. */
export function inject({ status = 200, headers = {}, body = '' }: InjectedAnswer): Fault {
  return () => Promise.resolve({ kind: 'answer', answer: makeAnswer(status, headers, body) })
}

/** Changes the server's own answer. The body is given parsed when it is JSON, else as text. */
export function alter(change: (answer: { status: number; body: unknown }) => InjectedAnswer): Fault {
  return async (ask) => {
    const outcome = await ask()
    if (outcome.kind !== 'answer') return outcome
    const { status, headers, body } = outcome.answer
    const changed = change({ status, body: parsed(body) })
    const single = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'content-length')) as Record<string, string>
    const next = makeAnswer(changed.status ?? status, { ...single, ...changed.headers }, 'body' in changed ? changed.body : parsed(body))
    return { kind: 'answer', answer: next }
  }
}

/** A hotel's or office's sign-in page in place of every answer: 200 and HTML. */
export function captivePortal(): Fault {
  const body = '<!DOCTYPE html><html><head><title>Welcome</title></head><body><form action="/accept">Accept the terms to go online</form></body></html>'
  return inject({ headers: { 'content-type': 'text/html; charset=utf-8' }, body })
}

/** A gateway's own page in place of an answer, such as nginx gives for a method or a size that it does not let through; the server sees nothing. */
export function gatewayPage(status: 400 | 401 | 403 | 404 | 405 | 413 | 414 | 415 | 431 | 501 | 502 | 504, words = 'Not Allowed'): Fault {
  const title = `${status} ${words}`
  return inject({
    status,
    headers: { 'content-type': 'text/html' },
    body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>`,
  })
}

/** What PHP's `var_dump` leaves in place of the JSON. `done`: the server has acted all the same. */
export function plainText(text: string, { done }: { readonly done: boolean }): Fault {
  const odd = inject({ headers: { 'content-type': 'text/html; charset=UTF-8' }, body: text })
  return async (ask, request) => {
    if (done) await ask()
    return odd(ask, request)
  }
}

function parsed(body: Buffer): unknown {
  const text = body.toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function makeAnswer(status: number, headers: Readonly<Record<string, string>>, body: unknown): Answer {
  const isText = typeof body === 'string'
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8'
  return { status, headers: { 'content-type': type, ...headers }, body: Buffer.from(isText ? body : JSON.stringify(body)) }
}
