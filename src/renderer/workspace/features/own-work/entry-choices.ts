import type { EntryView } from '@shared/outbox'
import { assertNever } from '@shared/result'

export type SendWord = 'send' | 'sendNow' | 'sendAgain' | 'check'

/** What "send" is called for this entry, as a key under `outbox.actions`; null where it cannot be sent as it is. */
export function sendWord({ state, why }: EntryView): SendWord | null {
  if (isUnsendable({ why })) return null
  switch (state) {
    case 'queued':
      return 'sendNow'
    case 'unknown':
      return 'check'
    case 'parked':
      return 'send'
    case 'refused':
    case 'blocked':
      return 'sendAgain'
    case 'sending':
    case 'conflict':
    case 'done':
      return null
    default:
      return assertNever(state)
  }
}

/**
 * Whether what is to be sent may still be changed. What may have left is looked up by what was sent; after a clear no of
 * the server, nothing was carried out.
 */
export function isEditable(entry: EntryView): boolean {
  if (entry.verb === 'remove' || entry.state === 'sending' || entry.state === 'done' || isUnsendable(entry)) return false
  return entry.attempts === 0 || entry.state === 'refused'
}

/** Whether "send" has anything to do with it: a conflict asks first. */
export function isSendable(entry: EntryView): boolean {
  return entry.state !== 'conflict' && !isUnsendable(entry)
}

/** It was written by another version of this program, or is damaged on the disk: it can be read and dropped. */
function isUnsendable({ why }: Pick<EntryView, 'why'>): boolean {
  return why?.kind === 'parked' && (why.cause === 'old-schema' || why.cause === 'damaged')
}
