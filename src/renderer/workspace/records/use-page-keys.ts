import { onBeforeUnmount, onMounted } from 'vue'
import { shortcutKey } from '@renderer/shortcut-key'
import { useIme } from '../ui/use-ime'

export interface PageKeys {
  readonly refresh: () => unknown
  readonly focusFilter: () => unknown
  readonly create: () => unknown
  /** Only where there are pages. */
  readonly turnPage?: (step: 1 | -1) => unknown
  /** Only where something stands before the list that can be hidden: Ctrl+Shift+B. */
  readonly toggleAside?: () => unknown
}

/** Keys of a list page, from anywhere in the window. F5 reads the data again; the program itself is never reloaded. */
export function usePageKeys(keys: PageKeys): void {
  const ime = useIme()

  function actionOf(event: KeyboardEvent): (() => unknown) | null {
    const isChord = (event.ctrlKey || event.metaKey) && !event.altKey
    const isCtrl = isChord && !event.shiftKey
    const letter = shortcutKey(event)
    if (isChord && event.shiftKey && letter === 'b' && keys.toggleAside) return keys.toggleAside
    if (event.key === 'F5' || (isCtrl && letter === 'r')) return keys.refresh
    if (isCtrl && letter === 'f') return keys.focusFilter
    if (isCtrl && letter === 'n') return keys.create
    if (event.altKey && event.key === 'PageDown' && keys.turnPage) return () => keys.turnPage?.(1)
    if (event.altKey && event.key === 'PageUp' && keys.turnPage) return () => keys.turnPage?.(-1)
    return null
  }

  function onKeyDown(event: KeyboardEvent): void {
    // A question is on screen: nothing under it acts.
    if (ime.owns(event) || document.querySelector('dialog[open]')) return
    const action = actionOf(event)
    if (!action) return
    event.preventDefault()
    void action()
  }

  onMounted(() => window.addEventListener('keydown', onKeyDown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeyDown))
}
