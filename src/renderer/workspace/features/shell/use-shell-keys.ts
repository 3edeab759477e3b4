import { onBeforeUnmount, onMounted, onScopeDispose } from 'vue'
import type { ImeGuard } from '@renderer/ime'
import { shortcutKey } from '@renderer/shortcut-key'
import { useBridge } from '../../bridge'
import { useAppPages } from '../../app/use-app-pages'

/**
 * Keys of the window, on whatever page: Ctrl+Shift+O leads to the outbox, Ctrl+B shows or hides the menu, which the native
 * menu can do too. None while a question waits for its answer.
 */
export function useShellKeys(ime: ImeGuard, { toggleMenu }: { readonly toggleMenu: () => unknown }): void {
  const pages = useAppPages()
  const bridge = useBridge()

  function actionOf(event: KeyboardEvent): (() => unknown) | null {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return null
    const letter = shortcutKey(event)
    if (event.shiftKey && letter === 'o') return pages.openOutbox
    return !event.shiftKey && letter === 'b' ? toggleMenu : null
  }

  function onKeyDown(event: KeyboardEvent): void {
    const action = actionOf(event)
    if (!action || ime.owns(event) || document.querySelector('dialog[open]')) return
    event.preventDefault()
    void action()
  }

  onMounted(() => window.addEventListener('keydown', onKeyDown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeyDown))
  onScopeDispose(bridge.on['menu.asked'](() => void toggleMenu()))
}
