import { habitsMet } from '@shared/kept'
import { computed, type ComputedRef, inject, type InjectionKey, provide } from 'vue'
import { useText } from '../i18n/use-text'
import { isFaultKey, type FieldWords } from './record-type'
import { RECORD_TYPES } from './record-types'
import { useAppState } from '../stores/app-state'
import type { RecordForm } from './record-editor'
import { useKeptWords } from '../i18n/use-kept-words'

interface FieldFrame {
  readonly label: string
  readonly error: string | undefined
  readonly clash: string | undefined
  /** What the server keeps in place of what was sent. */
  readonly kept: string | undefined
  /** What this server is known to do to a value like this. */
  readonly warning: string | undefined
  /** The person may change it; otherwise there is nothing to choose. */
  readonly isChangeable: boolean
  readonly onUseServers: () => void
}

/** What every field of a form needs to know. */
export interface FieldContext {
  readonly editor: RecordForm
  readonly words: FieldWords
  readonly isReadOnly: ComputedRef<boolean>
  /** What a `FormField` shows around the field. */
  frame(field: string): FieldFrame
}

const key: InjectionKey<FieldContext> = Symbol('field-context')

/** For the form: its fields find all of this by injection, so that a resource's fields are a list of fields and nothing else. */
export function provideFields(editor: RecordForm, words: FieldWords, isLocked: () => boolean): FieldContext {
  const { t, formats } = useText()
  const appState = useAppState()
  const keptWords = useKeptWords(words.field)

  function error(field: string): string | undefined {
    const found = editor.errors.value[field]
    if (found === undefined) return undefined
    return isFaultKey(found) ? t(RECORD_TYPES[editor.name].form.faultWords?.[found] ?? `record.invalid.${found}`) : found
  }

  /** The server's value, where both sides changed the field and nobody has decided yet. */
  function clash(field: string): string | undefined {
    return field in editor.copy.clashes.value ? words.field(field, editor.copy.base.value[field]) : undefined
  }

  function isOpen(field: string): boolean {
    return editor.openFields.value.includes(field)
  }

  function kept(field: string): string | undefined {
    const mark = editor.copy.kept.value[field]
    if (!mark) return undefined
    return isOpen(field) ? keptWords.note(field, mark) : keptWords.noteWithSent(field, mark)
  }

  /** A server that has shown a habit will do it again: said while it is typed, not after it is lost. */
  function warning(field: string): string | undefined {
    if (!(field in editor.copy.sendable.value)) return undefined
    const met = habitsMet(editor.copy.value(field)).filter((habit) => appState.habits.includes(habit))
    return met.length > 0 ? formats.value.sentences(met.map((habit) => t(`record.habits.${habit}`))) : undefined
  }

  const context: FieldContext = {
    editor,
    words,
    isReadOnly: computed(isLocked),
    frame: (field) => ({
      label: words.label(field),
      error: error(field),
      clash: clash(field),
      kept: kept(field),
      warning: warning(field),
      isChangeable: isOpen(field) && !isLocked(),
      onUseServers: () => editor.useServers(field),
    }),
  }
  provide(key, context)
  return context
}

export function useFields(): FieldContext {
  const context = inject(key)
  if (!context) throw new Error('this field stands in no form')
  return context
}
