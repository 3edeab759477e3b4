import type { SignInBridge } from '@shared/bridge/events'
import type { Result } from '@shared/result'

/** The one place of the sign-in window that touches `window.holdfast`. */
export function exposedBridge(): SignInBridge {
  return (window as unknown as { readonly holdfast: SignInBridge }).holdfast
}

/** A call whose rejection, which should not happen, is a failure like any other. */
export async function settled<T>(call: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await call()
  } catch (error) {
    return { ok: false, failure: { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error), retryable: false } }
  }
}
