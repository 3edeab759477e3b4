import type { SessionView } from '@shared/views'
import type { MessageKey } from './message-key'
import { useText } from './use-text'

/** Causes that say no more than a title "Not signed in" does. */
const PLAIN: ReadonlySet<string> = new Set(['signed-out', 'cancelled'])

/**
 * The bar's sentence for a session that is over: why and since when, that work is kept, how many calls wait.
 * `isTitled`: it stands under a title that says already that nobody is signed in.
 */
export function useSessionWords(): (session: SessionView, isTitled?: boolean) => string {
  const { t, formats } = useText()
  return ({ state, cause, since, waiting }, isTitled = false) => {
    const kept = state === 'suspended' && waiting > 0 ? t('session.workKeptWaiting', { calls: formats.value.number(waiting) }, waiting) : t('session.workKept')
    return formats.value.sentences([isTitled && cause !== null && PLAIN.has(cause) ? null : because(cause, since), kept])
  }

  function because(cause: SessionView['cause'], since: number | null): string {
    if (!cause) return t('session.over')
    const isTimed = !['first-start', 'signed-out', 'cancelled', 'new-token-refused'].includes(cause)
    if (isTimed && since === null) return t('session.over')
    return t(`session.because.${cause}` satisfies MessageKey, { time: since === null ? '' : formats.value.moment(since) })
  }
}
