import type { Fields } from '@shared/merge'
import type { EntryView } from '@shared/outbox'
import type { Failure } from '@shared/result'
import { computed, type ComputedRef, onBeforeUnmount, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'
import { useBridge } from '../../bridge'
import { useRecordWords } from '../../records/use-record-words'
import { useText } from '../../i18n/use-text'
import { useAnnouncer } from '../../stores/announcer'
import { useOpenForms } from '../../stores/open-forms'
import { useQuestions } from '../../stores/questions'
import { useUnsavedPage } from '../../stores/unsaved-page'
import { editsOf, invalidKey, type InvalidKey, isChanged } from './entry-values'

export interface EntryEditing {
  /** The entry as it was when its editing began; null while nothing is edited. */
  readonly entry: Readonly<ShallowRef<EntryView | null>>
  readonly values: Readonly<ShallowRef<Fields>>
  readonly errors: Readonly<ShallowRef<Readonly<Record<string, InvalidKey>>>>
  readonly failure: Readonly<ShallowRef<Failure | null>>
  readonly isSaving: Readonly<Ref<boolean>>
  readonly isDirty: ComputedRef<boolean>
  begin(entry: EntryView): void
  set(field: string, value: unknown): void
  /** True when main has taken it. */
  save(): Promise<boolean>
  /** Asks when something was typed; false: the person stays. */
  mayLeave(): Promise<boolean>
  end(): void
}

/** Changing what an entry will send: at most one at a time, never gone without a question, and named when the window closes. */
export function useEntryEdit(): EntryEditing {
  const bridge = useBridge()
  const questions = useQuestions()
  const announcer = useAnnouncer()
  const words = useRecordWords()
  const { t } = useText()
  const entry = shallowRef<EntryView | null>(null)
  const values = shallowRef<Fields>({})
  const errors = shallowRef<Readonly<Record<string, InvalidKey>>>({})
  const failure = shallowRef<Failure | null>(null)
  const isSaving = ref(false)
  const isDirty = computed(() => entry.value !== null && isChanged(entry.value, values.value))
  const title = (): string => (entry.value ? words.object(entry.value) : '')

  function end(): void {
    entry.value = failure.value = null
    values.value = errors.value = {}
  }

  async function save(): Promise<boolean> {
    const mine = entry.value
    if (!mine || isSaving.value) return false
    isSaving.value = true
    const answer = await bridge.outbox.edit({ entryId: mine.entryId, edits: editsOf(mine, values.value) })
    isSaving.value = false
    if (entry.value !== mine) return answer.ok
    if (answer.ok) {
      announcer.say(t('outbox.done.edited', { object: title() }))
      end()
      return true
    }
    const { code, fields = {} } = answer.failure
    errors.value = Object.fromEntries(Object.entries(fields).map(([field, message]) => [field, invalidKey(message)]))
    failure.value = code === 'VALIDATION' && Object.keys(fields).some((field) => field in values.value) ? null : answer.failure
    announcer.say(t('outbox.failed.edit'))
    return false
  }

  async function mayLeave(): Promise<boolean> {
    if (isDirty.value) {
      const answer = await questions.ask({
        title: t('outbox.edit.leaveTitle'),
        text: [t('outbox.edit.leaveText', { object: title() })],
        confirm: t('outbox.edit.discard'),
        cancel: t('outbox.edit.stay'),
        isDangerous: true,
      })
      if (answer === null) return false
    }
    end()
    return true
  }

  onBeforeRouteLeave(mayLeave)
  onBeforeRouteUpdate(mayLeave)
  onBeforeUnmount(useUnsavedPage().register(mayLeave))
  onBeforeUnmount(useOpenForms().register({ title, flush: () => Promise.resolve(!isDirty.value) }))
  return {
    entry,
    values,
    errors,
    failure,
    isSaving,
    isDirty,
    begin: (chosen) => {
      end()
      entry.value = chosen
      values.value = chosen.edits
    },
    set: (field, value) => {
      values.value = { ...values.value, [field]: value }
      errors.value = Object.fromEntries(Object.entries(errors.value).filter(([name]) => name !== field))
    },
    save,
    mayLeave,
    end,
  }
}
