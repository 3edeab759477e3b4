import type { Reply } from './reply'

/** Puts an answer on the wire. */
export function responseOf(reply: Reply, request: Request): Response {
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
  if (reply.kind !== 'json') {
    const type = reply.kind === 'html' ? 'text/html' : 'text/plain'
    return new Response(reply.text, { status: reply.status, headers: { ...headers, 'content-type': `${type}; charset=utf-8` } })
  }
  if (wantsXml(request)) {
    const text = `<?xml version="1.0" encoding="utf-8"?>\n<xml><code>${reply.body.code}</code></xml>\n`
    return new Response(text, { status: reply.status, headers: { ...headers, 'content-type': 'application/xml; charset=utf-8' } })
  }
  return new Response(JSON.stringify(reply.body), { status: reply.status, headers: { ...headers, 'content-type': 'application/json; charset=utf-8' } })
}

/** The original answers XML to whoever asks for it first: a client that forgets `Accept: application/json` shall notice. */
function wantsXml(request: Request): boolean {
  const accept = request.headers.get('accept') ?? ''
  return accept.startsWith('application/xml') || new URL(request.url).searchParams.get('format') === 'xml'
}
