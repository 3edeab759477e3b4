import type { Failure } from '@shared/result'
import { failureCause } from '@renderer/failure-causes'
import { type OfflineReason, offlineReasonSchema } from '@shared/views'
import type { MessageKey } from './message-key'
import { useText } from './use-text'
import { useOfflineWords } from './use-offline-words'
import { usePermissionWords } from './use-permission-words'

export type KeptKey = 'draft' | 'memory'

export interface FailureWords {
  /** What happened, in short. */
  readonly happened: string
  /** Where it happened, what was kept if there was something to keep, and what to do. */
  readonly next: string
  /** All of it as one sentence after another. */
  readonly all: string
}

/**
 * A failure in words: what happened, what was kept, what to do. The server's own words win where it refused. `place` is
 * a sentence of where it happened, such as that a list could not be refreshed.
 */
export function useFailureWords(): (failure: Failure, kept?: KeptKey, place?: string) => FailureWords {
  const { t, formats } = useText()
  const offline = useOfflineWords()
  const permissionWords = usePermissionWords()
  return (failure, keptKey, place) => {
    const happened = special(failure) ?? t(`errors.${failure.code}.happened` satisfies MessageKey)
    const kept = keptKey ? t(`kept.${keptKey}` satisfies MessageKey) : null
    const todo = remedy(failure) ?? t(`errors.${failure.code}.todo` satisfies MessageKey)
    const { sentences } = formats.value
    const next = sentences([place, kept, todo])
    return { happened: closed(happened), next, all: sentences([closed(happened), next]) }
  }

  /** What to do where more is known than the code of the failure. */
  function remedy(failure: Failure): string | null {
    if (isRenewalHeld(failure)) return t('failure.renewal.todo')
    if (isOdd(failure) || isRefusedOnTheWay(failure)) return t('failure.gatewayTodo')
    const known = failureCause(failure)
    if (known) return t(`causes.${known}.todo` satisfies MessageKey)
    return offline(reasonOf(failure))?.remedy ?? null
  }

  function special(failure: Failure): string | null {
    if (isRenewalHeld(failure)) return t('failure.renewal.happened')
    const { cause, status, title, text, conflict } = failure.details ?? {}
    if (cause === 'odd-answer') return t('failure.oddAnswer')
    if (failure.code === 'CONFLICT' && conflict === 'otherRecord') return t('failure.otherRecord')
    if (cause === 'gateway' || isRefusedOnTheWay(failure)) {
      const words = typeof title === 'string' ? title : text
      return typeof words === 'string' ? t('failure.gatewayTitled', { status: String(status), title: words }) : t('failure.gateway', { status: String(status) })
    }
    if (failure.code === 'SERVER' && typeof status === 'number' && status >= 500) return t('failure.serverFault', { status: String(status) })
    const known = failureCause(failure)
    const reason = known ? null : offline(reasonOf(failure))
    if (reason) return failure.code === 'OFFLINE' ? formats.value.sentences([t('errors.OFFLINE.happened'), reason.cause]) : reason.cause
    if (failure.code === 'REFUSED' && failure.message) return failure.message
    if (known) return t(`causes.${known}.happened` satisfies MessageKey)
    const permission = failure.details?.['permission']
    if (failure.code === 'FORBIDDEN' && typeof permission === 'string') {
      return formats.value.sentences([t('errors.FORBIDDEN.happened'), t('failure.permission', { permission: permissionWords(permission) })])
    }
    return null
  }
}

/** Refused on the way, or answered with neither yes nor no: nothing that the form could be changed for. */
function isOdd({ details }: Failure): boolean {
  return details?.['cause'] === 'gateway' || details?.['cause'] === 'odd-answer'
}

/** A 403 that is not the API's own: no permission that an administrator of the server could grant. */
function isRefusedOnTheWay({ code, details }: Failure): boolean {
  return code === 'FORBIDDEN' && typeof details?.['status'] === 'number'
}

/** Why the server could not be reached; null for failures that are about something else. */
function reasonOf({ code, details }: Failure): OfflineReason | null {
  if (code !== 'OFFLINE' && code !== 'BAD_REPLY') return null
  return offlineReasonSchema.safeParse(details?.['reason']).data ?? null
}

/** The server is there, and gave no new token just now. */
function isRenewalHeld({ code, details }: Failure): boolean {
  return code === 'OFFLINE' && details?.['cause'] === 'renewal'
}

/** The server's own words often come without an end mark; the next sentence must not run into them. */
function closed(words: string): string {
  if (/[.!?。！？…]$/.test(words)) return words
  return words + (/[\u3400-\u9fff]$/.test(words) ? '。' : '.')
}

const passing: ReadonlySet<Failure['code']> = new Set(['OFFLINE', 'TIMEOUT', 'SESSION_ENDED', 'CANCELLED', 'CONFLICT'])

/** Whether a failure is of the kind that passes or is decided calmly; the others are faults. */
export function failureTone(failure: Failure): 'warn' | 'danger' {
  return passing.has(failure.code) ? 'warn' : 'danger'
}
