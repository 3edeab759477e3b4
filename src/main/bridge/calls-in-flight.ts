import { randomUUID } from 'node:crypto'

/** Calls that pages wait for, so that a page can cancel one, and so that a page that goes away cancels all of its own. */
export interface CallsInFlight {
  begin(webContentsId: number, callId: string | null): { signal: AbortSignal; end(): void }
  cancel(webContentsId: number, callId: string): void
  cancelAll(webContentsId: number): void
}

export function createCallsInFlight(): CallsInFlight {
  const byPage = new Map<number, Map<string, AbortController>>()
  return {
    begin: (webContentsId, callId) => {
      const controller = new AbortController()
      const key = callId ?? randomUUID()
      const calls = byPage.get(webContentsId) ?? new Map<string, AbortController>()
      byPage.set(webContentsId, calls.set(key, controller))
      return {
        signal: controller.signal,
        end: () => {
          calls.delete(key)
          // Sign-in windows come and go: what is left of them would add up.
          if (calls.size === 0 && byPage.get(webContentsId) === calls) byPage.delete(webContentsId)
        },
      }
    },
    cancel: (webContentsId, callId) => {
      byPage.get(webContentsId)?.get(callId)?.abort()
    },
    cancelAll: (webContentsId) => {
      for (const controller of byPage.get(webContentsId)?.values() ?? []) controller.abort()
      byPage.delete(webContentsId)
    },
  }
}
