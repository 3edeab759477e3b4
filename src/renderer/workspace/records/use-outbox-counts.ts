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

/** What has gone within this time, in milliseconds, was never seen waiting: a save with a connection says itself that it is done. */
const NOTICED_MS = 2000

/** Says the counts aloud when something newly needs a person, and when the last one that waited has gone; not at every step of a long queue. */
export function useOutboxNews(): void {
  const { t } = useText()
  const outbox = useOutbox()
  const announcer = useAnnouncer()
  const counts = useOutboxCounts()
  let waitsSince = 0
  watch(
    () => outbox.summary,
    (now, before) => {
      if (!now) return
      const [isWaiting, hasWaited] = [now, before].map((one) => one !== undefined && one !== null && one.waiting + one.needsYou > 0)
      if (isWaiting && !hasWaited) waitsSince = performance.now()
      if (!before) return
      const isNewlyNeeded = now.needsYou > before.needsYou
      const isEmptied = !isWaiting && hasWaited && performance.now() - waitsSince >= NOTICED_MS
      if (isNewlyNeeded || isEmptied) announcer.hear(t('outbox.done.counts', { words: counts(now) }))
    },
    { immediate: true },
  )
}
