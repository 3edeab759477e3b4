import { nextTick, onMounted, type Ref } from 'vue'

/**
 * For what lies beside a list, and in a narrow window takes its place: there the row that opened it is out of sight, and a
 * focus that stayed on it would be nowhere. It comes along to the heading.
 */
export function useFocusOfHidden(heading: Readonly<Ref<HTMLElement | null>>): void {
  onMounted(async () => {
    await nextTick()
    const focused = document.activeElement
    if (focused?.checkVisibility?.({ visibilityProperty: true }) === false) heading.value?.focus()
  })
}
