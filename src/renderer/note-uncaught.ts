import type { App } from 'vue'
import type { FaultNotes } from './fault-notes'

/** What nobody in the page has caught gets its line in the program's log; what Vue and the window do with it stays as it was. */
export function noteUncaught(app: App, note: FaultNotes['note']): void {
  app.config.errorHandler = (error) => {
    note(error, 'A component')
    throw error
  }
  const onError = ({ error }: ErrorEvent): void => {
    // Without an error it is a notice of Chromium's own, such as that sizes changed while they were looked at.
    if (error !== null && error !== undefined) note(error, 'A script')
  }
  const onRejection = ({ reason }: PromiseRejectionEvent): void => {
    note(reason, 'A promise')
  }
  window.addEventListener('error', onError)
  window.addEventListener('unhandledrejection', onRejection)
  app.onUnmount(() => {
    window.removeEventListener('error', onError)
    window.removeEventListener('unhandledrejection', onRejection)
  })
}
