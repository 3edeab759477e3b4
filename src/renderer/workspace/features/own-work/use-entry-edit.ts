import type { Fields } from '@shared/merge'
import type { EntryView } from '@shared/outbox'
import type { Row } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import { computed, type ComputedRef, onBeforeUnmount, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'
import { useBridge } from '../../bridge'
import { callsOf, type EditableRecordType, type FieldFaults, parseRow } from '../../records/record-type'
import { RECORD_TYPES } from '../../records/record-types'
import { useRecordWords } from '../../records/use-record-words'
import { useText } from '../../i18n/use-text'
import { useAnnouncer } from '../../stores/announcer'
import { useAppState } from '../../stores/app-state'
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

/** What a form of each kind looks at before it saves: what an entry sends is held against the same. */
function useChecks() {
  const checks = Object.values<EditableRecordType>(RECORD_TYPES).map(
    ({ name, form }) => [name, { faults: form.useFaults?.(), guard: form.useGuard?.(), warned: (form.useReviewed ?? form.useWarned)?.() }] as const,
  )
  return new Map<string, (typeof checks)[number][1]>(checks)
}

/** Changing what an entry will send: at most one at a time, never gone without a question, and named when the window closes. */
export function useEntryEdit(): EntryEditing {
  const bridge = useBridge()
  const questions = useQuestions()
  const announcer = useAnnouncer()
  const appState = useAppState()
  const words = useRecordWords()
  const checks = useChecks()
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

  function refused(why: Failure): false {
    const { code, fields = {} } = why
    errors.value = Object.fromEntries(Object.entries(fields).map(([field, message]) => [field, invalidKey(message)]))
    failure.value = code === 'VALIDATION' && Object.keys(fields).some((field) => field in values.value) ? null : why
    announcer.say(t('outbox.failed.edit'))
    return false
  }

  /** By the rules of the kind that no schema of one record can see; main knows the others. */
  function faultsIn({ resource, verb, recordId, edits: before }: EntryView, edits: Fields): FieldFaults {
    // A new one is known by the id that it has until it is made: it may lie over the rows already, and is not its own namesake.
    return checks.get(resource)?.faults?.(verb === 'create' ? { ...before, ...edits } : edits, recordId) ?? {}
  }

  /** The record before, as a whole: what an entry knows of it may be the changed fields alone. Null where it cannot be read. */
  async function baseOf({ resource, recordId, base }: EntryView): Promise<Row | null> {
    const type = RECORD_TYPES[resource]
    const known = parseRow(type.description, { ...base, id: recordId })
    if (known) return known
    const answer = await callsOf(type, bridge).get({ id: recordId })
    return answer.ok ? parseRow(type.description, { ...answer.value.row, ...base, id: recordId }) : null
  }

  /** What a form would look up and ask before it sends the same. False: it cannot be, or nobody wants it. */
  async function isMeant(mine: EntryView, edits: Fields): Promise<boolean> {
    const { resource, verb } = mine
    const check = checks.get(resource)
    if (verb !== 'update' || (!check?.guard && !check?.warned)) return true
    const { holder } = appState
    const before = await baseOf(mine)
    if (!before) return true
    const after = { ...before, ...edits }
    const name = title()
    const reason = (await check.guard?.(before, after)) ?? null
    if (appState.holder !== holder) return false
    if (reason !== null) {
      await questions.ask({ title: t('record.review.barred', { name }), text: [reason], confirm: t('question.close'), isNotice: true })
      return false
    }
    // What the entry would have done anyway was told when it was made.
    const told = new Set(check.warned?.(before, { ...before, ...mine.edits }))
    const warnings = (check.warned?.(before, after) ?? []).filter((line) => !told.has(line))
    if (warnings.length === 0) return true
    const changes = Object.keys(edits).map((field) => ({ label: words.label(resource, field), before: words.value(resource, field, before[field]), after: words.value(resource, field, edits[field]) }))
    return (await questions.ask({ title: t('record.review.title', { name }), text: warnings, changes, confirm: t('outbox.edit.save'), isDangerous: true })) !== null
  }

  async function save(): Promise<boolean> {
    const mine = entry.value
    if (!mine || isSaving.value) return false
    const edits = editsOf(mine, values.value)
    const found = faultsIn(mine, edits)
    if (Object.keys(found).length > 0) return refused({ code: 'VALIDATION', message: '', retryable: false, fields: found })
    isSaving.value = true
    const { holder } = appState
    try {
      if (!(await isMeant(mine, edits)) || appState.holder !== holder || entry.value !== mine) return false
      return await send(mine, edits)
    } finally {
      isSaving.value = false
    }
  }

  async function send(mine: EntryView, edits: Fields): Promise<boolean> {
    const answer = await bridge.outbox.edit({ entryId: mine.entryId, edits })
    if (entry.value !== mine) return answer.ok
    if (answer.ok) {
      announcer.say(t('outbox.done.edited', { object: title() }))
      end()
      return true
    }
    return refused(answer.failure)
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
