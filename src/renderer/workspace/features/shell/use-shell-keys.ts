import { onBeforeUnmount, onMounted } from 'vue'
import type { ImeGuard } from '@renderer/ime'
import { shortcutKey } from '@renderer/shortcut-key'
import { useAppPages } from '../../composables/use-app-pages'

/** Keys of the window, on whatever page: Ctrl+Shift+O leads to the outbox. None while a question waits for its answer. */
export function useShellKeys(ime: ImeGuard): void {
  const pages = useAppPages()

  function onKeyDown(event: KeyboardEvent): void {
    const isOutbox = (event.ctrlKey || event.metaKey) && event.shiftKey && !event.altKey && shortcutKey(event) === 'o'
    if (!isOutbox || ime.owns(event) || document.querySelector('dialog[open]')) return
    event.preventDefault()
    void pages.openOutbox()
  }

  onMounted(() => window.addEventListener('keydown', onKeyDown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeyDown))
}
