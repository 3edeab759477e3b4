import { computed, type ComputedRef, inject, type InjectionKey, provide } from 'vue'
import { useText } from '../i18n/use-text'
import { isFaultKey, type RecordWords } from './record-definition'
import type { RecordSession } from './record-session'

/** What every field of a form needs to know. */
export interface FieldContext {
  readonly session: RecordSession
  readonly words: RecordWords
  readonly isReadOnly: ComputedRef<boolean>
  /** What a `FormField` shows around the field. */
  frame(field: string): { readonly label: string; readonly error: string | undefined; readonly clash: string | undefined; readonly onUseServers: () => void }
}

const key: InjectionKey<FieldContext> = Symbol('field-context')

/** For the form: its fields find all of this by injection, so that a resource's fields are a list of fields and nothing else. */
export function provideFields(session: RecordSession, words: RecordWords, isLocked: () => boolean): FieldContext {
  const { t } = useText()

  function error(field: string): string | undefined {
    const found = session.errors.value[field]
    if (found === undefined) return undefined
    return isFaultKey(found) ? t(`record.invalid.${found}`) : found
  }

  /** The server's value, where both sides changed the field and nobody has decided yet. */
  function clash(field: string): string | undefined {
    return field in session.form.clashes.value ? words.field(field, session.form.base.value[field]) : undefined
  }

  const context: FieldContext = {
    session,
    words,
    isReadOnly: computed(isLocked),
    frame: (field) => ({ label: words.label(field), error: error(field), clash: clash(field), onUseServers: () => session.useServers(field) }),
  }
  provide(key, context)
  return context
}

export function useFields(): FieldContext {
  const context = inject(key)
  if (!context) throw new Error('this field stands in no form')
  return context
}
