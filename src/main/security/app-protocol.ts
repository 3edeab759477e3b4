import { readFile } from 'node:fs/promises'
import type { Protocol, Session } from 'electron'
import { resolveAppFile } from './app-files'
import { APP_HOST, APP_SCHEME } from './app-origin'
import { contentSecurityPolicy } from './content-security-policy'

/** Must run before the app is ready. */
export function registerAppScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
}

export interface AppProtocolOptions {
  /** The folder of the built pages. */
  readonly root: string
  /** Vite's development server; pages keep our own origin, only the bytes come from it. Null when built. */
  readonly devServer: string | null
}

/**
 * Serves our pages at `app://holdfast/…`, GET only, each with the policy; `file:` is refused altogether. No
 * Cross-Origin-Opener-Policy: nobody opens our windows and they open none (`hardenContents`), and with it Chromium throws
 * the process away that a window has begun with, and starts another one before anything is drawn.
 */
export function serveApp(session: Session, { root, devServer }: AppProtocolOptions): void {
  const headers = {
    'Content-Security-Policy': contentSecurityPolicy(devServer),
    'X-Content-Type-Options': 'nosniff',
  }
  session.protocol.handle(APP_SCHEME, async (request) => {
    const url = new URL(request.url)
    if (request.method !== 'GET' || url.host !== APP_HOST) return new Response(null, { status: 403 })
    if (devServer) return fromDevServer(devServer, url, headers)
    const file = await resolveAppFile(root, url.pathname)
    if (!file) return new Response(null, { status: 404 })
    return new Response(await readFile(file.path), { headers: { ...headers, 'Content-Type': file.contentType } })
  })
  session.protocol.handle('file', () => new Response(null, { status: 403 }))
}

async function fromDevServer(devServer: string, url: URL, headers: Record<string, string>): Promise<Response> {
  const answer = await fetch(new URL(url.pathname + url.search, devServer))
  return new Response(await answer.arrayBuffer(), {
    status: answer.status,
    headers: { ...headers, 'Content-Type': answer.headers.get('content-type') ?? 'text/plain' },
  })
}
