import { useActionKeys } from '../ui/use-actions'
import { copyText } from '@renderer/copy-text'

export interface GridCopy {
  /** True when the key was Copy and there was something to copy. */
  byKey(event: KeyboardEvent): boolean
  /** The same by the application menu's Copy, which arrives as an event and not as a key. */
  onCopy(event: ClipboardEvent): void
}

/** Copies the cell with the cursor; `text` is null when there is none. Text that is selected by hand goes before it. */
export function useGridCopy(text: () => string | null, onCopied: (text: string) => void): GridCopy {
  const keys = useActionKeys()
  const cellText = (): string | null => (window.getSelection()?.isCollapsed === false ? null : text())
  return {
    byKey: (event) => {
      const found = keys.is(event, 'copy') ? cellText() : null
      if (found === null) return false
      void copyText(found).then((isCopied) => {
        if (isCopied) onCopied(found)
      })
      return true
    },
    onCopy: (event) => {
      const found = cellText()
      if (found === null || !event.clipboardData) return
      event.preventDefault()
      event.clipboardData.setData('text/plain', found)
      onCopied(found)
    },
  }
}
