import { nextTick, onBeforeUnmount, onMounted, watch } from 'vue'

/** A window that is being dragged larger has no size yet: it is measured once it rests. */
const restMs = 250

/**
 * Tells how many rows a list has room for: on the way in, and again when the window (or its zoom) has become another size
 * and rests, or the rows another height. Not when a notice comes or goes: that would ask the server because it failed.
 *
 * @param body Where header and rows stand; null while it is not there.
 */
export function useFittingRows(body: () => HTMLElement | null | undefined, rowHeight: () => number, tell: (rows: number) => void): void {
  let due: ReturnType<typeof setTimeout> | undefined

  function measure(): void {
    const height = body()?.clientHeight ?? 0
    if (height > 0) tell(Math.floor(height / rowHeight()) - 1)
  }

  function measureSoon(): void {
    clearTimeout(due)
    due = setTimeout(measure, restMs)
  }

  watch(rowHeight, () => void nextTick(measure))
  onMounted(() => {
    measure()
    window.addEventListener('resize', measureSoon)
  })
  onBeforeUnmount(() => {
    clearTimeout(due)
    window.removeEventListener('resize', measureSoon)
  })
}
