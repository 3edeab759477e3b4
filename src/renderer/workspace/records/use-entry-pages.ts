import type { CallInput } from '@shared/bridge/contract'
import type { EntryView } from '@shared/outbox'
import type { Failure } from '@shared/result'
import { ref, type Ref, shallowRef, type ShallowRef, watch } from 'vue'
import { useBridge } from '../bridge'
import { useOutbox } from '../stores/outbox'

export interface EntryPages {
  /** Newest first; null until the first answer. */
  readonly entries: Readonly<ShallowRef<readonly EntryView[] | null>>
  readonly failure: Readonly<ShallowRef<Failure | null>>
  readonly isLoading: Readonly<Ref<boolean>>
  /** Nothing older is left to load. */
  readonly isAll: Readonly<Ref<boolean>>
  refresh(): Promise<void>
  more(): Promise<void>
  /** Something else is asked for, or by somebody else: nothing of before stays. */
  startAgain(): void
}

type Asked = Omit<CallInput<'journal.list'>, 'before' | 'limit'>

/**
 * What was ever submitted from here, newest first, by pages; the newest page follows the outbox.
 *
 * @param pageSize so many entries are asked for at once.
 */
export function useEntryPages(asked: () => Asked, pageSize: number, onRead?: () => void): EntryPages {
  const bridge = useBridge()
  const outbox = useOutbox()
  const entries: ShallowRef<readonly EntryView[] | null> = shallowRef(null)
  const failure = shallowRef<Failure | null>(null)
  const isLoading = ref(false)
  const isAll = ref(false)
  let latest = 0

  /** Reads one page; of overlapping questions only the last counts. */
  async function read(before: number | null, join: (page: readonly EntryView[]) => readonly EntryView[]): Promise<void> {
    const mine = ++latest
    isLoading.value = true
    const answer = await bridge.journal.list({ ...asked(), limit: pageSize, ...(before === null ? {} : { before }) })
    if (mine !== latest) return
    isLoading.value = false
    failure.value = answer.ok ? null : answer.failure
    if (!answer.ok) return
    onRead?.()
    const isShort = answer.value.length < pageSize
    // A first page that is full says nothing about whether the older ones that are here already were the last.
    isAll.value = isShort || (before === null && isAll.value && entries.value !== null)
    entries.value = join(answer.value)
  }

  /** The newest page again; what is older and was loaded already stays under it. */
  function refresh(): Promise<void> {
    return read(null, (page) => {
      const end = page.at(-1)?.seq
      const older = page.length < pageSize || end === undefined ? [] : (entries.value ?? []).filter(({ seq }) => seq < end)
      return [...page, ...older]
    })
  }

  watch(
    () => outbox.revision,
    () => void refresh(),
  )

  return {
    entries,
    failure,
    isLoading,
    isAll,
    refresh,
    more: () => read(entries.value?.at(-1)?.seq ?? null, (page) => [...(entries.value ?? []), ...page]),
    startAgain: () => {
      latest++
      entries.value = failure.value = null
      isAll.value = false
      void refresh()
    },
  }
}
