import { defineStore } from 'pinia'
import { useBridge } from '../bridge'

export interface OpenForm {
  /** What the person knows the record by. */
  readonly title: () => string
  /** Keeps the draft now. False when edits exist that could not be kept. */
  readonly flush: () => Promise<boolean>
}

/**
 * All forms that may hold edits, so that leaving the window, signing out or closing reaches every one of them, whatever
 * page is shown.
 */
export const useOpenForms = defineStore('open-forms', () => {
  const bridge = useBridge()
  const forms = new Set<OpenForm>()

  function register(form: OpenForm): () => void {
    forms.add(form)
    return () => forms.delete(form)
  }

  /** Keeps every draft now; answers with the titles of those that could not be kept. */
  async function flushAll(): Promise<string[]> {
    const outcomes = await Promise.all([...forms].map(async (form) => ({ title: form.title(), isKept: await form.flush() })))
    return outcomes.filter(({ isKept }) => !isKept).map(({ title }) => title)
  }

  function subscribe(): () => void {
    const onBlur = (): void => void flushAll()
    window.addEventListener('blur', onBlur)
    const off = bridge.on['app.closing'](() => {
      void flushAll().then((unkept) => bridge.app.readyToClose({ unkept }))
    })
    return () => {
      window.removeEventListener('blur', onBlur)
      off()
    }
  }

  return { register, flushAll, subscribe }
})
