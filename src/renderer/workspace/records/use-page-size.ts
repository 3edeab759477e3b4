import type { Row } from '@shared/resources/resource'
import type { Preferences } from '@shared/views'
import { computed, type ComputedRef, nextTick, type Ref, watch } from 'vue'
import { useAppState } from '../stores/app-state'

/** Fewer are no page, and main gives no more at one time. */
const least = 10
const most = 200

interface PageCut {
  readonly page: number
  readonly pageSize: number
}

export interface PageSizeDeps {
  /** The question as it is now, and the one that the rows on screen answer. */
  readonly asked: () => PageCut
  readonly shown: () => { readonly rows: readonly Row[]; readonly query: PageCut } | null
  /** Asks the same in other portions, if anything was asked yet. */
  readonly cut: (cut: PageCut) => Promise<void>
  readonly selectedId: () => number | null
  readonly grid: Readonly<Ref<{ cursorKey: () => number | null; goTo: (id: number) => void } | null>>
}

export interface PageSize {
  readonly chosen: ComputedRef<Preferences['pageSize']>
  choose(chosen: Preferences['pageSize']): void
  /** Told by the list how many rows it has room for. */
  fitRows(rows: number): void
}

/**
 * How many rows a page of a list has: a number that the person chose and that stays, or as many as the window has room for.
 * Where that changes, the record one is at stays on the page.
 */
export function usePageSize({ asked, shown, cut, selectedId, grid }: PageSizeDeps): PageSize {
  const appState = useAppState()
  const chosen = computed(() => appState.state?.preferences.pageSize ?? 'window')
  let room: number | null = null

  async function apply(): Promise<void> {
    const pageSize = chosen.value === 'window' ? room : chosen.value
    if (pageSize === null || pageSize === asked().pageSize) return
    const before = shown()
    const ids = before?.rows.map(({ id }) => id) ?? []
    const id = [selectedId(), grid.value?.cursorKey() ?? null].find((candidate) => candidate !== null && ids.includes(candidate)) ?? null
    const first = before && before.query.page === asked().page ? (before.query.page - 1) * before.query.pageSize : (asked().page - 1) * asked().pageSize
    const place = first + (id === null ? 0 : ids.indexOf(id))
    await cut({ page: Math.floor(place / pageSize) + 1, pageSize })
    await nextTick()
    if (id !== null) grid.value?.goTo(id)
  }

  watch(chosen, () => void apply())
  return {
    chosen,
    choose: (next) => void appState.setPreferences({ pageSize: next }),
    fitRows: (rows) => {
      room = Math.min(most, Math.max(least, rows))
      void apply()
    },
  }
}
