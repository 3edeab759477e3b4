/** The headers that this API reads, in their usual spelling. */
const READ_NAMES = ['Authorization', 'X-Token', 'Content-Type', 'Accept', 'Idempotency-Key', 'X-HTTP-Method-Override'] as const

/**
 * The request as a server sees it that looks for names in their usual case only: one that came in any other spelling is not
 * there.
 *
 * @param rawHeaders Names and values in turn, as they came (Node's `rawHeaders`).
 */
export function withExactNames(request: Request, rawHeaders: readonly string[]): Request {
  const names = new Set(rawHeaders.filter((_text, index) => index % 2 === 0))
  const headers = new Headers(request.headers)
  for (const name of READ_NAMES) if (!names.has(name)) headers.delete(name)
  const { method, url, body } = request
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers })
  return new Request(url, { method, headers, body, duplex: 'half' } as RequestInit)
}
