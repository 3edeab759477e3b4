import { computed, type ComputedRef } from 'vue'
import { useFailureWords } from '../../composables/use-failure-words'
import { useText } from '../../i18n/use-text'
import { useAppState } from '../../stores/app-state'
import type { UserForm } from './create-user-form'

/** The draft bar's words for the state it is in. */
export function useDraftWords({ bar, keeper, saving, refusal, undoable }: UserForm): ComputedRef<string> {
  const { t, formats } = useText()
  const describe = useFailureWords()
  const appState = useAppState()
  const clock = (unixMs: number | null): string => (unixMs === null ? '' : formats.value.timeWithSeconds(unixMs))

  return computed(() => {
    switch (bar.value) {
      case 'clean':
        return undoable.value ? t('users.form.discarded') : t('users.draft.clean')
      case 'unsaved':
      case 'saving':
      case 'waiting':
        return t(`users.draft.${bar.value}`)
      case 'kept':
        return t(appState.state?.draftStorage === 'memory-only' ? 'users.draft.keptMemory' : 'users.draft.kept', { time: clock(keeper.keptAt.value) })
      case 'saved':
        return t('users.draft.saved', { time: clock(saving.savedAt.value) })
      case 'refused':
        return t('users.draft.refused', { why: refusal.value ? describe(refusal.value).happened : '' })
      case 'failed':
        return t('users.draft.failed', { why: keeper.failure.value ? describe(keeper.failure.value).happened : '' })
    }
  })
}
