import { computed, type ComputedRef } from 'vue'
import { useText } from '../i18n/use-text'
import { useOutbox } from '../stores/outbox'
import { useNow } from '../ui/use-now'

const DAY_MS = 24 * 3_600_000
/** Whole days without being sent, at which a person is told. */
const STEPS_DAYS = [1, 3, 7] as const

export interface UnsentAge {
  /** The last of the steps that the oldest pending change has reached, in days; 0 before the first. */
  readonly step: ComputedRef<number>
  /** "3 days"; null before the first step. */
  readonly age: ComputedRef<string | null>
  /** The same as a sentence, with the time since when. */
  readonly sentence: ComputedRef<string | null>
}

/** How long the oldest pending change of this user has been waiting. */
export function useUnsentAge(): UnsentAge {
  const { t, formats } = useText()
  const outbox = useOutbox()
  const now = useNow()
  const days = computed(() => (outbox.oldestAt === null ? 0 : Math.floor((now.value - outbox.oldestAt) / DAY_MS)))
  const step = computed(() => STEPS_DAYS.findLast((reached) => days.value >= reached) ?? 0)
  const age = computed(() => (step.value === 0 ? null : t('unsent.days', { days: formats.value.number(days.value) }, days.value)))
  const sentence = computed(() => (age.value === null || outbox.oldestAt === null ? null : t('unsent.oldest', { age: age.value, time: formats.value.dateTime(outbox.oldestAt) })))
  return { step, age, sentence }
}
