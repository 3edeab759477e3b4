import { computed, type ComputedRef } from 'vue'
import { useText } from '../i18n/use-text'
import { useAppState } from '../stores/app-state'
import type { RecordForm } from './record-editor'
import { useFailureWords } from '../i18n/use-failure-words'
import { useGoingWords } from './use-going-words'
import { useOfflineWords } from '../i18n/use-offline-words'
import { usePendingMark } from './use-pending-mark'

/** The draft bar's words for the state it is in. */
export function useDraftWords(editor: RecordForm): ComputedRef<string> {
  const { bar, tracker, saving, refusal, undoable } = editor
  const { t, formats } = useText()
  const describe = useFailureWords()
  const offline = useOfflineWords()
  const { goingWords, goesByItself } = useGoingWords()
  const appState = useAppState()
  const { markOf } = usePendingMark()
  const clock = (unixMs: number | null): string => (unixMs === null ? '' : formats.value.timeWithSeconds(unixMs))

  return computed(() => {
    switch (bar.value) {
      case 'empty':
      case 'clean':
        return t(undoable.value ? 'record.discarded' : `record.draft.${bar.value}`)
      case 'unsaved':
      case 'saving':
      case 'waiting':
        return t(`record.draft.${bar.value}`)
      case 'kept':
        return t(appState.state?.draftStorage === 'memory-only' ? 'record.draft.keptMemory' : 'record.draft.kept', { time: clock(tracker.keptAt.value) })
      case 'saved':
        return t('record.draft.saved', { time: clock(saving.outcome.value?.kind === 'saved' ? saving.outcome.value.at : null) })
      case 'differs':
        return t('record.draft.differs')
      case 'queued':
        return queued()
      case 'refused':
        return t('record.draft.refused', { why: refusal.value ? describe(refusal.value).happened : '' })
      case 'failed':
        return t('record.draft.failed', { why: tracker.failure.value ? describe(tracker.failure.value).happened : '' })
    }
  })

  /** Why it waits: what the outbox says of it by now, what the server did, or that nobody could be asked. */
  function queued(): string {
    const mark = markOf(editor.name, editor.id.value)
    if (mark?.needsYou) return t('record.draft.stopped', { why: mark.word })
    const because = saving.outcome.value?.kind === 'queued' ? saving.outcome.value.because : null
    if (because) return formats.value.sentences([t('record.draft.queuedBecause', { why: describe(because).happened }), goesByItself() ? null : goingWords()])
    const { connection } = appState.state ?? {}
    if (connection?.state === 'offline') return formats.value.sentences([t('record.draft.queuedOffline'), goingWords(), offline(connection.reason)?.all])
    return goesByItself() ? t('record.draft.queued') : formats.value.sentences([t('record.draft.queuedHeld'), goingWords()])
  }
}
