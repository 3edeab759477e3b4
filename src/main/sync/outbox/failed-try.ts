import type { Fields } from '@shared/merge'
import { type Failure, failed, FailureError } from '@shared/result'
import { hiddenIn, ODD_ANSWER } from '../../backend/odd-answers'
import type { JournalEntry } from '../../store/journal-row'

/** What a failure makes of an entry. */
export type FailedTry =
  /** The server was reached and did nothing. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** Nothing came of it this time: the same entry may be tried again. */
  | { readonly kind: 'later'; readonly failure: Failure }

/** Failures after which the same entry may go through another time. */
const PASSING: ReadonlySet<Failure['code']> = new Set(['OFFLINE', 'TIMEOUT', 'SERVER', 'UNKNOWN', 'SESSION_ENDED', 'CANCELLED', 'STORAGE', 'BAD_REPLY'])

/**
 * So often the server may fail with a change and be seen, each time, not to have carried it out, until a person is asked: it
 * will fail the next time too (a user who is given a role that is gone), and an entry that waits for ever says nothing.
 */
const FAULTS_BEFORE_PERSON = 5

/**
 * @param isAwaited somebody waits for this try: an odd answer then goes back to them at once, with the edit. What nobody
 *   waits for is tried once more, and needs a person after that.
 */
export function failedTry(entry: Pick<JournalEntry, 'why'>, failure: Failure, isAwaited: boolean): FailedTry {
  const cause = causeOf(failure)
  if (cause === ODD_ANSWER && (isAwaited || hadOddAnswer(entry))) {
    return { kind: 'refused', failure: failed('REFUSED', '', { ...(failure.details ? { details: failure.details } : {}) }).failure }
  }
  const faults = faultsOf(entry) + (cause === SEEN_UNDONE ? 1 : 0)
  // What was tried so far counts on, whatever goes wrong in between.
  const marked = { ...failure, details: { ...failure.details, ...(hadOddAnswer(entry) ? { wasOdd: true } : {}), ...(faults > 0 ? { faults } : {}) } }
  if (faults >= FAULTS_BEFORE_PERSON) return { kind: 'refused', failure: marked }
  // A proxy that strips the token's header will do so at the next try as well, and a record that cannot be read stays so.
  const isLasting = failure.code === 'BAD_REPLY' && (cause === 'header-stripped' || cause === 'unreadable')
  return PASSING.has(failure.code) && !isLasting ? { kind: 'later', failure: marked } : { kind: 'refused', failure }
}

function hadOddAnswer({ why }: Pick<JournalEntry, 'why'>): boolean {
  return why?.kind === 'failure' && (causeOf(why.failure) === ODD_ANSWER || why.failure.details?.['wasOdd'] === true)
}

function faultsOf({ why }: Pick<JournalEntry, 'why'>): number {
  const faults = why?.kind === 'failure' ? why.failure.details?.['faults'] : undefined
  return typeof faults === 'number' ? faults : 0
}

function causeOf({ details }: Failure): unknown {
  return details?.['cause']
}

/** `details.cause`: the server failed, and the record was read afterwards: nothing of the change is there. */
const SEEN_UNDONE = 'seen-undone'

/**
 * What a write ended in whose answer was lost or odd, once the server itself has told that it was not carried out. A page, or
 * a way to another address, in place of an answer looks like a captive portal; but behind one no read would have been
 * answered. So it is an answer, and no reason to send the same for ever.
 */
export function notCarriedOut(reason: Error): Error {
  if (!(reason instanceof FailureError)) return reason
  const { code, details = {}, message } = reason.failure
  const isFault = code === 'SERVER' && typeof details['status'] === 'number' && details['status'] >= 500
  if (isFault) return failed(code, message, { details: { ...details, cause: SEEN_UNDONE } })
  const isPage = code === 'OFFLINE' && details['isPortal'] === true
  const isElsewhere = code === 'BAD_REPLY' && details['cause'] === 'redirect'
  if (!isPage && !isElsewhere) return reason
  const { isPortal: _, ...rest } = details
  return failed('BAD_REPLY', message, { details: { ...rest, cause: ODD_ANSWER } })
}

/**
 * A server's own words may repeat what was sent: a secret of the entry goes no further.
 *
 * @param secret reads it; null where the entry has none.
 */
export function withoutSecrets(failure: Failure, secret: (() => Fields | null) | null): Failure {
  if (!secret) return failure
  try {
    return hiddenIn(
      failure,
      Object.values(secret() ?? {}).filter((value): value is string => typeof value === 'string' && value !== ''),
    )
  } catch {
    // The store does not give it just now: then nothing of the server's words goes on.
    const { title: _title, text: _text, ...rest } = failure.details ?? {}
    return { ...failure, message: '', details: rest }
  }
}
