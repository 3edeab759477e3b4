import { failed, FailureError } from '@shared/result'

/** Runs work on the data file; turns the driver's errors into STORAGE with a cause that a person can act on. */
export function storing<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof FailureError) throw error
    throw failed('STORAGE', 'The local data file could not be written or read.', { details: { cause: causeOf(error) } })
  }
}

function causeOf(error: unknown): 'disk-full' | 'read-only' | 'damaged' | 'failed' {
  const text = error instanceof Error ? error.message : ''
  if (/full|ENOSPC/i.test(text)) return 'disk-full'
  if (/readonly|permission|EROFS|EACCES/i.test(text)) return 'read-only'
  return isDamage(error) ? 'damaged' : 'failed'
}

/** SQLite's own words for damage, and for a key that does not open the file. */
export function isDamage(error: unknown): boolean {
  return error instanceof Error && /not a database|malformed|corrupt|hmac|disk I\/O|no such (table|column)/i.test(error.message)
}
