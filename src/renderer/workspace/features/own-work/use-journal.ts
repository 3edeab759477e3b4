import { ENTRY_STATES, type EntryState, type EntryView } from '@shared/outbox'
import { type ResourceName, resourceNameSchema } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import { computed, type ComputedRef, ref, type Ref, shallowRef, type ShallowRef, watch } from 'vue'
import { z } from 'zod'
import { useBridge } from '../../bridge'
import { useKeptView } from '../../records/use-kept-view'
import { useText } from '../../i18n/use-text'
import { useAnnouncer } from '../../stores/announcer'
import { useAppState } from '../../stores/app-state'
import { useOutbox } from '../../stores/outbox'
import { usePageViews } from '../../stores/page-views'

export interface JournalFilter {
  readonly state?: EntryState
  readonly resource?: ResourceName
}

export interface JournalList {
  /** Null until the first answer. */
  readonly entries: Readonly<ShallowRef<readonly EntryView[] | null>>
  readonly failure: Readonly<ShallowRef<Failure | null>>
  readonly filter: Readonly<ShallowRef<JournalFilter>>
  readonly isFiltered: ComputedRef<boolean>
  readonly isLoading: Readonly<Ref<boolean>>
  /** Nothing older is left to load. */
  readonly isAll: Readonly<Ref<boolean>>
  refresh(): Promise<void>
  more(): Promise<void>
  setFilter(filter: JournalFilter): void
}

const JOURNAL_PAGE = 100

/** What is kept of the list, value by value. */
const viewShape = { state: z.enum(ENTRY_STATES), resource: resourceNameSchema }

/** What was ever submitted from here, newest first, by pages; its newest page follows the outbox. */
export function useJournal(): JournalList {
  const bridge = useBridge()
  const appState = useAppState()
  const outbox = useOutbox()
  const views = usePageViews()
  const announcer = useAnnouncer()
  const { t } = useText()
  const entries: ShallowRef<readonly EntryView[] | null> = shallowRef(null)
  const failure = shallowRef<Failure | null>(null)
  const view = useKeptView('journal', viewShape, (left) => Object.keys(left).length > 0)
  const filter = shallowRef<JournalFilter>(view.read())
  const isLoading = ref(false)
  const isAll = ref(false)
  let latest = 0

  /** Reads one page; of overlapping questions only the last counts. */
  async function read(before: number | null, join: (page: readonly EntryView[]) => readonly EntryView[]): Promise<void> {
    const mine = ++latest
    isLoading.value = true
    const answer = await bridge.journal.list({ ...filter.value, limit: JOURNAL_PAGE, ...(before === null ? {} : { before }) })
    if (mine !== latest) return
    isLoading.value = false
    failure.value = answer.ok ? null : answer.failure
    if (!answer.ok) return
    const notice = view.takeNotice(t('journal.filter.clear'))
    if (notice) announcer.say(notice)
    const isShort = answer.value.length < JOURNAL_PAGE
    // A first page that is full says nothing about whether the older ones that are here already were the last.
    isAll.value = isShort || (before === null && isAll.value && entries.value !== null)
    entries.value = join(answer.value)
  }

  /** The newest page again; what is older and was loaded already stays under it. */
  function refresh(): Promise<void> {
    return read(null, (page) => {
      const end = page.at(-1)?.seq
      const older = page.length < JOURNAL_PAGE || end === undefined ? [] : (entries.value ?? []).filter(({ seq }) => seq < end)
      return [...page, ...older]
    })
  }

  function startAgain(): void {
    latest++
    entries.value = failure.value = null
    isAll.value = false
    void refresh()
  }

  // The page stays when somebody else comes: theirs is the filter that they left.
  watch([() => appState.holder, () => outbox.summary === null, () => views.reads] as const, () => {
    filter.value = view.read()
    startAgain()
  })
  watch(
    () => outbox.revision,
    () => void refresh(),
  )

  return {
    entries,
    failure,
    filter,
    isFiltered: computed(() => filter.value.state !== undefined || filter.value.resource !== undefined),
    isLoading,
    isAll,
    refresh,
    more: () => read(entries.value?.at(-1)?.seq ?? null, (page) => [...(entries.value ?? []), ...page]),
    setFilter: (next) => {
      filter.value = next
      view.keep({ ...next })
      startAgain()
    },
  }
}
