import type { App } from 'electron'

/**
 * Ends the program as a person does, so that drafts are kept and work in memory is asked about, and starts it again; but only
 * if it ends by that: whoever chooses to stay, and quits an hour later, does not want it back.
 *
 * One quit is told several times: closing a window asks its page first, which stops the quit, and it goes on when the last
 * window is gone. So a quit is a new one where the program was not quitting yet.
 *
 * @param app its events must come here before anybody sets `quitting.is`
 * @param quitting null while there is no window: nothing can be asked, the program ends at once
 */
export function createRestart(app: Pick<App, 'on' | 'quit' | 'exit' | 'relaunch'>, quitting: () => { readonly is: boolean } | null): () => void {
  let isAsked = false
  let isWanted = false
  app.on('before-quit', () => {
    if (quitting()?.is !== true) isWanted = isAsked
    isAsked = false
  })
  app.on('will-quit', () => {
    if (isWanted) app.relaunch()
  })
  return () => {
    if (quitting() === null) {
      app.relaunch()
      app.exit(0)
      return
    }
    isAsked = true
    app.quit()
  }
}
