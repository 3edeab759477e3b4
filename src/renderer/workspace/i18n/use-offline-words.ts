import type { OfflineReason } from '@shared/views'
import { en } from '@renderer/locales/en'
import type { MessageKey } from './message-key'
import { useText } from './use-text'

/** Why the server cannot be reached, and what to do about it: the words of "Test connection". */
export interface OfflineWords {
  readonly cause: string
  readonly remedy: string
  /** What is known besides, such as the network's own word or where the server sends on to; one line each. */
  readonly facts: readonly string[]
  /** Cause and remedy as sentences. */
  readonly all: string
}

/** Null where no reason is known: then "offline" is all that can be said. */
export function useOfflineWords(): (reason: OfflineReason | null | undefined) => OfflineWords | null {
  const { t, formats } = useText()
  return (reason) => {
    if (!reason) return null
    const cause = t(`connection.causes.${reason.cause}.cause` satisfies MessageKey)
    const remedy = t(`connection.causes.${reason.cause}.remedy` satisfies MessageKey)
    const facts = Object.entries(reason.facts).map(([key, value]) => t('connection.fact', { name: isKnown(key) ? t(`connection.facts.${key}` satisfies MessageKey) : key, value }))
    return { cause, remedy, facts, all: formats.value.sentences([cause, remedy]) }
  }
}

function isKnown(key: string): key is keyof typeof en.connection.facts & string {
  return key in en.connection.facts
}
