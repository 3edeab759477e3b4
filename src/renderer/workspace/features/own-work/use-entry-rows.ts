import type { EntryView } from '@shared/outbox'
import { ref } from 'vue'
import { useRowHeight } from '../../records/use-row-height'
import { useVirtualRows } from '../../ui/use-virtual-rows'
import { useRowCursor } from './use-row-cursor'

/** The rows of a table of entries: those in view, how high they are, and the one with the tab stop. */
export function useEntryRows(entries: () => readonly EntryView[]) {
  const scroller = ref<HTMLElement | null>(null)
  const rowHeight = useRowHeight()
  const cursor = useRowCursor({ scroller, keys: () => entries().map(({ entryId }) => entryId), rowHeight: () => rowHeight.value })
  const { visible, height } = useVirtualRows({ scroller, rows: entries, rowHeight: () => rowHeight.value, focusedRow: () => cursor.index.value })
  return { scroller, cursor, rowHeight, visible, height }
}
