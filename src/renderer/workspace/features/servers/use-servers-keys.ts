import { onBeforeUnmount, onMounted } from 'vue'
import { shortcutKey } from '@renderer/shortcut-key'
import { useIme } from '../../ui/use-ime'

export interface ServersKeys {
  readonly add: () => unknown
  /** Opens the server at this place in the list, from 0. */
  readonly openAt: (place: number) => unknown
}

/** Keys of the server list from anywhere on its page; none while a question waits for its answer. */
export function useServersKeys(keys: ServersKeys): void {
  const ime = useIme()

  function actionOf(event: KeyboardEvent): (() => unknown) | null {
    if (event.altKey || event.shiftKey) return null
    const isCtrl = event.ctrlKey || event.metaKey
    const written = shortcutKey(event)
    if (isCtrl && written === 'n') return keys.add
    if (isCtrl && /^[1-9]$/.test(written)) return () => keys.openAt(Number(written) - 1)
    return event.key === 'Insert' && !isCtrl && !isTyping(event.target) ? keys.add : null
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

/** In a text field Insert belongs to the text. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}
