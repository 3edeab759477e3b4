import { onBeforeUnmount, onMounted } from 'vue'
import { shortcutKey } from '@renderer/shortcut-key'
import { useIme } from '../../ui/use-ime'

export interface OutboxKeys {
  /** Ctrl+S: what is being edited, or else what is selected. */
  readonly commit: () => unknown
  /** F5 and Ctrl+R. */
  readonly refresh: () => unknown
}

/** Keys of the outbox from anywhere on its page; none while a question waits for its answer. */
export function useOutboxKeys({ commit, refresh }: OutboxKeys): void {
  const ime = useIme()

  function actionOf(event: KeyboardEvent): (() => unknown) | null {
    const isCtrl = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
    if (isCtrl && shortcutKey(event) === 's') return commit
    return event.key === 'F5' || (isCtrl && shortcutKey(event) === 'r') ? refresh : null
  }

  function onKeyDown(event: KeyboardEvent): void {
    const action = ime.owns(event) || document.querySelector('dialog[open]') ? null : actionOf(event)
    if (!action) return
    event.preventDefault()
    void action()
  }

  onMounted(() => window.addEventListener('keydown', onKeyDown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeyDown))
}
