import type { MessageKey } from '../i18n/message-key'
import { useText } from '../i18n/use-text'
import { useOpenForms } from '../stores/open-forms'
import { useQuestions } from '../stores/questions'
import { useUnsavedPage } from '../stores/unsaved-page'

export interface KeepFirstWords {
  readonly title: MessageKey
  /** The button that goes on all the same. */
  readonly confirm: MessageKey
}

/**
 * Before the window loses who it belongs to (another server, or nobody): every draft is kept now, and what could not be
 * kept is named and asked about. False when the person would rather stay.
 */
export function useKeepDrafts(): (words: KeepFirstWords) => Promise<boolean> {
  const forms = useOpenForms()
  const questions = useQuestions()
  const { t, formats } = useText()
  return async ({ title, confirm }) => {
    const unkept = await forms.flushAll()
    if (unkept.length === 0) return true
    const text = [t('session.unkept', { titles: formats.value.list(unkept) })]
    return (await questions.ask({ title: t(title), text, confirm: t(confirm), isDangerous: true })) !== null
  }
}

/** The same, after the page on screen has been asked whether it may go. */
export function useKeepFirst(): (words: KeepFirstWords) => Promise<boolean> {
  const unsaved = useUnsavedPage()
  const keepDrafts = useKeepDrafts()
  return async (words) => (await unsaved.mayLeave()) && keepDrafts(words)
}
