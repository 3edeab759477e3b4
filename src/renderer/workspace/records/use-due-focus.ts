import { watch } from 'vue'

/**
 * Gives the focus to what a tab shows. Asked for while that is still on its way, it comes with it, unless the person has
 * gone on elsewhere by then: the tab keeps the focus until then.
 *
 * @param isThere Whether there is something to go to.
 * @returns What to call when the tab's content is to have the focus.
 */
export function useDueFocus(isThere: () => boolean, focus: () => unknown): () => void {
  let isDue = false
  watch(
    isThere,
    (is) => {
      if (!is || !isDue) return
      isDue = false
      if (document.activeElement === document.body || document.activeElement?.closest('.record-tabs')) void focus()
    },
    { flush: 'post' },
  )
  return () => {
    isDue = !isThere()
    if (!isDue) void focus()
  }
}
