import type { OutboxSummary } from '@shared/outbox'
import { watch } from 'vue'
import { useText } from '../i18n/use-text'
import { useAnnouncer } from '../stores/announcer'
import { useOutbox } from '../stores/outbox'

/** "2 waiting, 1 needs you", as short as it is clear. */
export function useOutboxCounts(): (summary: OutboxSummary) => string {
  const { t, formats } = useText()
  return ({ waiting, needsYou, isPaused }) => {
    const parts = [
      waiting > 0 ? t('outbox.status.waiting', { entries: formats.value.number(waiting) }, waiting) : null,
      needsYou > 0 ? t('outbox.status.needsYou', { entries: formats.value.number(needsYou) }, needsYou) : null,
      isPaused ? t('outbox.status.paused') : null,
    ].filter((part) => part !== null)
    return parts.length > 0 ? formats.value.list(parts) : t('outbox.status.none')
  }
}

/** Says the counts aloud when something newly needs a person, and when the last one has gone; not at every step of a long queue. */
export function useOutboxNews(): void {
  const { t } = useText()
  const outbox = useOutbox()
  const announcer = useAnnouncer()
  const counts = useOutboxCounts()
  watch(
    () => outbox.summary,
    (now, before) => {
      if (!now || !before) return
      const isNewlyNeeded = now.needsYou > before.needsYou
      const isEmptied = now.waiting + now.needsYou === 0 && before.waiting + before.needsYou > 0
      if (isNewlyNeeded || isEmptied) announcer.hear(t('outbox.done.counts', { words: counts(now) }))
    },
  )
}
