import type { LogCursor, LogFilter, LogPage, LogRow } from '@shared/resources/log'
import type { Failure } from '@shared/result'
import { computed, type ComputedRef, onScopeDispose, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import { useBridge } from '../../bridge'
import { type PagedList, usePagedList } from '../../records/use-paged-list'

/** Entries that are asked for at a time. */
export const LOG_PORTION = 100
/** What waits to be shown, at most. */
const MOST_HELD = 2000
/** What a page holds at most. */
export const MOST_SHOWN = 20_000

export interface LogList {
  /** The first portion: its states are those of every list. */
  readonly list: PagedList<LogRow, LogFilter>
  /** All that is here, newest first. */
  readonly rows: ComputedRef<readonly LogRow[]>
  readonly total: ComputedRef<number>
  /** What came in since and waits to be shown; null: more than are held. */
  readonly held: Readonly<ShallowRef<readonly LogRow[] | null>>
  readonly hasOlder: ComputedRef<boolean>
  readonly isFull: ComputedRef<boolean>
  readonly isLoadingOlder: Readonly<Ref<boolean>>
  readonly olderFailure: Readonly<ShallowRef<Failure | null>>
  load(filter: LogFilter): Promise<void>
  loadOlder(): Promise<void>
  /** Asks for what came in since. The failure, if there is one. */
  askNewer(): Promise<Failure | null>
  /** Puts what is held on top; false where it is more than that, and the list has to be read again. */
  showHeld(): boolean
  clear(): void
}

/** The log as far as it was read: the first portion, what came in since above it, and what is older, portion by portion, below. */
export function useLogList(onLoaded: (outcome: { failure: Failure | null; total: number }) => void): LogList {
  const bridge = useBridge()
  const fresh = shallowRef<readonly LogRow[]>([])
  const held = shallowRef<readonly LogRow[] | null>([])
  const older = shallowRef<readonly LogRow[]>([])
  const next = shallowRef<LogCursor | null>(null)
  const newest = ref(0)
  const isLoadingOlder = ref(false)
  const olderFailure = shallowRef<Failure | null>(null)
  /** What rows a page came with; an answer that is dropped changes nothing. */
  const pages = new WeakMap<readonly LogRow[], LogPage>()
  let running: AbortController | null = null

  const list = usePagedList<LogRow, LogFilter>(
    async (filter, signal) => {
      const answer = await bridge.logs.list({ filter, after: null, size: LOG_PORTION }, signal)
      if (!answer.ok) return answer
      pages.set(answer.value.rows, answer.value)
      return { ok: true, value: { ...answer.value, origin: 'network', isComplete: true } }
    },
    (outcome) => {
      const page = outcome.ok ? pages.get(outcome.value.rows) : undefined
      if (page) begin(page)
      onLoaded({ failure: outcome.ok ? null : outcome.failure, total: page?.total ?? 0 })
    },
  )

  function begin(page: LogPage | null): void {
    running?.abort()
    running = null
    fresh.value = held.value = older.value = []
    next.value = page?.next ?? null
    newest.value = page?.newest ?? 0
    isLoadingOlder.value = false
    olderFailure.value = null
  }

  const rows = computed(() => [...fresh.value, ...(list.shown.value?.rows ?? []), ...older.value])
  const isFull = computed(() => next.value !== null && rows.value.length >= MOST_SHOWN)

  async function loadOlder(): Promise<void> {
    const filter = list.shown.value?.query
    if (!filter || !next.value || isFull.value || isLoadingOlder.value) return
    const mine = new AbortController()
    running = mine
    isLoadingOlder.value = true
    const answer = await bridge.logs.list({ filter, after: next.value, size: LOG_PORTION }, mine.signal)
    if (running !== mine) return
    running = null
    isLoadingOlder.value = false
    olderFailure.value = answer.ok ? null : answer.failure
    if (!answer.ok) return
    older.value = [...older.value, ...answer.value.rows]
    next.value = answer.value.next
  }

  async function askNewer(): Promise<Failure | null> {
    const shown = list.shown.value
    if (!shown || held.value === null) return null
    const answer = await bridge.logs.newer({ filter: shown.query, since: newest.value })
    // Read anew meanwhile: what came is in there, or belongs to another question.
    if (list.shown.value !== shown || held.value === null) return null
    if (!answer.ok) return answer.failure
    newest.value = answer.value.newest
    const waiting = [...answer.value.rows, ...held.value]
    held.value = answer.value.isTooMany || waiting.length > MOST_HELD ? null : waiting
    return null
  }

  onScopeDispose(() => running?.abort())
  return {
    list,
    rows,
    total: computed(() => Math.max(rows.value.length, (list.shown.value?.total ?? 0) + fresh.value.length)),
    held,
    hasOlder: computed(() => next.value !== null),
    isFull,
    isLoadingOlder,
    olderFailure,
    load: list.load,
    loadOlder,
    askNewer,
    showHeld: () => {
      if (held.value === null) return false
      fresh.value = [...held.value, ...fresh.value]
      held.value = []
      return true
    },
    clear: () => {
      list.clear()
      begin(null)
    },
  }
}
