import { failed, FailureError } from '@shared/result'

/** Runs work on the data file; turns the driver's errors into STORAGE with a cause that a person can act on. */
export function storing<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof FailureError) throw error
    const text = error instanceof Error ? error.message : ''
    const cause = /full/i.test(text) ? 'disk-full' : /readonly|permission/i.test(text) ? 'read-only' : 'failed'
    throw failed('STORAGE', 'The local data file could not be written or read.', { details: { cause } })
  }
}
