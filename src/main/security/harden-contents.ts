import type { App, WebContents } from 'electron'
import { appPageOf } from './app-origin'

/**
 * Keeps every window on its own page: no other navigation, no new windows, no webviews (docs/architecture.md, "Electron's checklist", points 11 to 14), and no
 * way out for WebRTC, which asks no policy of the page: without UDP it is left with the proxy of its session (`wallIn`).
 */
export function hardenContents(app: App, openExternally: (url: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    harden(contents, openExternally)
  })
}

function harden(contents: WebContents, openExternally: (url: string) => void): void {
  const stay = (event: { preventDefault(): void }, url: string): void => {
    const page = appPageOf(url)
    if (page === null || page !== appPageOf(contents.getURL())) event.preventDefault()
  }
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  contents.on('will-navigate', (event) => {
    stay(event, event.url)
  })
  contents.on('will-redirect', (event) => {
    stay(event, event.url)
  })
  contents.on('will-frame-navigate', (event) => {
    stay(event, event.url)
  })
  // `about:blank` comes without the events above: Chromium asks nobody about it, and to stop it as it begins ends the
  // program. So the window goes back to its own page, which finds its drafts as after a crash.
  let home: string | null = null
  contents.on('did-navigate', (_event, url) => {
    const page = appPageOf(url)
    if (page !== null) home ??= page
    else if (home !== null) void contents.loadURL(home)
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    openExternally(url)
    return { action: 'deny' }
  })
}
