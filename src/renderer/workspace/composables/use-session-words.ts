import type { SessionView } from '@shared/views'
import type { MessageKey } from '../i18n/message-key'
import { useText } from '../i18n/use-text'

/** The bar's sentence for a session that is over: why and since when, that work is kept, how many calls wait. */
export function useSessionWords(): (session: SessionView) => string {
  const { t, formats } = useText()
  return ({ state, cause, since, waiting }) => {
    const kept =
      state === 'suspended' && waiting > 0
        ? t('session.workKeptWaiting', { calls: formats.value.number(waiting) }, waiting)
        : t('session.workKept')
    return formats.value.sentences([because(cause, since), kept])
  }

  function because(cause: SessionView['cause'], since: number | null): string {
    if (!cause) return t('session.over')
    const isTimed = !['first-start', 'signed-out', 'cancelled', 'new-token-refused'].includes(cause)
    if (isTimed && since === null) return t('session.over')
    return t(`session.because.${cause}` satisfies MessageKey, { time: since === null ? '' : formats.value.moment(since) })
  }
}
