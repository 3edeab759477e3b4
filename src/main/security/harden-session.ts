import type { Session } from 'electron'

/** What a page may ask of the browser. Everything else is denied, and devices always. */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

export function isGranted(permission: string): boolean {
  return GRANTED.has(permission)
}

/** Denies permissions, devices, screen capture, downloads (docs/architecture.md, "Electron's checklist", point 5), and the dictionaries that Chromium would fetch from Google. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, grant) => {
    grant(isGranted(permission))
  })
  session.setPermissionCheckHandler((_contents, permission) => isGranted(permission))
  session.setDevicePermissionHandler(() => false)
  // No streams in the answer: the request is denied.
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer({})
  })
  // Measured on Electron 33: the switch alone comes too late for the download, which begins with the session.
  session.setSpellCheckerLanguages([])
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event) => {
    event.preventDefault()
  })
}

/** No machine has a service at port 0: what is sent there ends here. */
const NOWHERE = 'http://127.0.0.1:0'

/**
 * Lets nothing of this session out, whatever asks for it: all it has is a proxy that is nowhere, for loopback too, which
 * Chromium would otherwise leave out. Our own pages come by `app:`, which is no network.
 *
 * @param devServer The origin of Vite's development server, whose web socket stays reachable; null when built.
 */
export function wallIn(session: Session, devServer: string | null): Promise<void> {
  const proxyBypassRules = devServer ? `<-loopback>;${new URL(devServer).host}` : '<-loopback>'
  return session.setProxy({ mode: 'fixed_servers', proxyRules: NOWHERE, proxyBypassRules })
}
