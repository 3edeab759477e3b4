import type { Unreadable } from '@shared/resources/unreadable'
import type { Failure, Result } from '@shared/result'
import { computed, type ComputedRef, onScopeDispose, ref, type Ref, shallowRef, type ShallowRef } from 'vue'

export interface Answer<Row> {
  readonly rows: readonly Row[]
  readonly total: number
  /** Unix milliseconds. */
  readonly fetchedAt: number
  readonly origin: 'network' | 'cache'
  /** False: from the cache, and the server may have more. */
  readonly isComplete: boolean
  /** What the server gave and could not be read: it is not among the rows. */
  readonly unreadable?: Unreadable | undefined
}

export interface Shown<Row, Query> extends Answer<Row> {
  /** The question that these rows answer, which may be older than the one on its way. */
  readonly query: Query
}

export interface PagedList<Row, Query> {
  readonly shown: Readonly<ShallowRef<Shown<Row, Query> | null>>
  readonly failure: Readonly<ShallowRef<Failure | null>>
  readonly failedAt: Readonly<Ref<number | null>>
  readonly isLoading: Readonly<Ref<boolean>>
  /** First load and slow: time for a skeleton. A fast answer shows none. */
  readonly isSkeletonDue: ComputedRef<boolean>
  /** `isQuiet`: nobody has asked for it, and its answer is not to be read out. */
  load(query: Query, isQuiet?: boolean): Promise<void>
  /** Puts a saved row in the place of the old one; order and filter wait for the next refresh. */
  replaceRow(match: (row: Row) => boolean, row: Row): void
  /** As `replaceRow`, of many at once. */
  replaceRows(rowFor: (old: Row) => Row): void
  /** Takes away what is gone from the server; the next refresh brings what moves up. */
  removeRow(match: (row: Row) => boolean): void
  clear(): void
}

const skeletonAfterMs = 150

/**
 * A list by pages. Rows on screen stay while a newer question is asked; an answer to an older question is cancelled
 * and, should it come all the same, dropped.
 */
export function usePagedList<Row, Query>(
  fetch: (query: Query, signal: AbortSignal) => Promise<Result<Answer<Row>>>,
  onSettled?: (outcome: Result<Shown<Row, Query>>, isQuiet: boolean) => void,
): PagedList<Row, Query> {
  const shown: ShallowRef<Shown<Row, Query> | null> = shallowRef(null)
  const failure = shallowRef<Failure | null>(null)
  const failedAt = ref<number | null>(null)
  const isLoading = ref(false)
  const isSlow = ref(false)
  let running: AbortController | null = null
  let slow: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    running?.abort()
    running = null
    clearTimeout(slow)
    isLoading.value = isSlow.value = false
  }

  async function load(query: Query, isQuiet = false): Promise<void> {
    stop()
    const mine = new AbortController()
    running = mine
    isLoading.value = true
    slow = setTimeout(() => (isSlow.value = true), skeletonAfterMs)
    const result = await fetch(query, mine.signal)
    if (running !== mine) return
    // Settled: from here on an abort would cancel nothing.
    running = null
    stop()
    if (result.ok) {
      shown.value = { ...result.value, query }
      failure.value = failedAt.value = null
    } else {
      failure.value = result.failure
      failedAt.value = Date.now()
    }
    onSettled?.(result.ok ? { ok: true, value: { ...result.value, query } } : result, isQuiet)
  }

  onScopeDispose(stop)
  return {
    shown,
    failure,
    failedAt,
    isLoading,
    isSkeletonDue: computed(() => isSlow.value && !shown.value),
    load,
    replaceRow: (match, row) => {
      if (shown.value) shown.value = { ...shown.value, rows: shown.value.rows.map((old) => (match(old) ? row : old)) }
    },
    replaceRows: (rowFor) => {
      if (shown.value) shown.value = { ...shown.value, rows: shown.value.rows.map(rowFor) }
    },
    removeRow: (match) => {
      if (!shown.value) return
      const rows = shown.value.rows.filter((row) => !match(row))
      shown.value = { ...shown.value, rows, total: shown.value.total - (shown.value.rows.length - rows.length) }
    },
    clear: () => {
      stop()
      shown.value = failure.value = failedAt.value = null
    },
  }
}
