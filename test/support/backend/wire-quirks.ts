import type { BackendHooks } from '../../../src/main/demo/hooks'
import type { Quirks } from './quirks'

/** The headers that this API reads, in their usual spelling. */
const READ_NAMES = ['Authorization', 'X-Token', 'Content-Type', 'Accept', 'Idempotency-Key', 'X-HTTP-Method-Override'] as const
const TOKEN_NAMES = ['Authorization', 'X-Token'] as const

/** What PHP with `display_errors` puts before an answer. */
const PHP_WARNING = '\n<br />\n<b>Warning</b>:  Undefined property: stdClass::$count in ' + '<b>/var/www/html/application/controllers/api/v2/sys/User.php</b> on line <b>214</b><br />\n'

/** The quirks of what stands before a server's program and behind it: header names, a proxy, `display_errors`. */
export function withWireQuirks(quirks: Readonly<Quirks>): BackendHooks['wire'] {
  return (next) => async (request, rawHeaders) => {
    let seen = request
    if (quirks.exactHeaderNames) seen = await withExactNames(seen, rawHeaders)
    if (quirks.tokenRefusedWithoutHeader) seen = without(seen, TOKEN_NAMES)
    const response = await next(seen, rawHeaders)
    return quirks.phpWarnings ? withWarning(response) : response
  }
}

/**
 * The request as a server sees it that looks for names in their usual case only: one that came in any other spelling is not
 * there. Where it finds no content type, it reads no body.
 */
async function withExactNames(request: Request, rawHeaders: readonly string[]): Promise<Request> {
  const names = new Set(rawHeaders.filter((_text, index) => index % 2 === 0))
  const seen = without(
    request,
    READ_NAMES.filter((name) => !names.has(name)),
  )
  if (seen.body === null || seen.headers.has('content-type')) return seen
  // It has to come off the connection all the same.
  await seen.arrayBuffer()
  const { method, url, headers } = seen
  return new Request(url, { method, headers })
}

function without(request: Request, names: readonly string[]): Request {
  const headers = new Headers(request.headers)
  for (const name of names) headers.delete(name)
  const { method, url, body } = request
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers })
  return new Request(url, { method, headers, body, duplex: 'half' } as RequestInit)
}

async function withWarning(response: Response): Promise<Response> {
  const { status, headers } = response
  if (!headers.get('content-type')?.startsWith('application/json')) return response
  return new Response(PHP_WARNING + (await response.text()), { status, headers })
}
