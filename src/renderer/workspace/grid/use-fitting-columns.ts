import { computed, type ComputedRef, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { fittingColumns, type GridColumn } from './grid-column'

/** The columns that fit into a grid as wide as it is now. Measured before the first paint, so that none flashes up. */
export function useFittingColumns<Row>(scroller: Ref<HTMLElement | null>, columns: () => readonly GridColumn<Row>[]): ComputedRef<readonly GridColumn<Row>[]> {
  const width = ref(0)
  const measure = (): void => {
    width.value = scroller.value?.clientWidth ?? 0
  }
  const observer = new ResizeObserver(measure)
  onMounted(() => {
    measure()
    if (scroller.value) observer.observe(scroller.value)
  })
  onBeforeUnmount(() => observer.disconnect())
  return computed(() => fittingColumns(columns(), width.value))
}
