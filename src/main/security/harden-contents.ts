import type { App, WebContents } from 'electron'
import { isAppUrl } from './app-origin'

/** Keeps every window on our own pages: no other navigation, no new windows, no webviews. Checklist points 11 to 14. */
export function hardenContents(app: App, openExternally: (url: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    harden(contents, openExternally)
  })
}

function harden(contents: WebContents, openExternally: (url: string) => void): void {
  const stay = (event: { preventDefault(): void }, url: string): void => {
    if (!isAppUrl(url)) event.preventDefault()
  }
  contents.on('will-navigate', (event) => {
    stay(event, event.url)
  })
  contents.on('will-redirect', (event) => {
    stay(event, event.url)
  })
  contents.on('will-frame-navigate', (event) => {
    stay(event, event.url)
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    openExternally(url)
    return { action: 'deny' }
  })
}
