import { useText } from '../i18n/use-text'
import { useAppState } from '../stores/app-state'
import { useOutbox } from '../stores/outbox'

/** By what a change that waits leaves: by itself, or by a word of the person's. */
type Going = 'byItself' | 'paused' | 'review' | 'readOnly' | 'production'

/** How what waits gets to the server, in one sentence, told in the same words wherever it waits. */
export function useGoingWords(): { readonly goingWords: () => string; readonly goesByItself: () => boolean } {
  const { t } = useText()
  const appState = useAppState()
  const outbox = useOutbox()

  function going(): Going {
    const profile = appState.state?.profile
    if (outbox.summary?.isPaused) return 'paused'
    if (profile?.writeMode === 'review') return 'review'
    if (profile?.writeMode === 'read-only') return 'readOnly'
    return profile?.label === 'production' ? 'production' : 'byItself'
  }

  return { goingWords: () => t(`outbox.going.${going()}`), goesByItself: () => going() === 'byItself' }
}
