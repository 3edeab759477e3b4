import { onBeforeUnmount, onMounted } from 'vue'
import { useIme } from '../../composables/use-ime'

export interface PageKeys {
  readonly refresh: () => unknown
  readonly focusFilter: () => unknown
  readonly turnPage: (step: 1 | -1) => unknown
}

/** Keys of a list page, from anywhere in the window. F5 reads the data again; the program itself is never reloaded. */
export function usePageKeys(keys: PageKeys): void {
  const ime = useIme()

  function actionOf(event: KeyboardEvent): (() => unknown) | null {
    const isCtrl = event.ctrlKey || event.metaKey
    if (event.key === 'F5' || (isCtrl && !event.shiftKey && event.key.toLowerCase() === 'r')) return keys.refresh
    if (isCtrl && !event.shiftKey && event.key.toLowerCase() === 'f') return keys.focusFilter
    if (event.altKey && event.key === 'PageDown') return () => keys.turnPage(1)
    if (event.altKey && event.key === 'PageUp') return () => keys.turnPage(-1)
    return null
  }

  function onKeyDown(event: KeyboardEvent): void {
    const action = ime.owns(event) ? null : actionOf(event)
    if (!action) return
    event.preventDefault()
    void action()
  }

  onMounted(() => window.addEventListener('keydown', onKeyDown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeyDown))
}
