import { columnOrderingFeature, columnSizingFeature, columnVisibilityFeature, rowSelectionFeature, tableFeatures, useTable } from '@tanstack/vue-table'
import { computed, type ComputedRef, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { useFontScale } from '../ui/font-scale'
import { type GridColumn, type GridSelection, SELECT_COLUMN, shownColumns } from './grid-column'

const features = tableFeatures({ columnOrderingFeature, columnSizingFeature, columnVisibilityFeature, rowSelectionFeature })

export interface GridTableDeps<Row> {
  readonly scroller: Ref<HTMLElement | null>
  readonly columns: () => readonly GridColumn<Row>[]
  /** The rows that are chosen; undefined in a grid that chooses none. */
  readonly selection: () => GridSelection | undefined
  readonly onSelect: (selection: GridSelection) => void
  /** False: the boxes stand in another column. */
  readonly hasSelectColumn: () => boolean
}

export interface GridTable<Row> {
  /** The columns on screen, in their order. */
  readonly shown: ComputedRef<readonly GridColumn<Row>[]>
  /** A column's place among all of them, from 1: what does not fit is told to assistive technology as well. */
  place(key: string): number
  readonly columnCount: ComputedRef<number>
  /** For `grid-template-columns`. */
  readonly template: ComputedRef<string>
  /** The narrowest that all columns on screen can be side by side, for CSS. */
  readonly innerWidth: ComputedRef<string>
  isSelected(key: string): boolean
  toggle(key: string): void
  select(keys: readonly string[]): void
}

/**
 * Columns and selection of a grid. The table knows no rows: an object for each of 100,000 costs half a second, and a
 * selection is of keys. Which columns there is room for is measured before the first paint, so that none flashes up.
 */
export function useGridTable<Row>({ scroller, columns, selection, onSelect, hasSelectColumn }: GridTableDeps<Row>): GridTable<Row> {
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

  const scale = useFontScale()
  const scaled = <Of extends GridColumn<Row>>(column: Of): Of =>
    scale.value === 1
      ? column
      : { ...column, minWidth: Math.round(column.minWidth * scale.value), ...(column.narrowestWidth === undefined ? {} : { narrowestWidth: Math.round(column.narrowestWidth * scale.value) }) }
  const all = computed(() => (selection() && hasSelectColumn() ? [SELECT_COLUMN, ...columns()] : columns()).map(scaled))
  const fitting = computed(() => new Map(shownColumns(all.value, width.value).map((column) => [column.key, column])))
  const table = useTable<typeof features, object>({
    features,
    data: [],
    columns: computed(() => all.value.map(({ key, minWidth }) => ({ id: key, size: fitting.value.get(key)?.minWidth ?? minWidth, minSize: 0 }))),
    state: computed(() => ({
      columnVisibility: Object.fromEntries(all.value.map(({ key }) => [key, fitting.value.has(key)])),
      rowSelection: selection() ?? {},
    })),
    onRowSelectionChange: (change) => onSelect(typeof change === 'function' ? change(selection() ?? {}) : change),
  })
  const shown = computed(() => table.getVisibleLeafColumns().flatMap(({ id }) => fitting.value.get(id) ?? []))
  const places = computed(() => new Map(table.getAllLeafColumns().map(({ id }, index) => [id, index + 1])))

  return {
    shown,
    place: (key) => places.value.get(key) ?? 0,
    columnCount: computed(() => places.value.size),
    template: computed(() => shown.value.map(({ minWidth, grow }) => (grow === 0 ? `${minWidth}px` : `minmax(${minWidth}px, ${grow}fr)`)).join(' ')),
    innerWidth: computed(() => `${table.getTotalSize()}px`),
    isSelected: (key) => selection()?.[key] === true,
    toggle: (key) => {
      table.setRowSelection(({ [key]: was, ...others }) => (was ? others : { ...others, [key]: true }))
    },
    select: (keys) => {
      table.setRowSelection((before) => ({ ...before, ...Object.fromEntries(keys.map((key) => [key, true as const])) }))
    },
  }
}
