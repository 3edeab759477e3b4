import type { Row } from '@shared/resources/resource'
import { computed, type ComputedRef, nextTick, onBeforeUnmount, type Ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { GridOpening } from '../grid/grid-column'
import type { Beginning, RecordEditorsStore } from './record-editors'

/** What a page does with the grid of its list (`RecordTable`). */
export interface RecordGrid {
  readonly focusRow: (id: number) => boolean
  readonly focusCursor: () => void
  /** The record that the cursor is on. */
  readonly cursorKey: () => number | null
  readonly goTo: (id: number) => void
}

export interface RecordPageParts {
  readonly editors: RecordEditorsStore
  /** The row of a record, if the list has it. */
  readonly rowOf: (id: number) => Row | undefined
  readonly list: { replaceRow(match: (row: Row) => boolean, row: Row): void }
  readonly grid: Readonly<Ref<RecordGrid | null>>
  readonly drawer: Readonly<Ref<{ focusTitle: () => void; focusFirst: (field?: string) => void } | null>>
  /** Where the drawer has tabs: the form is to be seen, because it gets the focus. */
  readonly showForm?: () => void
}

export interface RecordPage {
  /** The record in the drawer; null when there is none. */
  readonly recordId: ComputedRef<number | null>
  /** @param field The one that gets the focus, where the form has it and it can be changed; else the first. */
  openRow(row: Row, how: GridOpening, field?: string): Promise<void>
  /** Opens a record with one field changed already: a person looks at it and saves. */
  openChanged(row: Row, field: string, value: unknown): Promise<void>
  openNew(beginning?: Beginning): Promise<void>
  /** Goes on with a record that is gone as a new one. */
  restoreAsNew(): Promise<void>
  closeDrawer(): Promise<void>
  /** What the native menu is about: the record in the drawer, or else the row that the cursor is on. */
  target(): Row | null
  /** Puts the focus back to a row of the list. */
  focusRow(id: number): void
}

interface Due {
  readonly id: number
  readonly field?: string | undefined
  readonly change?: { readonly value: unknown }
}

/** A page with a list and a drawer. The address says which record is open; the drawer follows it. */
export function useRecordPage({ editors, rowOf, list, grid, drawer, showForm }: RecordPageParts): RecordPage {
  const route = useRoute()
  const router = useRouter()
  /** The record whose form gets the focus as soon as it is there: the server, or another window, may be asked for it first. */
  let due: Due | null = null
  const recordId = computed(() => Number(route.query['record']) || null)

  async function show(id: number | null): Promise<void> {
    if (id === recordId.value) return
    await router.replace({ query: id === null ? {} : { record: String(id) } })
  }

  /** Another window may have the record: then the one that is here stays. */
  async function openOrStay(id: number): Promise<void> {
    if (!(await editors.open(id, rowOf(id)))) await show(editors.current?.id.value ?? null)
  }

  watch(
    recordId,
    (id) => {
      // Not this one any more: what was to be done with it is not done at some later opening.
      if (due !== null && due.id !== id) due = null
      if (id === null) return void editors.leave()
      void openOrStay(id)
      // Opened by a link that goes away with it: the focus goes along.
      if (document.activeElement?.closest('.drafts-line')) void nextTick(() => drawer.value?.focusTitle())
    },
    { immediate: true },
  )
  // A new record has got its id, and the address follows.
  watch(
    () => editors.current?.id.value,
    (id) => {
      if (id !== undefined && recordId.value !== null && editors.current?.knownAs(recordId.value)) void show(id)
    },
  )
  watch(
    () => editors.lastRow,
    (fresh) => fresh && list.replaceRow((row) => row.id === fresh.id, fresh),
  )
  // The first rows: whoever has just started, or signed in, goes on from here by the keyboard.
  watch(
    grid,
    () => {
      if (document.activeElement === null || document.activeElement === document.body) grid.value?.focusCursor()
    },
    { once: true },
  )
  onBeforeUnmount(() => void editors.leave())

  async function focusForm(next: Due): Promise<void> {
    due = next
    await giveFocus()
  }
  async function giveFocus(): Promise<void> {
    await nextTick()
    if (recordId.value === null) due = null
    if (due === null || !editors.current?.knownAs(due.id)) return
    const { field, change } = due
    due = null
    if (field !== undefined && change) editors.current.set(field, change.value)
    drawer.value?.focusFirst(field)
  }
  watch(() => editors.current, giveFocus, { flush: 'post' })

  return {
    recordId,
    target: () => {
      const id = recordId.value ?? grid.value?.cursorKey() ?? null
      return id === null ? null : (rowOf(id) ?? null)
    },
    openRow: async (row, how, field) => {
      due = null
      if (how === 'edit') showForm?.()
      await show(row.id)
      if (how === 'edit') await focusForm({ id: row.id, field })
    },
    openChanged: async (row, field, value) => {
      showForm?.()
      await show(row.id)
      await focusForm({ id: row.id, field, change: { value } })
    },
    openNew: async (beginning) => {
      showForm?.()
      const id = editors.begin(beginning)
      await show(id)
      await focusForm({ id })
    },
    restoreAsNew: async () => {
      const form = editors.current
      if (!form) return
      showForm?.()
      const id = await editors.beginAnew(form)
      await show(id)
      await focusForm({ id })
    },
    closeDrawer: async () => {
      const id = recordId.value
      await show(null)
      if (id !== null) grid.value?.focusRow(id)
    },
    focusRow: (id) => void grid.value?.focusRow(id),
  }
}
