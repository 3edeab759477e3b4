import type { Session } from 'electron'

/** What a page may ask of the browser. Everything else is denied, and devices always. */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

export function isGranted(permission: string): boolean {
  return GRANTED.has(permission)
}

/** Denies permissions, devices, screen capture and downloads. Checklist point 5. */
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
  session.on('will-download', (event) => {
    event.preventDefault()
  })
}
