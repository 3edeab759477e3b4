import { nextTick, onBeforeUnmount, ref, type Ref, watch, type WatchSource } from 'vue'

/**
 * How much a line has to leave out so that nothing in it is cut: 0 for nothing, up to `last`. Measured anew when the room or
 * what is shown changes.
 *
 * @param line The element; what it holds must not shrink by itself. The room is that of its parent.
 */
export function useFittingStep(line: Readonly<Ref<HTMLElement | null>>, last: number, shown: WatchSource): Readonly<Ref<number>> {
  const step = ref(0)
  let latest = 0

  async function fit(): Promise<void> {
    const mine = ++latest
    for (step.value = 0; step.value < last; step.value += 1) {
      await nextTick()
      if (mine !== latest || !line.value || line.value.scrollWidth <= line.value.clientWidth) return
    }
  }

  const observer = new ResizeObserver(() => void fit())
  watch(
    line,
    (element) => {
      observer.disconnect()
      // Its parent, whose size does not follow from what is left out.
      if (element?.parentElement) observer.observe(element.parentElement)
    },
    { immediate: true, flush: 'post' },
  )
  watch(shown, () => void fit(), { flush: 'post' })
  onBeforeUnmount(() => {
    latest += 1
    observer.disconnect()
  })
  return step
}
