import { readFile } from 'node:fs/promises'
import type { Protocol, ProtocolRequest, ProtocolResponse, Session } from 'electron'
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
  /** A page could not be read, or the development server did not answer. */
  readonly onFault: (error: unknown) => void
}

/** Of Chromium's net_error_list.h. */
const ERR_FAILED = -2

/**
 * Serves our pages at `app://holdfast/…`, GET only, each with the policy; `file:` is refused altogether. No
 * Cross-Origin-Opener-Policy: nobody opens our windows and they open none (`hardenContents`), and with it Chromium throws
 * the process away that a window has begun with, and starts another one before anything is drawn.
 *
 * By calls that Electron calls deprecated: `protocol.handle`, which is to take their place, answers with a `Response`, and
 * with the first of those Node reads all of its fetch and HTTP/2 while the first window waits (docs/measured.md). They let
 * every origin read the answers; in this session there is no origin but ours.
 *
 * @throws where somebody else answers for one of the schemes already
 */
export function serveApp({ protocol }: Pick<Session, 'protocol'>, { root, devServer, onFault }: AppProtocolOptions): void {
  const headers = {
    'Content-Security-Policy': contentSecurityPolicy(devServer),
    'X-Content-Type-Options': 'nosniff',
  }
  const answerTo = async (request: ProtocolRequest): Promise<ProtocolResponse> => {
    const url = new URL(request.url)
    if (request.method !== 'GET' || url.host !== APP_HOST) return refused(403)
    if (devServer) return fromDevServer(devServer, url, headers)
    const file = await resolveAppFile(root, url.pathname)
    if (!file) return refused(404)
    return { data: await readFile(file.path), headers: { ...headers, 'Content-Type': file.contentType } }
  }
  const isServed = protocol.registerBufferProtocol(APP_SCHEME, (request, answer) => {
    void answerTo(request).then(answer, (error: unknown) => {
      onFault(error)
      answer({ error: ERR_FAILED })
    })
  })
  const isFileRefused = protocol.interceptBufferProtocol('file', (_request, answer) => {
    answer(refused(403))
  })
  if (!isServed || !isFileRefused) throw new Error(`Somebody else answers for ${isServed ? 'file' : APP_SCHEME}: already.`)
}

function refused(statusCode: number): ProtocolResponse {
  return { statusCode, data: Buffer.alloc(0) }
}

async function fromDevServer(devServer: string, url: URL, headers: Record<string, string>): Promise<ProtocolResponse> {
  const answer = await fetch(new URL(url.pathname + url.search, devServer))
  return {
    statusCode: answer.status,
    data: Buffer.from(await answer.arrayBuffer()),
    headers: { ...headers, 'Content-Type': answer.headers.get('content-type') ?? 'text/plain' },
  }
}
