import type { EntryView } from '@shared/outbox'
import { holdOf } from '@shared/write-modes'
import { useText } from '../i18n/use-text'
import { useAppState } from '../stores/app-state'
import { useOutbox } from '../stores/outbox'

/** By what a change that waits leaves: by itself, or by a word of the person's. */
type Going = 'byItself' | 'paused' | 'review' | 'readOnly' | 'production'
const GOING = { review: 'review', 'read-only': 'readOnly', production: 'production' } as const

/** How what waits gets to the server, in one sentence, told in the same words wherever it waits. */
export function useGoingWords(): { readonly goingWords: (entry?: EntryView) => string; readonly goesByItself: (entry?: EntryView) => boolean } {
  const { t } = useText()
  const appState = useAppState()
  const outbox = useOutbox()

  /** @param entry One that has left before, or that the person has let go, needs no word any more; without one, whatever is new. */
  function going(entry?: EntryView): Going {
    const profile = appState.state?.profile
    if (outbox.summary?.isPaused) return 'paused'
    const hold = profile ? holdOf({ writeMode: profile.writeMode, isProduction: profile.label === 'production' }, entry ?? null) : null
    return hold === null ? 'byItself' : GOING[hold]
  }

  return { goingWords: (entry) => t(`outbox.going.${going(entry)}`), goesByItself: (entry) => going(entry) === 'byItself' }
}
